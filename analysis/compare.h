/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel against kernel, row by row (docs/method.md "Verdicts"). Levels need
 * boots as replicates; a difference between protocols (difference in differences)
 * and an exact count can be judged with one boot a side.
 */
#ifndef KICKBENCH_ANALYSIS_COMPARE_H
#define KICKBENCH_ANALYSIS_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "analysis/hostkey.h"
#include "analysis/side.h"
#include "analysis/stats.h"
#include "analysis/verdict.h"

enum compared_kind {
	COMPARED_LEVEL,		/* a cost, latency ...: boots are the units */
	COMPARED_DIFFERENCE,	/* protocol minus versus, of NEW minus of BASE */
	COMPARED_EXACT,		/* instructions: integers, no interval */
	COMPARED_LOST,		/* lost kicks: one is one too many */
	COMPARED_SHOWN,		/* figures without a verdict (stale, latency_max) */
};

/* A row that both sides have. */
struct compared {
	const struct summary_row *base, *now;	/* of the first directory that has it */
	enum compared_kind kind;
	double base_value, now_value;		/* means over boots */
	bool by_boots;				/* over boots (or nights), not one's runs */
	struct estimate difference;		/* now - base; bounds at compare_level */
	double minimal;				/* effect of interest, in the row's unit */
	double adjusted_p;			/* raw on the primary row; NaN: not tested */
	bool primary;
	const char *why_not;			/* no verdict can be given, or NULL */
	char verdict[VERDICT_TEXT], note[VERDICT_TEXT];
};

struct comparison {
	struct side base, now;
	struct compared *rows;
	size_t nr;
	const struct summary_row **only_base, **only_now;	/* unmatched */
	size_t nr_only_base, nr_only_now;
	char *host_differences;			/* "" where the host keys are equal */
	char *mixed;			/* kernels that one side mixes; "" if none */
	char *kernel_differences;		/* named, never disqualifying */
	bool emulated;
	double level;				/* of all intervals */
	size_t regressed, improved, same, cannot_tell;
};

struct compare_options {
	const char *primary;	/* label of the primary row, or NULL: the first cost */
	double minimal;		/* level's effect of interest as a share; NaN: method.md's */
	double level;		/* 1 - a */
};

/* Matches, tests and judges. The sides are loaded by the caller and freed by
 * compare_free(). 0, or -1 with *err (EXIT_USAGE: no such primary row). */
int compare_sides(struct comparison *c, const struct compare_options *o, struct error *err);
void compare_free(struct comparison *c);

/* compare_why.c: the directories of BASE, then those of NEW, from 0 on. */
size_t compare_nr_dirs(const struct comparison *c);
const struct side_dir *compare_dir(const struct comparison *c, size_t i);

/* compare_hosts.c: fills host_differences, mixed, kernel_differences and emulated. */
void compare_hosts(struct comparison *c);

/* compare_match.c: fills rows, only_base and only_now. */
void compare_match(struct comparison *c);

/* compare_effect.c: kind, values, difference and minimal effect of a row, and why_not. */
void compare_effect(const struct comparison *c, struct compared *row,
		    const struct compare_options *o);
/* compare_runs.c: a difference between protocols where a side has one boot. */
struct estimate compare_by_runs(const struct comparison *c, const struct compared *row,
				double level);
/* compare_why.c: why no verdict can be given, or NULL. Kind and difference are known. */
const char *compare_why_not(const struct comparison *c, const struct compared *row);
/* Whether a directory's count, or a difference of two, is none: its batches did not agree. */
bool row_inexact(const struct summary_row *row);
/* Whether it is one of a single boot, which another may not agree with. */
bool row_one_boot(const struct summary_row *row);
/* Whether it is an exact count, of bench path. */
bool row_is_path(const struct summary_row *row);
/* Whether a row of lost kicks is of a control, which loses them on purpose. */
bool row_of_control(const struct summary_row *row);
enum compared_kind row_kind(const struct summary_row *row);
/* The minimal effect of interest, in the row's unit, at this level (of `versus`, for a
 * difference; NaN: not known). NaN where there is none. */
double row_minimal(const struct summary_row *row, double level);
bool row_higher_is_better(const struct summary_row *row);

/* compare_lost.c: the verdict of a row of lost kicks. */
void compare_lost(const struct comparison *c, struct compared *row);
/* Whether a protocol of NEW that is no control lost a kick, whatever BASE has: any, or that
 * of this row of lost kicks. */
bool compare_loses(const struct comparison *c);
bool compare_row_loses(const struct comparison *c, const struct summary_row *like);

/* compare_arbitrate.c: adds to timed rows' notes what the exact counts of the
 * same guest and protocol say, and to moved counts whether the time moved. */
void compare_arbitrate(struct comparison *c);

/* Whether a directory of either side lacks what was planned for it. */
bool compare_incomplete(const struct comparison *c);

bool compared_regressed(const struct compared *row);
bool compared_undecided(const struct compared *row);
bool compared_improved(const struct compared *row);
/* "exit pmtimer 1 0/0/0 in_guest cost immediate_exit - sigmask": the row's name as tables
 * show it. The caller frees it. */
char *row_name(const struct summary_row *row);
/* The one sentence that matters. The caller frees it. */
char *compare_sentence(const struct comparison *c);

struct compare_format {
	const char *name, *summary;
	void (*write)(const struct comparison *c, FILE *out);
};
extern const struct compare_format compare_table, compare_cover, compare_markdown, compare_csv,
	compare_junit;

#endif
