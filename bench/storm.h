/* SPDX-License-Identifier: GPL-2.0-only */
/* Many threads that kick one vCPU at the same moment. */
#ifndef KICKBENCH_BENCH_STORM_H
#define KICKBENCH_BENCH_STORM_H

#include "bench/duel.h"

#define STORM_KICKERS 8

struct storm;

/* Starts the threads, on the CPUs of the calling thread. NULL with *err. */
struct storm *storm_start(struct duel *d, struct error *err);
/* Each thread kicks once; returns when all have. 0, or -1 with *err. */
int storm_kick(struct storm *s, struct error *err);
/* Ends the threads. NULL is fine. */
void storm_end(struct storm *s);

#endif
