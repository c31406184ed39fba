/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/spin.h"

/*
 * count / 2 turns of two instructions, one turn more so that none needs no
 * branch of its own, and a nop for an odd count: the sum is constant + count.
 */
__attribute__((noinline)) void spin_instructions(uint64_t count)
{
	__asm__ volatile("shr %0\n\t"
			 "jnc 1f\n\t"
			 "nop\n"
			 "1:\tsub $1, %0\n\t"
			 "jns 1b"
			 : "+r"(count) : : "cc");
}
