/* SPDX-License-Identifier: GPL-2.0-only */
/* What an exit costs: one table a benchmark. */
#include "analysis/format_grid.h"
#include "analysis/table.h"

#include <math.h>
#include <string.h>

/* Arms but the null control, whose result stands in the header. */
static int shown_arms(const struct cell_info *c)
{
	int n = 0;

	for (int i = 0; i < c->nr_protocols; i++)
		n += strcmp(c->protocols[i], "null") != 0;
	return n;
}

static const struct summary_row *cost_row(const struct report *r, const struct cell_info *c,
					  const char *protocol, const char *versus,
					  const char *unit)
{
	return summary_find(r->summary, c->cell, "cost", protocol, versus, unit);
}

static bool in_section(const struct report *r, const struct cell_info *c, const char *bench)
{
	return !strcmp(c->bench, bench) && c->nr_protocols &&
	       cost_row(r, c, c->protocols[0], "", "ns");
}

/* Two arms, the same in all cells of the section: they get a column each. */
static bool two_arms(const struct report *r, const char *bench)
{
	const struct cell_info *first = NULL;

	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];

		if (!in_section(r, c, bench))
			continue;
		first = first ? first : c;
		if (shown_arms(c) != 2 || !strcmp(c->protocols[1], "null") ||
		    strcmp(c->protocols[0], first->protocols[0]) ||
		    strcmp(c->protocols[1], first->protocols[1]))
			return false;
	}
	return first;
}

static void add_cost(struct grid *g, const struct summary_row *level)
{
	grid_add(g, level ? quantity(level->estimate, "ns", false).s : "-");
}

static void add_difference(struct grid *g, const struct report *r, const struct cell_info *c,
			   const char *protocol)
{
	const char *base = c->protocols[0];
	const struct summary_row *d = cost_row(r, c, protocol, base, "ns");

	grid_add(g, d ? quantity_bounds(d, true).s : "");
	grid_add(g, percent(cost_row(r, c, protocol, base, "ratio")).s);
	grid_add(g, d ? verdict_text(d).s : "");
}

static void add_cell(struct grid *g, const struct report *r, const struct cell_info *c)
{
	const struct summary_row *base = cost_row(r, c, c->protocols[0], "", "ns");

	grid_add(g, row_label(base).s);
	grid_add(g, text_of("%d", c->vcpus).s);
	grid_add(g, ascii(c->place).s);
}

static void add_columns(struct grid *g, const struct report *r, const struct cell_info *c)
{
	add_cell(g, r, c);
	add_cost(g, cost_row(r, c, c->protocols[0], "", "ns"));
	add_cost(g, cost_row(r, c, c->protocols[1], "", "ns"));
	add_difference(g, r, c, c->protocols[1]);
}

/* A line for each arm, the baseline first. */
static void add_lines(struct grid *g, const struct report *r, const struct cell_info *c)
{
	for (int arm = 0; arm < c->nr_protocols; arm++) {
		if (!strcmp(c->protocols[arm], "null"))
			continue;
		if (!arm) {
			add_cell(g, r, c);
		} else {
			grid_add(g, "");
			grid_add(g, "");
			grid_add(g, "");
		}
		grid_add(g, ascii(c->protocols[arm]).s);
		add_cost(g, cost_row(r, c, c->protocols[arm], "", "ns"));
		add_difference(g, r, c, c->protocols[arm]);
	}
}

static const struct grid columns = {
	.columns = 8,
	.column = { { .head = "" }, { .head = "vCPUs", .right = true }, { .head = "place" },
		    { .right = true }, { .right = true }, { .head = "difference" },
		    { .head = "", .right = true }, { .head = "verdict" } },
};

static const struct grid lines = {
	.columns = 8,
	.column = { { .head = "" }, { .head = "vCPUs", .right = true }, { .head = "place" },
		    { .head = "protocol" }, { .head = "cost", .right = true },
		    { .head = "difference" }, { .head = "", .right = true },
		    { .head = "verdict" } },
};

static void put_section(const struct report *r, const char *bench, FILE *out)
{
	bool two = two_arms(r, bench), any = false;
	struct grid g = two ? columns : lines;
	struct text head[3];

	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];

		if (!in_section(r, c, bench))
			continue;
		if (!any && two) {
			head[0] = ascii(c->protocols[0]);
			head[1] = ascii(c->protocols[1]);
			g.column[3].head = head[0].s;
			g.column[4].head = head[1].s;
		}
		any = true;
		(two ? add_columns : add_lines)(&g, r, c);
	}
	head[2] = ascii(bench);
	g.column[0].head = head[2].s;
	if (any) {
		putc('\n', out);
		grid_put_text(&g, 0, out);
	}
	grid_clear(&g);
}

void put_costs(const struct report *r, FILE *out)
{
	const char *bench;

	for (size_t at = 0; (bench = bench_next(r, &at));)
		if (strcmp(bench, "kickcost"))
			put_section(r, bench, out);
}
