/* SPDX-License-Identifier: GPL-2.0-only */
/* counters.csv as sums: what one event came to in one run and arm, all vCPUs. */
#ifndef KICKBENCH_ANALYSIS_EVENTS_H
#define KICKBENCH_ANALYSIS_EVENTS_H

#include "analysis/load.h"
#include "analysis/seen.h"

struct total {			/* one event of one run and arm, all vCPUs */
	const struct run_info *run;
	const struct cell_info *cell;
	int arm;
	char *event;
	double value;		/* NaN: not counted, or not on each vCPU */
	bool scaled;		/* multiplexed */
	int vcpus;		/* how many have told theirs */
	size_t next;		/* the run's next one, its index + 1; 0: none */
};

struct totals {
	const struct rundir *d;
	struct row_owner owner;
	struct total *total;
	size_t nr;
	size_t *first;		/* [nr_runs]: a run's first one, its index + 1; 0: none */
	struct seen rows;
};

/* Reads the file, if there is one. 0, or -1 with *err; totals_free() in any case. */
int totals_read(struct totals *t, const struct rundir *d, struct error *err);
void totals_free(struct totals *t);
/* NULL: not counted there. */
const struct total *totals_find(const struct totals *t, const struct run_info *run, int arm,
				const char *event);
/* The names of the cell's events, each once, sorted; NULL at the end. The caller frees the
 * array, the names belong to the totals. */
const char **totals_events(const struct totals *t, const struct cell_info *cell);

#endif
