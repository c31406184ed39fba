/* SPDX-License-Identifier: GPL-2.0-only */
/* The one measuring loop, apart from what times it, so that it can be timed itself. */
#ifndef KICKBENCH_HARNESS_LOOP_H
#define KICKBENCH_HARNESS_LOOP_H

#include "lib/vm.h"

struct loop {
	int (*enter)(struct vcpu *v);
	bool injects;		/* something is injected into this arm or another */
	uint64_t instructions;	/* how much per exit; 0, too, is injected */
	int expect;		/* what enter() is to return: 0 or -EINTR */
	bool flag;		/* immediate_exit is set before each enter() */
};

/* Runs until so many exits have come or enter() returns something else, which it
 * returns; *left, in: how many are to come, out: were still to come. Never inlined,
 * and the arm is data: two copies of a loop differ by layout alone. */
int loop_run(struct vcpu *v, const struct loop *l, int *left);

#endif
