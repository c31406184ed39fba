/* SPDX-License-Identifier: GPL-2.0-only */
/* What disturbed a run, read before and after it. */
#ifndef KICKBENCH_HARNESS_GUARDS_H
#define KICKBENCH_HARNESS_GUARDS_H

#include <stdint.h>
#include <stdio.h>
#include "harness/sink.h"

/* Of one run. NaN: this host does not tell. Crosses the pipe as it is. */
struct guards {
	double nivcsw;		/* involuntary context switches of the process */
	double steal_ns;	/* stolen from its CPUs, all added */
	double softirq_ns;	/* softirq time on its CPUs */
	double run_delay_ns;	/* its threads' waits for a CPU */
	double throttled;	/* thermal throttle events of its CPUs */
	double elapsed_ns;	/* wall clock */
	double flagged;		/* share of its blocks that a guard flagged; NaN: none */
	double migrated;	/* rows, and threads, that ended on another CPU than planned */
	int nr_cpus;		/* how many CPUs are "its CPUs" */
	int siglock_node;	/* -1: not known */
};

/* The counters as they stand now, for nr CPUs, each once. */
void guards_read(struct guards *g, const int *cpu, int nr);
/* *g = now - before, field by field. */
void guards_since(struct guards *g, const struct guards *before, const struct guards *now);

/* now - before; NaN where it ran backward, as a CPU's counts may that was offline. */
double count_since(double now, double before);

/* What a thread has waited for a CPU so far, ns, by its file schedstat in /proc; NaN:
 * nobody counts it. */
double guards_run_delay(FILE *schedstat);

/* Why a run is to be measured again, from reasons that know neither arm nor
 * value: a share of flagged blocks over .2, steal over 2% of the CPUs' time,
 * a migration. NULL: it is fine, or its samples were flagged in one arm more often
 * than in another: then the arm itself may be the cause, and the run stays. */
const char *guards_reject(const struct guards *g, const struct rows *samples);

#endif
