/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs all turns of a plan, one worker after the other. */
#ifndef KICKBENCH_HARNESS_EXECUTE_H
#define KICKBENCH_HARNESS_EXECUTE_H

#include "harness/options.h"
#include "harness/plan.h"
#include "harness/progress.h"
#include "harness/store.h"

#define HUNG_MAX	2	/* runs of a cell in a row: then it is given up */

struct execution {
	struct plan *plan;
	const struct options *o;
	struct store *store;
	const struct rundir *was;	/* of a resumption; else NULL */
	struct progress progress;
	size_t finished;		/* turns that the resumed directory has already */
	char *boot_id;			/* NULL: not known */
	int *replaced;			/* [plan->nr] */
	int *lost;			/* [plan->nr] runs that failed */
	int *hung;			/* [plan->nr] the last so many runs hung */
	int *attempts;			/* [plan->nr_turns] */
};

/* Fixes the batches that no one has given, by a short worker each; a cell that
 * cannot run here becomes unsupported. 0, or -1 with *err. Interrupted: 0. */
int execute_pilots(struct execution *x, struct error *err);

/* One turn. 1: it is to be taken once more; 0: done, also when interrupted or lost; -1 with
 * *err. */
int execute_turn(struct execution *x, const struct turn *t, struct error *err);

/* All turns that are not finished yet. What fails costs its run only and is
 * complained of. 0, also when interrupted; -1 with *err where nothing can be stored. */
int execute_turns(struct execution *x, struct error *err);

#endif
