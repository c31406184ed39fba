/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exact path lengths: instructions per exit, counted on an emulated host where
 * the clock counts instructions. A count is exact if two boots or more were counted and, of
 * all their batches, nine in ten have the least count; the rest met an interrupt.
 */
#include <math.h>
#include <stdio.h>
#include "analysis/rows.h"

struct path_counts {
	double min, p10, median, p90;
	bool agree;		/* all batches, of however many boots */
	size_t runs, boots;
};

static struct path_counts count(struct path_data *p)
{
	struct path_counts c;

	stats_sort(p->value, p->nr);
	c.min = p->value[0];
	c.p10 = stats_quantile(p->value, p->nr, .1);
	c.median = stats_quantile(p->value, p->nr, .5);
	c.p90 = stats_quantile(p->value, p->nr, .9);
	c.agree = c.min == c.p90;
	c.runs = p->runs;
	c.boots = p->boots;
	return c;
}

static size_t add_count(struct builder *b, const struct cell_data *c, int arm,
			const struct path_counts *n)
{
	struct estimate e = exact_value(n->median, n->runs);
	size_t row = add_summary_row(b, c->info, "path", c->info->protocols[arm], "",
				     "instructions", &e);

	if (n->boots < 2)
		rows_note(b, row, "one boot");
	if (!n->agree)
		rows_note(b, row, "not exact: min %g, p10 %g, median %g, p90 %g", n->min, n->p10,
			  n->median, n->p90);
	return row;
}

/* Where counts have a fraction, the arithmetic must not add one of its own: the same difference
 * is the same number in all directories. */
static double difference(double a, double b)
{
	return round((a - b) * 1e6) / 1e6;
}

static void add_difference(struct builder *b, const struct cell_data *c, int arm,
			   const struct path_counts *base, const struct path_counts *n)
{
	size_t runs = n->runs < base->runs ? n->runs : base->runs;
	struct estimate e = exact_value(difference(n->median, base->median), runs);
	struct estimate ratio = exact_value(e.value / base->median, runs);
	const char *name = c->info->protocols[arm], *versus = c->info->protocols[0];
	size_t row = add_summary_row(b, c->info, "path", name, versus, "instructions", &e);
	char verdict[VERDICT_TEXT] = "cannot tell (not exact)", note[VERDICT_TEXT] = "";

	add_summary_row(b, c->info, "path", name, versus, "ratio", &ratio);
	if (base->agree && n->agree && (base->boots < 2 || n->boots < 2))
		snprintf(verdict, sizeof(verdict), "cannot tell (one boot)");
	else if (base->agree && n->agree)
		verdict_exact(e.value, effect_of_interest(b, minimal_instructions(base->median),
							  base->median),
			      VERDICT_ARMS, verdict, note);
	rows_verdict(b, row, verdict);
	rows_note(b, row, "%s", note);
}

int add_path(struct builder *b, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < b->reduced->nr_cells; i++) {
		const struct cell_data *c = &b->reduced->cells[i];
		struct path_counts base = { 0 }, n;

		for (int arm = 0; arm < c->info->nr_protocols; arm++) {
			if (!c->path[arm].nr)
				continue;
			n = count(&c->path[arm]);
			add_count(b, c, arm, &n);
			if (!arm)
				base = n;
			else if (c->path[0].nr)
				add_difference(b, c, arm, &base, &n);
		}
	}
	return 0;
}
