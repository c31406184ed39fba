/* SPDX-License-Identifier: GPL-2.0-only */
/* Many threads that kick one vCPU at the same moment. */
#ifndef KICKBENCH_BENCH_STORM_H
#define KICKBENCH_BENCH_STORM_H

#include "bench/duel.h"

#define STORM_KICKERS 8

struct storm;

/* Starts the threads, in turn on the CPUs of the job's service threads. By the kicker that
 * leads d, which outlives them. NULL with *err. */
struct storm *storm_start(struct duel *d, struct error *err);
/* Each thread kicks once, all of them together as far as they have CPUs of their own; returns
 * when all have. *at_ns: when, by clock_ns(); then when the first has. 0, or -1 with *err. */
int storm_kick(struct storm *s, uint64_t *at_ns, struct error *err);
/* How long before its time a storm must be ordered, ns. */
uint64_t storm_wake_up_ns(const struct storm *s);
/* Ends the threads. NULL is fine. */
void storm_end(struct storm *s);

#endif
