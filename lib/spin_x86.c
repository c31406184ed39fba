/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/spin.h"

#define TURN 512	/* instructions of a turn, as the assembly below has them */

/*
 * A sled of multiplications, each waiting for the one before, of three bytes and (on
 * nearly every x86 that has KVM) three cycles. It is entered so many before its end, and
 * gone through once more for each 512. Three things would make it another length among
 * exits than alone:
 * - A loop's turns fill the history of the branch predictor, and what the kernel then
 *   guesses wrong made 200 ns cost 225: hence the sled.
 * - The next KVM_RUN would begin meanwhile, and a spin of 10 ns would cost nothing:
 *   hence the fences.
 * - A jump into the sled is guessed wrong for a while whenever the arm changes: hence the
 *   return to an address that was overwritten, which is guessed wrong always.
 */
__attribute__((noinline)) void spin_instructions(uint64_t count)
{
	uint64_t turns = count / TURN, first = count % TURN * 3;

	/* The call leaves what the compiler keeps below the stack pointer alone. */
	__asm__ volatile("lfence\n\t"
			 "lea -128(%%rsp), %%rsp\n\t"
			 "lea 2f(%%rip), %%rdx\n\t"
			 "sub %1, %%rdx\n\t"
			 "call 4f\n"
			 "3:\tpause\n\t"
			 "jmp 3b\n"
			 "4:\tmov %%rdx, (%%rsp)\n\t"
			 "ret\n\t"
			 "imul %%eax, %%eax\n"
			 "1:\t.rept 510\n\t"
			 "imul %%eax, %%eax\n\t"
			 ".endr\n"
			 "2:\tsub $1, %0\n\t"
			 "jns 1b\n\t"
			 "lea 128(%%rsp), %%rsp\n\t"
			 "lfence"
			 : "+r"(turns) : "r"(first) : "rax", "rdx", "cc");
}
