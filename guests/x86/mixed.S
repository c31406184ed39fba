/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits: in 0x608, 4 bytes; MMIO read 0xfed000f0, 4 bytes; out 0x70, 1 byte;
 * in 0x71, 1 byte; then as many turns of work as the host put into SHARED_THINK. */
#include "guests/guest.h"
	mov	$0x608, %edx
	mov	$0xfed000f0, %esi
1:	inl	%dx, %eax
	movl	(%esi), %eax
	movb	$0x0a, %al
	outb	%al, $0x70
	inb	$0x71, %al
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	movl	GUEST_SHARED + SHARED_THINK(%ebx), %ecx
	jecxz	1b
2:	dec	%ecx
	jnz	2b
	jmp	1b
