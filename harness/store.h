/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The writer of the run directory. It is NAME.partial until it is complete; a
 * run's rows are appended and synced, its row in runs.csv last, so that at
 * any instant what runs.csv names is there.
 */
#ifndef KICKBENCH_HARNESS_STORE_H
#define KICKBENCH_HARNESS_STORE_H

#include <stdbool.h>
#include "analysis/load.h"
#include "harness/pipes.h"
#include "harness/plan.h"
#include "lib/csv.h"
#include "lib/env.h"

struct store {
	char *final, *partial;		/* paths */
	int lock;			/* descriptor of the directory, locked */
	struct csv_out rows[NR_ROWS];	/* opened with their first row */
	bool open[NR_ROWS];
	struct csv_out runs;
};

/* Ends with "/" removed; NULL: results/HOST/UTC-KERNEL. The caller frees. */
char *store_name(const char *wanted);

/* Whether a new directory of that name can be made: it and NAME.partial do not
 * exist, and somebody may write above it. 0, or -1 with *err (EXIT_USAGE). */
int store_check(const char *final, struct error *err);

/* Makes NAME.partial, its parents too, with env.csv, cells.csv and an empty
 * runs.csv: it appears with these three or not at all. 0, or -1 with *err. */
int store_create(struct store *s, const char *final, const struct env *e, const struct plan *p,
		 struct error *err);

/* Opens NAME.partial again, for appending. was: what it has, to which it is cut;
 * NULL: it is new. 0, or -1 with *err. */
int store_open(struct store *s, const char *final, const struct rundir *was, struct error *err);

/* Writes cells.csv anew, atomically: batches and states have changed. 0 or -1 with *err. */
int store_cells(const char *dir, const struct plan *p, struct error *err);

/* What runs.csv says of one attempt; NaN and NULL: not known. */
struct run_record {
	const struct turn *turn;
	int attempt;
	const char *status;		/* "ok": its rows are stored, and only then */
	const char *reason;
	const struct outcome *outcome;
	const char *boot_id;
};

/* Appends a run and syncs. A failure is EXIT_DISTURBED: what was there is kept. */
int store_run(struct store *s, const struct cell *c, const struct run_record *r,
	      struct error *err);

/* Closes all, and renames to NAME where it is complete. 0, or -1 with *err. */
int store_close(struct store *s, bool complete, struct error *err);

#endif
