/* SPDX-License-Identifier: GPL-2.0-only */
/* A guest's flat binary, as read-only data between two symbols. */
	.section .rodata
	.globl NAME, END
NAME:
	.incbin FILE
END:
	.section .note.GNU-stack, "", %progbits
