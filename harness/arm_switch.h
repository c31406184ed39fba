/* SPDX-License-Identifier: GPL-2.0-only */
/* What batches and phases share: orders of arms, switches between them. */
#ifndef KICKBENCH_HARNESS_ARM_SWITCH_H
#define KICKBENCH_HARNESS_ARM_SWITCH_H

#include "bench/bench.h"
#include "harness/kicker.h"
#include "lib/random.h"

#define WARMUP_BLOCKS	8		/* or as many as fill ... */
#define WARMUP_NS	50000000	/* ... this time, if that is longer */
#define WARMUP_MAX	100000	/* blocks; a clock that stands still must not hang us */
#define KICKS_MAX	100000	/* without an exit between: that is no kick rate any more */

/* ABBA or BAAB by coin flip; with more arms a random permutation and its
 * mirror. Fills order[0 .. 2 * nr_arms). */
void arms_order(struct random_state *r, int nr_arms, uint8_t *order);

/* Switches the vCPU to the arm: kicks stay away meanwhile, two untimed exits
 * follow, as the first ones find cold caches. 0, or -1 with *err. */
int arm_switch(struct vcpu *v, const struct job *job, int arm, const struct batches *b,
	       struct kicker *k, struct error *err);

/* Checks one whole cycle of the guest's exits; nothing where none is
 * expected. 0, or -1 with *err. */
int check_cycle(struct vcpu *v, const struct arm *arm, const struct batches *b,
		struct lane *lane, struct error *err);

/* "what it should have been, what it was": for an enter() that failed. Returns -1. */
int enter_failed(struct vcpu *v, const struct arm *arm, int ret, struct error *err);

#endif
