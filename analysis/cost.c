/* SPDX-License-Identifier: GPL-2.0-only */
/* What an exit costs: cost, throughput and fairness of every timed cell. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/cost_parts.h"

void add_level(struct builder *b, const struct cell_data *c, int arm, const char *metric,
	       const char *unit, size_t field)
{
	struct estimate e = cost_over_runs(b, c, arm, field);
	size_t row;

	if (!e.n)
		return;
	row = add_summary_row(b, c->info, metric, c->info->protocols[arm], "", unit, &e);
	if ((int)e.n < c->info->runs)
		rows_note(b, row, "%zu of %d runs", e.n, c->info->runs);
	if (c->short_of_blocks)
		rows_note(b, row, "%zu of %d blocks", c->runs[0].blocks, c->info->blocks);
	check_level(b, c, arm, row);
	check_kicks(b, c, arm, row);
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

static void add_difference(struct builder *b, const struct cell_data *c, int arm)
{
	const char *name = c->info->protocols[arm], *base = c->info->protocols[0];
	double *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = cost_values(c, arm, FIELD(log_ratio), v), row;
	double level = cost_of_ratios(c, arm);
	struct estimate y = stats_t(v, n, b->level);
	bool missing;

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
	missing = check_kicks(b, c, 0, row);
	missing |= check_kicks(b, c, arm, row);
	if (missing)
		b->judging[row].evidence.why_not = KICKS_MISSING;
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
