/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/pilot.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "lib/clock.h"

#define TARGET_NS	100000
#define BATCH_MIN	8
#define BATCH_MAX	512
#define CLOCK_READS	200
#define CLOCK_TRIES	1000

int pilot_batch(double exit_ns, double clock_read_ns, double tick_ns)
{
	int n = BATCH_MIN;

	if (!(exit_ns > 0))
		return BATCH_MIN;
	/* Rounded on the logarithmic scale: up from n * sqrt(2) on. */
	while (n < BATCH_MAX && n * M_SQRT2 * exit_ns < TARGET_NS)
		n *= 2;
	while (n < BATCH_MAX && n * exit_ns < CLOCK_READS * clock_read_ns)
		n *= 2;
	while (n > BATCH_MIN && n * exit_ns > tick_ns / 10)
		n /= 2;
	return n;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double pilot_exit_ns(const struct rows *samples)
{
	const struct sample_row *row = samples->row;
	double *cost = xcalloc(samples->nr, sizeof(*cost)), median = NAN;
	size_t nr = 0;

	for (size_t i = 0; i < samples->nr; i++)
		if (!(row[i].flags & SAMPLE_WARMUP) && row[i].exits)
			cost[nr++] = (double)row[i].ns / row[i].exits;
	qsort(cost, nr, sizeof(*cost), ascending);
	if (nr)
		median = cost[nr / 2];
	free(cost);
	return median;
}

double pilot_clock_ns(void)
{
	uint64_t start = clock_ns();

	for (int i = 0; i < CLOCK_TRIES; i++)
		clock_ns();
	return (double)(clock_ns() - start) / CLOCK_TRIES;
}

double pilot_tick_ns(void)
{
	struct timespec t;

	/* The coarse clock moves with the tick. */
	if (clock_getres(CLOCK_MONOTONIC_COARSE, &t) || (!t.tv_sec && !t.tv_nsec))
		return 4e6;
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}
