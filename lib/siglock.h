/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who waits for this process's siglock, for how long, and on the way to what:
 * a small BPF program that knows the lock by its address, on the tracepoints of
 * contended locks and on the spinlocks' slow path. The tracepoints alone see queued
 * waiters: all with PV spinlocks, all but the first with native ones, none with
 * test-and-set (env_spinlock() tells). Waits seen by the slow path begin at its entry.
 */
#ifndef KICKBENCH_LIB_SIGLOCK_H
#define KICKBENCH_LIB_SIGLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include "lib/die.h"
#include "lib/siglock_shared.h"

enum siglock_where {
	SIGLOCK_ENTRY,		/* KVM_RUN opens the mask */
	SIGLOCK_EXIT,		/* KVM_RUN restores it */
	SIGLOCK_KICK,		/* sending a signal */
	SIGLOCK_SIGTIMEDWAIT,	/* taking it */
	SIGLOCK_ELSEWHERE,	/* delivery, sigprocmask(), or the stack is not known */
	SIGLOCK_WHERES
};
extern const char *const siglock_where_names[];	/* "entry" ...; NULL at the end */

struct siglock_counts {
	uint64_t contentions, wait_ns;
	uint64_t histogram[SIGLOCK_BUCKETS];	/* waits of 2^i up to 2^(i+1) ns; 0: from 0 */
	uint64_t where[SIGLOCK_WHERES];
};

struct siglock;

/* Whether the program was there to be built in. */
extern const bool siglock_built;

/* Loads and attaches; nothing counts yet. One per process is enough, and all its threads
 * may use it. NULL with *err: not built in, no BTF, no right, no tracepoint. */
struct siglock *siglock_open(struct error *err);
void siglock_close(struct siglock *s);	/* NULL is fine */

/* Whether every wait is seen; else queued ones only. */
bool siglock_sees_all(const struct siglock *s);

/* The node that the lock lies on; -1 where it cannot be told. */
int siglock_node(const struct siglock *s);

/* Names the calling thread: slot 0 to SIGLOCK_SLOTS - 2. Threads without a name
 * share the last slot and count with the arm of slot 0. 0, or -errno. */
int siglock_enlist(struct siglock *s, unsigned slot);

/* From now on the slot's waits count for this arm (0 to SIGLOCK_ARMS - 1); -1: for
 * none. No system call. */
void siglock_arm(struct siglock *s, unsigned slot, int arm);

/* What a slot counted in an arm since the last reset. 0, or -errno: -ENOSPC when some waits
 * were not counted, as there are too many threads and ways to the lock. */
int siglock_read(struct siglock *s, unsigned slot, unsigned arm, struct siglock_counts *c);
/* Forgets what a slot counted. 0, or -errno. */
int siglock_reset(struct siglock *s, unsigned slot);

/* The siglock's node of this process, without counting anything; also where one
 * node makes the answer easy. -1 where it cannot be told. */
int siglock_probe_node(int nr_nodes);

#endif
