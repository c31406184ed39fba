/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/clock.h"

#include <errno.h>

#define SPIN_NS 1000000	/* longer than a CPU takes to leave its deepest idle state */

void clock_sleep_until(uint64_t at_ns)
{
	struct timespec t = {
		.tv_sec = at_ns / 1000000000,
		.tv_nsec = at_ns % 1000000000,
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
		;
}

void clock_spin_until(uint64_t at_ns)
{
	if (clock_ns() + SPIN_NS < at_ns)
		clock_sleep_until(at_ns - SPIN_NS);
	while (clock_ns() < at_ns)
		clock_relax();
}

uint64_t clock_ticks_per_us(void)
{
	uint64_t ns = clock_ns(), ticks = clock_ticks(), rate;

	while (clock_ns() - ns < 2000000)
		clock_relax();
	ticks = clock_ticks() - ticks;
	ns = clock_ns() - ns;
	rate = ticks * 1000 / ns;
	return rate ? rate : 1;
}

void clock_spin_ticks(uint64_t ticks)
{
	uint64_t start = clock_ticks();

	while (clock_ticks() - start < ticks)
		;
}
