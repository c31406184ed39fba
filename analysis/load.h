/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads a run directory. Rows of a run that runs.csv does not name do not
 * exist; anything else that is broken is one error naming file and line.
 */
#ifndef KICKBENCH_ANALYSIS_LOAD_H
#define KICKBENCH_ANALYSIS_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "lib/die.h"
#include "lib/rundir.h"

struct env_entry { char *key, *value; };

struct cell_info {
	int cell, vcpus, runs, blocks, batch;	/* batch 0: none */
	char *bench, *guest, *place, *variant, *cpus;
	char **protocols;			/* [nr_protocols]; the first is the baseline */
	int nr_protocols;
	char *status, *note;
};

struct run_info {
	int cell, run, attempt;
	enum run_kind kind;
	char *status;				/* "ok", "failed", "replaced" ... */
	char *boot_id, *reason;
	double nivcsw, steal_ns, softirq_ns, run_delay_ns, throttled;	/* NaN: not measured */
	int siglock_node;			/* -1 in memory: not known */
};

struct rundir {
	char *path;
	struct env_entry *env; size_t nr_env;
	struct cell_info *cells; size_t nr_cells;
	struct run_info *runs; size_t nr_runs;
	bool partial;				/* NAME.partial: torn ends are no error */
};

/* Reads env.csv, cells.csv and runs.csv. Returns NULL with *err (EXIT_USAGE:
 * no run directory; EXIT_DISTURBED: torn where it must not be). */
struct rundir *rundir_load(const char *path, struct error *err);
void rundir_free(struct rundir *d);

/* The value of a key of env.csv, or NULL where the key is absent or empty. */
const char *rundir_env(const struct rundir *d, const char *key);
/* The confidence level of the run's intervals: env.csv "level", else .99. */
double rundir_level(const struct rundir *d);
/* DIR/file, to be freed. */
char *rundir_file(const struct rundir *d, const char *file);
const struct cell_info *rundir_cell(const struct rundir *d, int cell);
/* The index of an arm in cell->protocols, or -1. */
int cell_arm(const struct cell_info *cell, const char *name);
/* How many runs of the cell have ended well, counting runs left out. */
int rundir_finished(const struct rundir *d, const struct cell_info *cell);
/* The finished run (status "ok"), or NULL if runs.csv does not have it. */
const struct run_info *rundir_run(const struct rundir *d, int cell, int run);

#endif
