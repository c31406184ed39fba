/* SPDX-License-Identifier: GPL-2.0-only */
/* How many exits a timed batch holds. */
#ifndef KICKBENCH_HARNESS_PILOT_H
#define KICKBENCH_HARNESS_PILOT_H

#include <stdint.h>
#include "harness/pipes.h"

/*
 * 100 us / exit_ns rounded to a power of two in 8..512; at least 200 clock
 * reads long, at most a tenth of a tick, and 8 where these two fight.
 */
int pilot_batch(double exit_ns, double clock_ns, double tick_ns);

/* Median cost of one exit, in ns, over the rows that are no warm-up. NaN: no row. */
double pilot_exit_ns(const struct rows *samples);

/* What one read of the clock takes, ns; what a tick of the kernel takes, ns. */
double pilot_clock_ns(void);
double pilot_tick_ns(void);

#endif
