/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/clock.h"

uint64_t clock_ticks(void)
{
	uint64_t t;

	__asm__ volatile("mrs %0, cntvct_el0" : "=r"(t));
	return t;
}

void clock_relax(void)
{
	__asm__ volatile("yield");
}
