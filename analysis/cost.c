/* SPDX-License-Identifier: GPL-2.0-only */
/* What an exit costs: cost, throughput and fairness of every timed cell. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/rows.h"
#include "lib/units.h"

#define ROUNDING	1e-9	/* of a figure: less is none */

/* One field of one arm, run by run; runs that lack it are left out. */
static size_t values(const struct cell_data *c, int arm, size_t offset, double *v)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nr_runs; i++) {
		double x = *(const double *)((const char *)&c->runs[i].arm[arm] + offset);

		if (!isnan(x))
			v[n++] = x;
	}
	return n;
}

#define FIELD(name) offsetof(struct arm_run, name)

static struct estimate over_runs(const struct builder *b, const struct cell_data *c, int arm,
				 size_t offset)
{
	double *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = values(c, arm, offset, v);
	struct estimate e = stats_t(v, n, b->level);

	e.p = NAN;		/* that a level is not 0 needs no test */
	free(v);
	return e;
}

static void add_level(struct builder *b, const struct cell_data *c, int arm, const char *metric,
		      const char *unit, size_t offset)
{
	struct estimate e = over_runs(b, c, arm, offset);
	size_t row;

	if (!e.n)
		return;
	row = add_summary_row(b, c->info, metric, c->info->protocols[arm], "", unit, &e);
	if ((int)e.n < c->info->runs)
		rows_note(b, row, "%zu of %d runs", e.n, c->info->runs);
	if (c->short_of_blocks)
		rows_note(b, row, "%zu of %d blocks", c->runs[0].blocks, c->info->blocks);
	if (b->emulated)
		rows_note(b, row, "emulated");
}

static void add_levels(struct builder *b, const struct cell_data *c, int arm)
{
	add_level(b, c, arm, "cost", "ns", FIELD(cost));
	if (strcmp(c->info->bench, "contend") && c->info->vcpus < 2)
		return;
	add_level(b, c, arm, "throughput", "exits/s", FIELD(throughput));
	add_level(b, c, arm, "fairness", "min/max", FIELD(fairness));
}

static double sum(const struct cell_data *c, int arm, size_t offset)
{
	double total = 0, *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = values(c, arm, offset, v);

	for (size_t i = 0; i < n; i++)
		total += v[i];
	free(v);
	return total;
}

static bool flag_rates_differ(const struct cell_data *c, int arm)
{
	return stats_fisher(sum(c, 0, FIELD(flagged)), sum(c, 0, FIELD(batches)),
			    sum(c, arm, FIELD(flagged)), sum(c, arm, FIELD(batches))) <
	       FLAG_RATES_DIFFER;
}

/* Whether a comes before b by more than the rounding of either. */
static bool below(double a, double b)
{
	return a < b - ROUNDING * fmax(fabs(a), fabs(b));
}

/* More vCPUs than CPUs: that its blocks are switched is what is measured. */
static bool oversubscribed(const struct cell_data *c)
{
	return list_has(c->info->variant, "oversubscribed");
}

/* The estimate once more without flagged blocks: it decides nothing, but where it
 * is elsewhere, or nowhere, the flagged blocks do. */
static void check_sensitivity(struct builder *b, const struct cell_data *c, int arm, size_t row,
			      const struct estimate *y)
{
	struct estimate clean = over_runs(b, c, arm, FIELD(log_ratio_clean));
	double level = b->judging[row].evidence.scale;
	char text[UNIT_TEXT];

	if (oversubscribed(c) || sum(c, 0, FIELD(flagged)) + sum(c, arm, FIELD(flagged)) == 0)
		return;
	if (isnan(clean.value))
		rows_note(b, row, "no block without a flag");
	else
		rows_note(b, row, "%s without flagged blocks",
			  unit_delta(text, expm1(clean.value) * level));
	if (flag_rates_differ(c, arm))
		rows_note(b, row, "the arms' flag rates differ");
	else if (isnan(clean.value) || fabs(clean.value - y->value) > (y->hi - y->lo) / 2)
		b->judging[row].evidence.why_not = "disturbed";
}

/* Batches of different length hold different shares of what surrounds the exits. Times that
 * are fixed have no such length. */
static bool batches_differ(const struct cell_data *c, int arm)
{
	for (size_t i = 0; i < c->nr_runs; i++) {
		int64_t base = c->runs[i].arm[0].batch, own = c->runs[i].arm[arm].batch;

		if (base && own && base != own)
			return true;
	}
	return false;
}

static void check_rank(struct builder *b, const struct cell_data *c, int arm, size_t row,
		       const struct estimate *y)
{
	double *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = values(c, arm, FIELD(log_ratio), v);
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
static void check_all_in(struct builder *b, const struct cell_data *c, int arm, size_t row)
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

static void add_difference(struct builder *b, const struct cell_data *c, int arm)
{
	const char *name = c->info->protocols[arm], *base = c->info->protocols[0];
	double *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = values(c, arm, FIELD(log_ratio), v), row;
	double level = over_runs(b, c, 0, FIELD(cost)).value;
	struct estimate y = stats_t(v, n, b->level);

	free(v);
	if (!n)
		return;
	row = add_ratio_rows(b, c->info, "cost", name, base, "ns", &y, level,
			     minimal_arms(level));
	if (!strcmp(name, "null"))
		b->judging[row].how = JUDGED_NULL;
	if (batches_differ(c, arm))
		b->judging[row].evidence.why_not = "unequal batches";
	else
		check_sensitivity(b, c, arm, row, &y);
	check_rank(b, c, arm, row, &y);
	check_all_in(b, c, arm, row);
}

int add_cost(struct builder *b, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < b->reduced->nr_cells; i++) {
		const struct cell_data *c = &b->reduced->cells[i];

		for (int arm = 0; c->nr_runs && arm < c->info->nr_protocols; arm++)
			add_levels(b, c, arm);
		for (int arm = 1; c->nr_runs && arm < c->info->nr_protocols; arm++)
			add_difference(b, c, arm);
	}
	return 0;
}

/* -- bench kickcost -- */

/* What an arm's kick or exit costs more than the baseline's, run by run. */
static size_t differences(const struct cell_data *c, int arm, double *kick, double *saved)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nr_runs; i++) {
		const struct arm_run *base = &c->runs[i].arm[0], *a = &c->runs[i].arm[arm];

		if (isnan(a->kick_cost) || isnan(base->kick_cost) || isnan(a->cost))
			continue;
		kick[n] = a->kick_cost - base->kick_cost;
		saved[n++] = base->cost - a->cost;
	}
	return n;
}

/* What the quotient means: where the arm's exit is the dearer one, kicks must be many. */
static void note_break_even(struct builder *b, size_t row, const char *arm, const char *base,
			    double saved)
{
	double e = b->summary->rows[row].estimate, hi = b->summary->rows[row].hi;

	if (isnan(e))
		rows_note(b, row, "the costs of an exit do not differ for sure");
	else if (e < 0 && hi > 0)
		rows_note(b, row, "the exit of %s is the cheaper one, the costs of a kick do not "
			  "differ for sure", saved > 0 ? arm : base);
	else if (e < 0)
		rows_note(b, row, "%s is cheaper in both, exit and kick", saved > 0 ? arm : base);
	else if (saved < 0)
		rows_note(b, row, BREAK_EVEN_UP_TO "its exit is the dearer one, its kick is not");
}

static void add_break_even(struct builder *b, const struct cell_data *c, int arm,
			   const double *kick, const double *saved, size_t n)
{
	struct estimate e = stats_fieller(kick, saved, n, b->level);
	size_t row = add_summary_row(b, c->info, "break_even", c->info->protocols[arm],
			      c->info->protocols[0], "exits/kick", &e);

	note_break_even(b, row, c->info->protocols[arm], c->info->protocols[0],
			stats_mean(saved, n));
}

static void add_kick_difference(struct builder *b, const struct cell_data *c, int arm)
{
	double *kick = xcalloc(c->nr_runs, sizeof(*kick));
	double *saved = xcalloc(c->nr_runs, sizeof(*saved));
	size_t n = differences(c, arm, kick, saved), row;
	double level = over_runs(b, c, 0, FIELD(kick_cost)).value;
	struct estimate d = stats_t(kick, n, b->level);

	if (n) {
		row = add_difference_rows(b, c->info, "kick_cost", c->info->protocols[arm],
					  c->info->protocols[0], "ns", &d, level,
					  minimal_arms(fabs(level)));
		if (!strcmp(c->info->protocols[arm], "null"))
			b->judging[row].how = JUDGED_NULL;
		else
			add_break_even(b, c, arm, kick, saved, n);
	}
	free(kick);
	free(saved);
}

int add_kick_cost(struct builder *b, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < b->reduced->nr_cells; i++) {
		const struct cell_data *c = &b->reduced->cells[i];

		if (strcmp(c->info->bench, "kickcost") || !c->nr_runs)
			continue;
		for (int arm = 0; arm < c->info->nr_protocols; arm++)
			add_level(b, c, arm, "kick_cost", "ns", FIELD(kick_cost));
		for (int arm = 1; arm < c->info->nr_protocols; arm++)
			add_kick_difference(b, c, arm);
	}
	return 0;
}
