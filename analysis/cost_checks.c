/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether other estimates of the same cost agree with the one that counts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/cost_parts.h"
#include "lib/units.h"

#define KICK_RATE	"kick_rate="
#define KICKS_MIN	100	/* fewer are few by chance */
#define KICKS_SHARE	.9
#define ROUNDING	1e-9	/* of a figure: less is none */

/* More vCPUs than CPUs: that its blocks are switched is what is measured. */
static bool oversubscribed(const struct cell_data *c)
{
	return list_has(c->info->variant, "oversubscribed");
}

/* Whether the flagged blocks decide where the level lies: then it is not that of this kernel.
 * Less than a part of what matters between kernels is no reason. */
static bool level_disturbed(const struct builder *b, const struct cell_data *c, int arm,
			    double *clean)
{
	struct estimate all = cost_over_runs(b, c, arm, FIELD(cost));
	double off;

	*clean = cost_over_runs(b, c, arm, FIELD(cost_clean)).value;
	off = fabs(*clean - all.value);
	return !oversubscribed(c) && !isnan(all.value) &&
	       (isnan(*clean) || (off > (all.hi - all.lo) / 2 &&
				  off > minimal_kernels(all.value) / 4));
}

void check_level(struct builder *b, const struct cell_data *c, int arm, size_t row)
{
	char text[UNIT_TEXT];
	double clean;

	if (!level_disturbed(b, c, arm, &clean))
		return;
	if (isnan(clean))
		rows_note(b, row, DISTURBED_NOTE ALL_FLAGGED);
	else
		rows_note(b, row, DISTURBED_NOTE "cost %s " WITHOUT_FLAGGED,
			  unit_time(text, clean));
}

/* Kicks for a comparison of costs must have come as often as was asked for, in each arm: who
 * is slow to be kicked is kicked less often, and seems cheap. */
bool check_kicks(struct builder *b, const struct cell_data *c, int arm, size_t row)
{
	const char *asked = strstr(c->info->variant, KICK_RATE);
	double rate = asked ? strtod(asked + strlen(KICK_RATE), NULL) : 0;
	double kicks = cost_sum(c, arm, FIELD(kicks)), ns = cost_sum(c, arm, FIELD(ns));
	char text[UNIT_TEXT];

	if (rate * ns * 1e-9 < KICKS_MIN || kicks >= KICKS_SHARE * rate * ns * 1e-9)
		return false;
	rows_note(b, row, KICKS_MISSING ": %s kicked %s of %.0f times a second",
		  c->info->protocols[arm], unit_count(text, kicks / ns * 1e9), rate);
	return true;
}

static bool flag_rates_differ(const struct cell_data *c, int arm)
{
	return stats_fisher(cost_sum(c, 0, FIELD(flagged)), cost_sum(c, 0, FIELD(batches)),
			    cost_sum(c, arm, FIELD(flagged)), cost_sum(c, arm, FIELD(batches))) <
	       FLAG_RATES_DIFFER;
}

/* Whether a comes before b by more than the rounding of either. */
static bool below(double a, double b)
{
	return a < b - ROUNDING * fmax(fabs(a), fabs(b));
}

/* The estimate once more without what was flagged (clean, NaN: nothing is left), told where
 * another figure would be printed: it decides nothing, but where it is elsewhere, or nowhere,
 * what was flagged does. Both in ns; far: by more than half the interval. */
static void judge_clean(struct builder *b, const struct cell_data *c, int arm, size_t row,
			double clean, double all, bool far)
{
	char text[UNIT_TEXT], of_all[UNIT_TEXT];

	if (oversubscribed(c) ||
	    cost_sum(c, 0, FIELD(flagged)) + cost_sum(c, arm, FIELD(flagged)) == 0)
		return;
	if (isnan(clean))
		rows_note(b, row, ALL_FLAGGED);
	else if (strcmp(unit_delta(text, clean), unit_delta(of_all, all)))
		rows_note(b, row, "%s " WITHOUT_FLAGGED, text);
	if (flag_rates_differ(c, arm))
		rows_note(b, row, "the arms' flag rates differ");
	else if (isnan(clean) || far)
		b->judging[row].evidence.why_not = "disturbed";
}

static bool is_far(double clean, const struct estimate *e)
{
	return fabs(clean - e->value) > (e->hi - e->lo) / 2;
}

void check_sensitivity(struct builder *b, const struct cell_data *c, int arm, size_t row,
		       const struct estimate *y)
{
	double clean = cost_over_runs(b, c, arm, FIELD(log_ratio_clean)).value;
	double level = b->judging[row].evidence.scale;

	judge_clean(b, c, arm, row, expm1(clean) * level, expm1(y->value) * level,
		    is_far(clean, y));
}

void check_kick_sensitivity(struct builder *b, const struct cell_data *c, int arm, size_t row,
			    const struct estimate *d)
{
	double clean = cost_over_runs(b, c, arm, FIELD(kick_cost_clean)).value -
		       cost_over_runs(b, c, 0, FIELD(kick_cost_clean)).value;

	judge_clean(b, c, arm, row, clean, d->value, is_far(clean, d));
}

void check_rank(struct builder *b, const struct cell_data *c, int arm, size_t row,
		const struct estimate *y)
{
	double *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = cost_values(c, arm, FIELD(log_ratio), v);
	struct estimate hl = stats_hodges_lehmann(v, n, b->level);
	char text[UNIT_TEXT];

	if (below(hl.value, y->lo) || below(y->hi, hl.value))
		rows_note(b, row, "Hodges-Lehmann %s lies outside",
			  unit_delta(text, expm1(hl.value) * b->judging[row].evidence.scale));
	if (n > HODGES_LEHMANN_MAX)
		rows_note(b, row, "no Hodges-Lehmann estimate of more than %d runs",
			  HODGES_LEHMANN_MAX);
	free(v);
}

/* Rare, large costs show in the mean of all, and nowhere else. */
void check_all_in(struct builder *b, const struct cell_data *c, int arm, size_t row)
{
	const struct summary_row *first = &b->summary->rows[row];
	double *v = xcalloc(c->nr_runs, sizeof(*v));
	char text[UNIT_TEXT], lo[UNIT_TEXT], hi[UNIT_TEXT];
	struct estimate e;
	size_t n = 0;

	for (size_t i = 0; i < c->nr_runs; i++) {
		double x = c->runs[i].arm[arm].mean - c->runs[i].arm[0].mean;

		if (!isnan(x))
			v[n++] = x;
	}
	e = stats_t(v, n, b->level);
	if (below(first->hi, e.lo) || below(e.hi, first->lo))
		rows_note(b, row, "all-in mean %s [%s, %s]", unit_delta(text, e.value),
			  unit_delta(lo, e.lo), unit_delta(hi, e.hi));
	free(v);
}
