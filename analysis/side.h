/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One side of a comparison: the run directories of one kernel, sorted into
 * boots. The boot is the unit of replication: directories measured in the same
 * boot count as one. Only where all were measured in one boot and they are a
 * history of at least HISTORY_NIGHTS, each of them is a unit.
 */
#ifndef KICKBENCH_ANALYSIS_SIDE_H
#define KICKBENCH_ANALYSIS_SIDE_H

#include <stdbool.h>
#include <stddef.h>
#include "analysis/load.h"
#include "analysis/summary.h"

#define HISTORY_NIGHTS 10
#define CONFIRM_SUFFIX ".confirm"

struct side_dir {
	struct rundir *dir;
	struct summary *summary;
	const struct summary_row **sorted;	/* [summary->nr], by what they mean */
	size_t unit;		/* 0..nr_units-1 */
};

struct side {
	const char *path;	/* the caller's */
	struct side_dir *dirs;
	size_t nr_dirs, nr_boots;
	size_t nr_units;	/* boots, those of counts alone too; and nights of one boot */
	bool nights;		/* the units are nights */
	size_t nr_untold;	/* directories that do not tell their boot */
};

/* Loads a run directory, or all those in a folder (in order of their names;
 * unfinished ones, NAME.partial, are named on standard error and left out). 0, or -1 with
 * *err: EXIT_USAGE where there is no run directory. */
int side_load(struct side *s, const char *path, struct error *err);
void side_free(struct side *s);

/* side_boots.c: sorts the directories into boots: unit, nr_boots and nr_untold. */
void side_boots(struct side *s);

/* Whether path is a run directory by its files' names: it has an env.csv. */
bool is_rundir(const char *path);

/* The names in a folder that may be run directories, sorted, NULL at the end:
 * folders whose names do not start with '.'. NULL with *err (EXIT_USAGE). */
char **folder_names(const char *path, struct error *err);
void names_free(char **names);
/* Where in its name NIGHT.confirmN says that it is fresh data; NULL: it is a night. */
const char *fresh_suffix(const char *name);
bool name_starts(const char *name, const char *prefix);
bool name_ends(const char *name, const char *suffix);

/* Sorts the rows of its summary, for side_row(). 0, or -1 with *err (EXIT_USAGE) where two
 * cells have rows that mean the same. */
int side_sort(struct side_dir *d, struct error *err);
/* The row of this directory that means the same: equal bench, guest, vcpus, place,
 * variant, metric, protocol, versus and unit. NULL if there is none. */
const struct summary_row *side_row(const struct side_dir *d, const struct summary_row *like);

/* Whether a null control of the cell failed: then none of its times is believed. Of
 * any cell, where it is ANY_CELL. */
#define ANY_CELL (-1)
bool null_failed(const struct summary *s, int cell);

/* Whether any of the directories is of a host that is not emulated. */
bool side_real(const struct side *s);
/* Whether it holds nothing but paths of an emulated host. */
bool side_counts_only(const struct rundir *d);
/* Whether the units are nights of one boot. */
bool side_nights(const struct side *s);
/* The estimate of each unit that has the matching row (the mean of its
 * directories) to v[0..nr_units); returns how many. */
size_t side_values(const struct side *s, const struct summary_row *like, double *v);
/* Their mean; NaN where no unit has it. */
double side_mean(const struct side *s, const struct summary_row *like);

#endif
