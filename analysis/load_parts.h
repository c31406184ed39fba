/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside rundir_load(): one function for each thing that it does with a file's rows. */
#ifndef KICKBENCH_ANALYSIS_LOAD_PARTS_H
#define KICKBENCH_ANALYSIS_LOAD_PARTS_H

#include "analysis/load.h"

#define LOAD_MANY	1000000000	/* more cells, runs or blocks: a broken file */

/* p with room for one more element behind its nr, which is zero; the array doubles. */
void *load_grown(void *p, size_t nr, size_t size);
/* A whole number, or `absent` where the field is empty. 0, or -1 with *err. */
int load_int(const struct csv_row *row, size_t i, int absent, int *v, struct error *err);

/* runs.csv, once env.csv and cells.csv are there. 0, or -1 with *err. */
int load_runs(struct rundir *d, struct error *err);
/* Adds an arm `null` to each cell that has samples of one and does not list it.
 * 0, or -1 with *err. */
int adopt_null_arms(struct rundir *d, struct error *err);

#endif
