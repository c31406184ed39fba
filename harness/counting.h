/* SPDX-License-Identifier: GPL-2.0-only */
/* What a counting run adds to batches and phases: events per vCPU and arm. */
#ifndef KICKBENCH_HARNESS_COUNTING_H
#define KICKBENCH_HARNESS_COUNTING_H

#include "bench/bench.h"

struct counting;

/* In the vCPU's own thread. *c becomes NULL where job counts nothing; all
 * below take NULL and do nothing. 0, or -1 with *err. */
int counting_open(struct counting **c, const struct job *job, struct vcpu *v, struct error *err);
void counting_close(struct counting *c);
/* Around the exits of one arm. stop adds what has come to that arm's sums:
 * userspace exits, and KVM_RUNs of any outcome. */
void counting_start(struct counting *c, int arm);
void counting_stop(struct counting *c, int arm, uint64_t exits, uint64_t runs);
/* Forgets the sums: the warm-up is over. */
void counting_reset(struct counting *c);
/* Checks the counters against KVM's own and against ours, then emits the sums.
 * 0, or -1 with *err: they contradict each other. */
int counting_emit(struct counting *c, struct error *err);

/* In the coordinator, beforehand: says once what of the list this host lacks,
 * and returns the list that can be counted (the caller frees), NULL if nothing
 * is left. 0, or -1 with *err (a name that nobody knows). */
int counting_available(const char *list, char **available, struct error *err);

#endif
