/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/clock.h"

uint64_t clock_ticks(void)
{
	return __builtin_ia32_rdtsc();
}

void clock_relax(void)
{
	__builtin_ia32_pause();
}
