/* SPDX-License-Identifier: GPL-2.0-only */
/* What a counting run adds to batches and phases: events per vCPU and arm. */
#ifndef KICKBENCH_HARNESS_COUNTING_H
#define KICKBENCH_HARNESS_COUNTING_H

#include "bench/bench.h"

struct counting;

/* In the vCPU's own thread. *c becomes NULL where job counts nothing; all
 * below take NULL and do nothing. 0, or -1 with *err. */
int counting_open(struct counting **c, const struct job *job, int vcpu, struct error *err);
void counting_close(struct counting *c);
/* Around the exits of one arm; stop adds what has come to that arm's sums. */
void counting_start(struct counting *c, int arm);
void counting_stop(struct counting *c, int arm, uint64_t exits);
/* Forgets the sums: the warm-up is over. */
void counting_reset(struct counting *c);
/* Checks the counters against each other, then emits the sums. 0, or -1 with *err. */
int counting_emit(struct counting *c, const struct job *job, struct error *err);

#endif
