/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/spin.h"

/* As on x86: count / 2 + 1 turns of two instructions, and a nop for an odd count. */
__attribute__((noinline)) void spin_instructions(uint64_t count)
{
	uint64_t turns = count / 2;

	__asm__ volatile("tbz %1, #0, 1f\n\t"
			 "nop\n"
			 "1:\tsubs %0, %0, #1\n\t"
			 "b.pl 1b"
			 : "+r"(turns) : "r"(count) : "cc");
}
