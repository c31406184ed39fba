/* SPDX-License-Identifier: GPL-2.0-only */
/* What siglock.bpf.c and the program that loads it agree on. */
#ifndef KICKBENCH_LIB_SIGLOCK_SHARED_H
#define KICKBENCH_LIB_SIGLOCK_SHARED_H

#define SIGLOCK_BUCKETS	32	/* waits of 4 s and more end in the last */
#define SIGLOCK_SLOTS	4098	/* vCPUs, and one for all other threads */
#define SIGLOCK_ARMS	16
#define SIGLOCK_DEPTH	16	/* frames of a stack that are looked at */
#define SIGLOCK_NODES	64

/* Waits of one thread in one arm that came the same way. */
struct siglock_key {
	unsigned int slot;
	unsigned int arm;
	int stack;		/* of the map of stacks; negative: not known */
};

struct siglock_cell {
	unsigned long long contentions, wait_ns;
	unsigned long long histogram[SIGLOCK_BUCKETS];
};

#endif
