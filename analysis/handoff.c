/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a further vCPU adds to the cost of an exit: a line through the sizes of
 * bench contend, fitted run by run, and only where a line fits (method.md).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/rows.h"

#define SIZES_MIN	4
#define FIT_P		.05	/* lack of fit below this: no line */
#define SIZES_MAX	256
#define PREDICTED	14	/* vCPUs: QEMU's published measurement */
#define PER_VCPU	"per further vCPU"	/* the note of handoff */

/* The cells that differ in nothing but their size, n >= 2. */
struct group {
	const struct cell_data *cell[SIZES_MAX];
	const struct cell_data *largest;
	size_t sizes, runs;	/* runs that every size has */
};

static bool fits_in(const struct cell_info *c)
{
	return !strcmp(c->bench, "contend") && c->vcpus >= 2 &&
	       !strstr(c->variant, "oversubscribed");
}

static bool same_group(const struct cell_info *a, const struct cell_info *b)
{
	return !strcmp(a->guest, b->guest) && !strcmp(a->place, b->place) &&
	       !strcmp(a->variant, b->variant);
}

/* The group that this cell is the largest of; sizes 0 where it is not. */
static struct group group_of(const struct reduced *r, const struct cell_data *largest)
{
	struct group g = { .largest = largest, .runs = largest->nr_runs };

	for (size_t i = 0; i < r->nr_cells; i++) {
		const struct cell_data *c = &r->cells[i];

		if (!fits_in(c->info) || !c->nr_runs || !same_group(c->info, largest->info) ||
		    g.sizes == SIZES_MAX)
			continue;
		if (c->info->vcpus > largest->info->vcpus)
			return (struct group){ .sizes = 0 };
		g.cell[g.sizes++] = c;
		g.runs = c->nr_runs < g.runs ? c->nr_runs : g.runs;
	}
	return g;
}

static double cost(const struct cell_data *c, size_t run, const char *protocol)
{
	int arm = cell_arm(c->info, protocol);

	return arm < 0 ? NAN : c->runs[run].arm[arm].cost;
}

/* Why no line may be drawn, or NULL. */
static const char *no_fit(const struct group *g, const char *protocol)
{
	double *x = xcalloc(g->sizes * g->runs, sizeof(*x));
	double *y = xcalloc(g->sizes * g->runs, sizeof(*y)), p;
	bool gaps = false;
	size_t n = 0;

	for (size_t i = 0; i < g->sizes; i++)
		for (size_t run = 0; run < g->runs; run++) {
			x[n] = g->cell[i]->info->vcpus - 1;
			y[n] = cost(g->cell[i], run, protocol);
			gaps |= isnan(y[n++]);
		}
	p = stats_lack_of_fit(x, y, n);
	free(x);
	free(y);
	if (g->sizes < SIZES_MIN)
		return "no fit: fewer than 4 sizes of 2 and more vCPUs";
	if (gaps)
		return "no fit: not measured in all runs of all sizes";
	if (isnan(p))
		return "no fit: one run of a size cannot tell a line";
	return p > FIT_P ? NULL : "no fit: the costs are not on a line";
}

static void fit_runs(const struct group *g, const char *protocol, double *slope, double *at)
{
	double x[SIZES_MAX], y[SIZES_MAX];

	for (size_t run = 0; run < g->runs; run++) {
		struct fit f;

		for (size_t i = 0; i < g->sizes; i++) {
			x[i] = g->cell[i]->info->vcpus - 1;
			y[i] = cost(g->cell[i], run, protocol);
		}
		f = stats_fit(x, y, g->sizes);
		slope[run] = f.slope;
		at[run] = f.intercept + f.slope * (PREDICTED - 1);
	}
}

static struct estimate mean_of(const struct builder *b, const double *v, size_t n)
{
	struct estimate e = stats_t(v, n, b->level);

	e.p = NAN;
	return e;
}

static void note_fit(struct builder *b, size_t row, const char *note)
{
	rows_note(b, row, "%s", note);
	if (b->emulated)
		rows_note(b, row, "emulated");
}

static void add_mean(struct builder *b, const struct cell_info *cell, const char *metric,
		     const char *protocol, const double *v, size_t n, const char *note)
{
	struct estimate e = mean_of(b, v, n);

	note_fit(b, add_summary_row(b, cell, metric, protocol, "", "ns", &e), note);
}

/* The slopes of an arm, which become differences, against those of the baseline. */
static void add_difference(struct builder *b, const struct cell_info *cell, int arm,
			   double *slope, const double *base, size_t n)
{
	struct estimate e;

	for (size_t run = 0; run < n; run++)
		slope[run] -= base[run];
	e = mean_of(b, slope, n);
	note_fit(b, add_versus_rows(b, cell, "handoff", cell->protocols[arm], cell->protocols[0],
				    "ns", &e, stats_mean(base, n)), PER_VCPU);
}

/* Slopes of one arm over its runs, NULL where no line may be drawn. The caller frees. */
static double *add_arm(struct builder *b, const struct group *g, const char *protocol)
{
	const struct cell_info *cell = g->largest->info;
	const char *why = no_fit(g, protocol);
	double *slope = xcalloc(g->runs, sizeof(*slope)), *at = xcalloc(g->runs, sizeof(*at));

	if (why) {
		struct estimate none = exact_value(NAN, g->runs);

		rows_note(b, add_summary_row(b, cell, "handoff", protocol, "", "ns", &none), "%s",
			  why);
		free(slope);
		slope = NULL;
	} else {
		fit_runs(g, protocol, slope, at);
		add_mean(b, cell, "handoff", protocol, slope, g->runs, PER_VCPU);
		if (cell->vcpus < PREDICTED)
			add_mean(b, cell, "cost_at_14", protocol, at, g->runs, "a prediction");
	}
	free(at);
	return slope;
}

static void add_group(struct builder *b, const struct group *g)
{
	const struct cell_info *cell = g->largest->info;
	double *base = NULL;

	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		double *slope;

		if (!strcmp(cell->protocols[arm], "null"))
			continue;
		slope = add_arm(b, g, cell->protocols[arm]);
		if (!arm) {
			base = slope;
			continue;
		}
		if (base && slope)
			add_difference(b, cell, arm, slope, base, g->runs);
		free(slope);
	}
	free(base);
}

int add_handoff(struct builder *b, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < b->reduced->nr_cells; i++) {
		const struct cell_data *c = &b->reduced->cells[i];
		struct group g;

		if (!fits_in(c->info) || !c->nr_runs)
			continue;
		g = group_of(b->reduced, c);
		if (g.sizes >= 2 && g.runs)
			add_group(b, &g);
	}
	return 0;
}
