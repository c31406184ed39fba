/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rows of cost and of kick_cost share. */
#ifndef KICKBENCH_ANALYSIS_COST_PARTS_H
#define KICKBENCH_ANALYSIS_COST_PARTS_H

#include <stddef.h>
#include "analysis/rows.h"

#define FIELD(name) offsetof(struct arm_run, name)	/* of a double */

/* cost_runs.c: one field of one arm, run by run, to v[0..nr_runs); runs that lack it are left
 * out. Returns how many have it. */
size_t cost_values(const struct cell_data *c, int arm, size_t field, double *v);
/* The field's mean over runs, with its interval; no p: that a level is not 0 needs no test. */
struct estimate cost_over_runs(const struct builder *b, const struct cell_data *c, int arm,
			       size_t field);
double cost_sum(const struct cell_data *c, int arm, size_t field);
/*
 * By what the mean of an arm's ratios is multiplied to become ns: the harmonic mean of the
 * baseline's cost, over the runs that have a ratio; NaN where none has. An arm that takes d ns
 * more in each run, whatever the exit takes there, has the ratio d / cost in it, and only
 * this mean makes d of their mean again. The arithmetic one exceeds it by the square of the
 * cost's coefficient of variation.
 */
double cost_of_ratios(const struct cell_data *c, int arm);

/* A level's row of an arm, noted where it does not rest on all that was planned. */
void add_level(struct builder *b, const struct cell_data *c, int arm, const char *metric,
	       const char *unit, size_t field);

/* cost_checks.c: notes of a level's row. */
void check_level(struct builder *b, const struct cell_data *c, int arm, size_t row);
/* Of a level's or a difference's row: whether the arm was kicked less often than was asked for;
 * then it is noted. */
bool check_kicks(struct builder *b, const struct cell_data *c, int arm, size_t row);
/* The same of a difference's row, y in logs: other estimates that disagree. Where flagged
 * blocks make the difference it gets no verdict. */
void check_sensitivity(struct builder *b, const struct cell_data *c, int arm, size_t row,
		       const struct estimate *y);
/* The same of what a kick costs, d in ns. */
void check_kick_sensitivity(struct builder *b, const struct cell_data *c, int arm, size_t row,
			    const struct estimate *d);
void check_rank(struct builder *b, const struct cell_data *c, int arm, size_t row,
		const struct estimate *y);
void check_all_in(struct builder *b, const struct cell_data *c, int arm, size_t row);

#endif
