/* SPDX-License-Identifier: GPL-2.0-only */
/* --resume: an interrupted run directory goes on as it began. */
#ifndef KICKBENCH_HARNESS_RESUME_H
#define KICKBENCH_HARNESS_RESUME_H

#include <stdbool.h>
#include "analysis/load.h"
#include "harness/options.h"
#include "harness/plan.h"

struct resumed {
	char *final;			/* the directory's final name */
	bool was_final;			/* it bore that name already */
	struct rundir *dir;		/* as it was left */
	int argc;
	char **argv;			/* of the `run` that began it */
};

/* Finds DIR, DIR.partial or the DIR that DIR.partial became, and reads it and
 * its options. 0, or -1 with *err. Free with resume_free(), also after -1. */
int resume_load(struct resumed *r, const char *dir, struct options *o, struct error *err);
void resume_free(struct resumed *r);

/* Whether this host would go on with the very same: kernel, program, cells, CPUs, counters.
 * Takes batches and unsupported cells from the directory. 0, or -1 with *err. */
int resume_match(const struct resumed *r, const struct topo *t, struct plan *p, struct error *err);

/* Injected instructions as they were calibrated then. */
void resume_injected(const struct resumed *r, struct plan *p);

/* Whether the run is finished; how many attempts it has had, and how many runs
 * of the cell have been replaced. dir NULL: none. */
bool resume_finished(const struct rundir *dir, const struct turn *t);
int resume_attempts(const struct rundir *dir, const struct turn *t);
int resume_replaced(const struct rundir *dir, int cell);

/* Cuts off what a crash has left: rows of runs that runs.csv does not have,
 * and torn ends. The directory is locked. 0, or -1 with *err. */
int resume_trim(const char *partial, const struct rundir *dir, struct error *err);

#endif
