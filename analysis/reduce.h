/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Samples are streamed: those of one run at a time are held, as sums a block,
 * and become a few numbers an arm when the run's rows have ended.
 */
#ifndef KICKBENCH_ANALYSIS_REDUCE_H
#define KICKBENCH_ANALYSIS_REDUCE_H

#include "analysis/load.h"

#define TRIM .2			/* of the blocks, at each end (method.md "Estimates") */

/* One arm in one run, warm-up left out. NaN where there is nothing. */
struct arm_run {
	double cost;		/* trimmed mean of the blocks' ns per exit */
	double cost_clean;	/* the same without flagged blocks */
	double mean;		/* untrimmed: all ns over all exits */
	double exits;		/* ... those exits */
	double log_ratio;	/* trimmed mean of the blocks' ln(this arm / baseline) */
	double log_ratio_clean;	/* the same without flagged blocks */
	double throughput;	/* trimmed mean of exits per second, all vCPUs together;
				 * NaN where one vCPU runs alone */
	double fairness;	/* fewest exits of a vCPU over most; NaN for one vCPU */
	double kick_cost;	/* ns more per kick than the same exits without */
	double kick_cost_clean;	/* the same without flagged batches and blocks */
	double batches, flagged;	/* how many, and how many of them have a flag */
	double kicks, ns;		/* that came in them, and how long they took */
	int64_t batch;		/* exits of each of them; 0: not of all the same */
};

struct run_data {
	const struct run_info *run;
	struct arm_run *arm;	/* [nr_protocols of the cell] */
	size_t blocks, warmup_blocks;	/* after warm-up; in it */
	bool lacks_vcpu;	/* an arm has rows, but of no more than some of the vCPUs */
	bool uneven;		/* a block has fewer rows of an arm than others have */
};

/* Instructions per exit of an arm, one value a batch, of all runs of kind path. */
struct path_data {
	double *value;
	size_t nr;
	const struct run_info **run;	/* that have a value */
	size_t runs, boots;		/* how many; in how many boots */
};

struct cell_data {
	const struct cell_info *info;
	struct run_data *runs;	/* of kind timing, in the order of runs.csv */
	size_t nr_runs;
	struct path_data *path;	/* [nr_protocols] */
	bool short_of_blocks;		/* all of its runs alike have fewer than planned */
};

struct reduced {
	struct cell_data *cells;	/* as in rundir.cells */
	size_t nr_cells;
};

/* Reads samples.csv. A run that runs.csv names must have as many blocks as planned (with
 * the warm-up or without), or as many as the cell's other runs.
 * NULL with *err. */
struct reduced *reduce_samples(const struct rundir *d, struct error *err);
void reduced_free(struct reduced *r);

#define SAMPLE_OTHER (1U << 31)	/* flags that this version does not know */

/* -- inside: one row -- */
struct sample {			/* a row, its arm as an index */
	int64_t block, vcpu, exits, kicks;
	int64_t slot;		/* -1: not told */
	double ns;		/* NaN: it, or how many exits it took, was not measured */
	int arm;
	unsigned flags;		/* enum sample_flag, SAMPLE_OTHER */
};
#define SAMPLE_COLUMNS OWNER_COLUMNS ",block,exits,ns,flags,slot"

/* Fills *s, which is all 0. 0, or -1 with *err. (reduce_sample.c) */
int sample_take(const struct row_owner *owner, const struct csv_row *row, struct sample *s,
		struct error *err);

/* -- and the run whose rows are coming in (reduce_run.c) -- */
struct gather;

struct gather *gather_new(void);
void gather_free(struct gather *g);
void gather_start(struct gather *g, const struct cell_info *cell);
void gather_add(struct gather *g, const struct sample *s);
/* Fills *out from what was added, and forgets it. */
void gather_finish(struct gather *g, struct run_data *out);

#endif
