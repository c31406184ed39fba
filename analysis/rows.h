/* SPDX-License-Identifier: GPL-2.0-only */
/* A summary being made: the rows, and what their verdicts will rest on. */
#ifndef KICKBENCH_ANALYSIS_ROWS_H
#define KICKBENCH_ANALYSIS_ROWS_H

#include <stdbool.h>
#include "analysis/reduce.h"
#include "analysis/summary.h"
#include "analysis/verdict.h"

/* How a row is judged once all rows are there. */
enum judged {
	JUDGED_NOT,		/* has no verdict, or has it already */
	JUDGED_NULL,		/* the null control */
	JUDGED_DIFFERENCE,
};

struct judging {
	enum judged how;
	struct evidence evidence;
	bool primary;
};

struct builder {
	const struct rundir *dir;
	const struct reduced *reduced;
	struct summary *summary;
	struct judging *judging;	/* [summary->nr] */
	double level;
	double minimal;			/* effect of interest as a share; NaN: the usual ones */
	bool emulated;
};

/* Adds a row and returns its index. versus "": a level. The estimate's n is the
 * number of runs; NaN fields stay empty. */
size_t add_summary_row(struct builder *b, const struct cell_info *cell, const char *metric,
		const char *protocol, const char *versus, const char *unit,
		const struct estimate *e);
/* Appends to the row's note, after "; " where there is one already. */
void rows_note(struct builder *b, size_t row, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void rows_verdict(struct builder *b, size_t row, const char *verdict);

/* An estimate without interval or p. */
struct estimate exact_value(double value, size_t n);

/* What was asked for as effect of interest, at this level; else the usual one. */
double effect_of_interest(const struct builder *b, double usual, double level_value);

/*
 * Adds a difference given as mean of log ratios y against a level: its row in
 * `unit` and its row as ratio (the relative difference). minimal: the usual effect of
 * interest, in `unit`.
 * Returns the first row's index; the second follows.
 */
size_t add_ratio_rows(struct builder *b, const struct cell_info *cell, const char *metric,
		      const char *protocol, const char *versus, const char *unit,
		      const struct estimate *y, double level_value, double minimal);

/*
 * Adds a difference d, in `unit`, and no verdict: its row, and where level_value, the
 * baseline, is above 0 a second one of unit ratio. Returns the first row's index.
 */
size_t add_versus_rows(struct builder *b, const struct cell_info *cell, const char *metric,
		       const char *protocol, const char *versus, const char *unit,
		       const struct estimate *d, double level_value);

/* The same, with a verdict; minimal as for add_ratio_rows(). */
size_t add_difference_rows(struct builder *b, const struct cell_info *cell, const char *metric,
			   const char *protocol, const char *versus, const char *unit,
			   const struct estimate *d, double level_value, double minimal);

/* -- each adds the rows of its metrics; 0, or -1 with *err -- */
int add_cost(struct builder *b, struct error *err);
int add_kick_cost(struct builder *b, struct error *err);
int add_handoff(struct builder *b, struct error *err);
int add_latency(struct builder *b, struct error *err);
int add_race(struct builder *b, struct error *err);
int add_events(struct builder *b, struct error *err);
int add_path(struct builder *b, struct error *err);
/* No rows: what is told of the CPUs. 0, or -1 with *err. */
int add_cpus(struct builder *b, struct error *err);

/* Adjusts all p by Holm and gives every judged row its verdict. 0, or -1 with *err
 * where env.csv names a primary row that cannot be. */
int judge_rows(struct builder *b, struct error *err);

#endif
