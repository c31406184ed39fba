/* SPDX-License-Identifier: GPL-2.0-only */
/* Service threads that kick each vCPU so many times a second (--kick-rate). */
#ifndef KICKBENCH_HARNESS_KICKER_H
#define KICKBENCH_HARNESS_KICKER_H

#include <pthread.h>
#include "bench/bench.h"

/* Between one vCPU and whoever kicks it. */
struct lane {
	/* a vCPU's own lines: its neighbors are kicked meanwhile */
	_Alignas(128) pthread_mutex_t lock;
	const struct protocol *protocol;	/* to kick by; NULL: not now */
	uint32_t turn;				/* one more with each kicker_set() */
	_Atomic uint32_t taken;			/* kicks that the vCPU has seen */
};

struct kicker {
	struct lane *lanes;			/* [nr] */
	int nr;
	_Atomic bool done;			/* the vCPU threads have ended */
	_Atomic int running;
};

void kicker_init(struct kicker *k, int nr_vcpus);
void kicker_free(struct kicker *k);
/* vCPU thread: from now on kicks come by this protocol; NULL: none come, and
 * none is under way any more when this returns. Around each switch of arm. */
void kicker_set(struct kicker *k, int vcpu, const struct protocol *p);
/* vCPU thread, when it ends: the last one sends the kickers home. */
void kicker_leave(struct kicker *k, int vcpu);
/* A service thread's body: kicks vCPUs index, index + nr_services ... at
 * random times, planned beforehand; those that it is a millisecond late for are given up.
 * 0 or -1 with *err. */
int kicker_main(struct kicker *k, struct crew *crew, int index, struct error *err);

#endif
