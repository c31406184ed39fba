/* SPDX-License-Identifier: GPL-2.0-only */
/* What a kick costs, and from how many exits on it pays: bench kickcost. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/cost_parts.h"

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
			      c->info->protocols[0], "exits per kick", &e);

	note_break_even(b, row, c->info->protocols[arm], c->info->protocols[0],
			stats_mean(saved, n));
}

static void add_kick_difference(struct builder *b, const struct cell_data *c, int arm)
{
	double *kick = xcalloc(c->nr_runs, sizeof(*kick));
	double *saved = xcalloc(c->nr_runs, sizeof(*saved));
	size_t n = differences(c, arm, kick, saved), row;
	double level = cost_over_runs(b, c, 0, FIELD(kick_cost)).value;
	struct estimate d = stats_t(kick, n, b->level);

	if (n) {
		row = add_difference_rows(b, c->info, "kick_cost", c->info->protocols[arm],
					  c->info->protocols[0], "ns", &d, level,
					  minimal_arms(fabs(level)));
		check_kick_sensitivity(b, c, arm, row, &d);
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
