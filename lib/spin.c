/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/spin.h"

#include <math.h>
#include <stdlib.h>
#include "lib/clock.h"

#define CALLS	16	/* to a reading: the clock's own cost is divided by them */
#define READINGS 201	/* .1 ns of a short spin; of a long one fewer do */
#define LONG	100000	/* instructions */
#define WARM_UP_NS 50000000	/* as long as a run warms up */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double reading(uint64_t instructions)
{
	uint64_t start = clock_ns();

	for (int i = 0; i < CALLS; i++)
		spin_instructions(instructions);
	return (double)(clock_ns() - start) / CALLS;
}

/* A CPU that was idle takes its time to reach the frequency that it will measure at. */
static void warm_up(void)
{
	uint64_t start = clock_ns();

	while (clock_ns() - start < WARM_UP_NS)
		spin_instructions(20000);
}

/* Median of paired readings: what so many instructions add to none. */
static double measure(uint64_t instructions)
{
	int n = instructions < LONG ? READINGS : READINGS / 10 + 1;
	double d[READINGS];

	for (int i = 0; i < n; i++)
		d[i] = reading(instructions) - reading(0);
	qsort(d, n, sizeof(*d), by_value);
	return d[n / 2];
}

/* Long enough that the loop's start and end do not count. */
static double ns_per_instruction(void)
{
	double ns = measure(20000) / 20000;

	return ns > 1e-3 ? ns : 1e-3;
}

struct spin spin_calibrate(uint64_t ns)
{
	struct spin s = { 0, 0 };

	if (!ns)
		return s;
	warm_up();
	s.instructions = ns / ns_per_instruction();
	s.ns = measure(s.instructions);
	/* Once more from the length asked for: the rate of a short loop differs. */
	if (s.ns > ns / 2. && s.ns < ns * 2.) {
		s.instructions = llround(s.instructions * ns / s.ns);
		s.ns = measure(s.instructions);
	}
	return s;
}
