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
#include "lib/csv.h"
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
	bool ended_well;			/* its rows count: status "ok", or a word for it */
	char *boot_id, *reason;
	double nivcsw, steal_ns, softirq_ns, run_delay_ns, throttled;	/* NaN: not measured */
	int siglock_node;			/* -1 in memory: not known */
};

struct rundir {
	char *path;
	struct env_entry *env; size_t nr_env;
	struct cell_info *cells; size_t nr_cells;
	struct run_info *runs; size_t nr_runs;
	bool partial;				/* NAME.partial: not complete */
	enum csv_end end;			/* what the files' ends may look like */
};

/* Reads env.csv, cells.csv and runs.csv. Returns NULL with *err (EXIT_USAGE:
 * no run directory; EXIT_DISTURBED: torn where it must not be). */
struct rundir *rundir_load(const char *path, struct error *err);
void rundir_free(struct rundir *d);

/* The value of a key of env.csv, or NULL where the key is absent or empty. */
const char *rundir_env(const struct rundir *d, const char *key);
/* The same; cmdline, cpu and started also by the names that other writers give them. */
const char *rundir_env_of(const struct rundir *d, const char *key);
/* The usual name of a key of env.csv. */
const char *rundir_key(const char *key);
/* Whether a word means yes: 1, yes, true ... and not 0, no, false or nothing. */
bool means_yes(const char *word);
/* Whether it is an answer to yes or no, in a column of counts; *v: 1 or 0. */
bool is_answer(const char *word, double *v);
/* Whether a run of that status ended well, so that its rows count. */
bool means_ok(const char *status);
#define LEVEL_MIN .5
/* The confidence level of the run's intervals: env.csv "level", from LEVEL_MIN to below 1;
 * else .99. */
double rundir_level(const struct rundir *d);
/* DIR/file, to be freed. */
char *rundir_file(const struct rundir *d, const char *file);
const struct cell_info *rundir_cell(const struct rundir *d, int cell);
/* The index of an arm in cell->protocols, or -1. */
int cell_arm(const struct cell_info *cell, const char *name);
/* How many runs of the cell have ended well, counting runs left out. */
int rundir_finished(const struct rundir *d, const struct cell_info *cell);
/* The finished run, its last attempt, or NULL if runs.csv does not have it. */
const struct run_info *rundir_run(const struct rundir *d, int cell, int run);
/* The same; of these kinds (1 << RUN_...) where there is one, since a counting run
 * may have the number of a timing run. */
const struct run_info *rundir_run_of(const struct rundir *d, int cell, int run, unsigned kinds);
/* Whether it is the one that counts of those with its numbers and kind. */
bool rundir_counts(const struct rundir *d, const struct run_info *run);

/* Whose row the last one was; `d` and `kinds` set, the rest zero at first. */
struct row_owner {
	const struct rundir *d;
	unsigned kinds;			/* 1 << RUN_..., of the runs that write such rows */
	bool any;
	int64_t cell, run;
	const struct cell_info *info;
	const struct run_info *found;	/* NULL: never finished */
};

#define OWNER_COLUMNS "cell,run,protocol,vcpu"
/* Columns of OWNER_COLUMNS as indices, and of what follows them. */
enum { OWNER_CELL, OWNER_RUN, OWNER_PROTOCOL, OWNER_VCPU, OWNER_NR };

/*
 * Finds the owner of a row whose wanted columns begin with OWNER_COLUMNS. 1: the row
 * counts; 0: it does not exist (its run never finished), whether whole or torn; -1
 * with *err: it is broken, or torn though its run did finish.
 */
int find_owner(struct row_owner *o, const struct csv_row *row, struct error *err);
/* Its vCPU, one of the cell's. 0, or -1 with *err. */
int owner_vcpu(const struct row_owner *o, const struct csv_row *row, int64_t *vcpu,
	       struct error *err);
/* -1 with *err: the same row was there before. */
int row_repeated(const struct csv_row *row, struct error *err);
/* A finished run of that kind without a row in its file: that was cut off. has_rows: one for
 * each of the runs. 0, or -1 with *err (EXIT_DISTURBED). */
int check_has_rows(const struct rundir *d, enum run_kind kind, const bool *has_rows,
		   const char *file, struct error *err);
/* A whole number from 0 on, or -1 where the field is empty. 0, or -1 with *err. */
int get_ordinal(const struct csv_row *row, size_t i, int64_t *v, struct error *err);
/* The index of its protocol among the cell's, or -1 with *err. */
int owner_arm(const struct row_owner *o, const struct csv_row *row, struct error *err);

#endif
