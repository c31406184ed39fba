/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * perf events of one thread, by libperf; names by libpfm4, and where it knows
 * none, by tracefs ("kvm:kvm_userspace_exit") and sysfs ("msr/tsc/"). Modifiers
 * behind the last colon are of perf's: u user, k kernel, h hypervisor, H host (not
 * while a guest runs), G guest. Its others, which would count something else, are
 * refused.
 */
#ifndef KICKBENCH_LIB_COUNTERS_H
#define KICKBENCH_LIB_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "lib/die.h"

/* What `default` stands for. The guest runs in ring 0 too, so kernel counts leave it out. */
#define COUNTERS_DEFAULT \
	"cycles:kH,instructions:kH,cycles:u,cache-misses,node-loads,node-load-misses," \
	"context-switches,migrations,msr/tsc/,kvm:kvm_userspace_exit,lock:contention_begin"
#define COUNTERS_SIGLOCK	"siglock"	/* not a perf event: see siglock.h */
#define COUNTERS_USERSPACE_EXIT	"kvm:kvm_userspace_exit"
#define COUNTERS_CONTENTION	"lock:contention_begin"

struct perf_evsel;

struct counter {
	char name[64];
	struct perf_evsel *evsel;	/* NULL: absent */
	int errnum;			/* why it is absent; 0: it counts */
	char reason[160];		/* "ENOENT: no such counter here" ...; "" if it counts */
};

struct counters {
	struct counter *list;
	size_t nr;
	bool siglock;			/* the list names it */
};

struct counter_value {
	uint64_t value;			/* as counted */
	uint64_t enabled_ns, running_ns;	/* running < enabled: multiplexed */
};

/*
 * Resolves a comma list of events, `default` and `siglock`; commas inside /.../ belong to
 * the event. What this host lacks is kept as absent; a name that nobody knows
 * is an error (EXIT_USAGE). 0, or -1 with *err. Free with counters_close(). Not by two
 * threads at once, nor counters_open(): libpfm4 builds its table of tracepoints, libperf a
 * map of CPUs at first use, without a lock.
 */
int counters_resolve(const char *list, struct counters *c, struct error *err);

/* Opens all for the calling thread, stopped; what cannot be opened becomes
 * absent, with its reason. */
void counters_open(struct counters *c);

/* Whether all of them count. 0, or -1 with *err (EXIT_DISTURBED), which names the first that
 * does not: for who has asked only for what this host has. */
int counters_complete(const struct counters *c, struct error *err);

/* Starts and stops all events of the calling thread: one system call each. */
void counters_start(void);
void counters_stop(void);

/* What event i has counted so far. 0, or -errno where it is absent. */
int counters_read(const struct counters *c, size_t i, struct counter_value *v);

/* The index of an event, -1 if the list has none of that name. */
int counters_find(const struct counters *c, const char *name);

void counters_close(struct counters *c);

#endif
