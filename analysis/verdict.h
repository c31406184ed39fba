/* SPDX-License-Identifier: GPL-2.0-only */
/* Verdicts: the rules of method.md, in their order. */
#ifndef KICKBENCH_ANALYSIS_VERDICT_H
#define KICKBENCH_ANALYSIS_VERDICT_H

#include <stdbool.h>
#include "analysis/stats.h"

#define VERDICT_TEXT 160

enum verdict_style {
	VERDICT_ARMS,		/* inside one run directory: slower, faster */
	VERDICT_KERNELS,	/* kernel against kernel: REGRESSED, IMPROVED */
};

/* What a verdict is made from. The difference is in any unit; lower is better. */
struct evidence {
	const char *why_not;	/* "null control failed", "one boot" ...; NULL: decide */
	struct estimate difference;
	double level;		/* 1 - a */
	double adjusted_p;	/* Holm's, or raw on the primary row */
	double minimal;		/* effect of interest, > 0, in the difference's unit; relative */
	bool logs;		/* ... where that is ln(this / versus): it means e^y - 1 */
	bool higher_is_better;	/* throughput, fairness */
	/* For the note only, where nothing can be told: */
	const char *unit;	/* behind the detectable effect; "ns": as a time */
	double scale;		/* the effect's unit in `unit` (log ratio: the level) */
	const char *replicates;	/* "runs", "boots" */
};

/* Minimal effects of interest (method.md): arm against arm, kernel against
 * kernel, instruction counts; in the unit of `level`, which is positive. */
double minimal_arms(double level_ns);		/* max(1%, 20 ns) */
double minimal_kernels(double level);		/* 2% */
double minimal_instructions(double level);	/* max(1%, 20) */
/* Latency, as a share of the level: p50 5%, the others 15%. */
double minimal_latency(double quantile);

/* Decides. verdict: "same", "slower", "faster", "IMPROVED", "REGRESSED",
 * "cannot tell" or "cannot tell (why)"; note: what else is to be said, or "". Both have
 * VERDICT_TEXT bytes. */
void verdict_decide(const struct evidence *e, enum verdict_style style, char *verdict, char *note);

/* Exact counts need no interval: same where they differ by less than the
 * minimal effect. */
void verdict_exact(double effect, double minimal, enum verdict_style style, char *verdict,
		   char *note);

/* Whether the null control failed: adjusted p < 1 - level, and more than a
 * quarter of the minimal effect. */
bool verdict_null_failed(const struct evidence *e);

#endif
