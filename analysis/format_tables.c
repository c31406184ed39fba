// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/format_tables.h"

#include <string.h>

static bool same_pairing(const struct summary_row *a, const struct summary_row *b)
{
	return !strcmp(a->bench, b->bench) && !strcmp(a->protocol, b->protocol) &&
		!strcmp(a->versus, b->versus);
}

/* Both kinds of table start with these; what all rows share goes to the title. */
enum { LABEL, METRIC, VCPUS, PLACE, BASE, ARM };

static const struct grid pair_grid = {
	.columns = 9,
	.column = {
		{ .head = "exit" },
		{ .head = "metric", .constant = true },
		{ .head = "vCPUs", .right = true, .constant = true },
		{ .head = "place", .constant = true },
		{ .right = true },			/* base */
		{ .right = true },			/* arm */
		{ .head = "difference" },
		{ .head = "", .right = true, .spare = true },
		{ .head = "verdict", .spare = true },
	},
};

static void add_key(struct grid *g, const struct summary_row *row)
{
	grid_add(g, row_label(row).s);
	grid_add(g, ascii(row->metric).s);
	grid_add(g, text_of("%d", row->vcpus).s);
	grid_add(g, ascii(row->place).s);
}

static void add_pair(struct grid *g, const struct pair *p)
{
	const struct summary_row *d = p->diff;

	add_key(g, d);
	grid_add(g, p->base ? quantity(p->base->estimate, p->base->unit, false).s : "-");
	grid_add(g, p->arm ? quantity(p->arm->estimate, p->arm->unit, false).s : "-");
	grid_add(g, quantity_bounds(d, true).s);
	grid_add(g, percent(p->ratio).s);
	grid_add(g, short_verdict(d).s);
}

/* Did an earlier pair open the table that this row belongs to? */
static bool pairing_done(const struct report *r, const struct summary_row *row)
{
	struct pair p;
	size_t at = 0;

	while (pair_next(r->summary, &at, &p) && p.diff != row)
		if (same_pairing(p.diff, row))
			return true;
	return false;
}

/* Hides what all rows share, and names it: "exit, cost, 1 vCPU, place 0/0/0". */
static struct text table_title(struct grid *g, const char *bench)
{
	struct grid_column *c = g->column;

	grid_hide_constant(g);
	/* One size and one metric: the guests are the rows. */
	if (!c[METRIC].hidden) {
		c[LABEL].constant = true;
		grid_hide_constant(g);
	}
	return text_of("%.40s%s%s%s%s", ascii(bench).s,
		       c[LABEL].hidden ? text_of(" %.40s", g->cells[LABEL]).s : "",
		       c[METRIC].hidden ? text_of(", %.40s", g->cells[METRIC]).s : "",
		       c[VCPUS].hidden ? text_of(", %.10s vCPU%s", g->cells[VCPUS],
						 strcmp(g->cells[VCPUS], "1") ? "s" : "").s : "",
		       c[PLACE].hidden ? text_of(", place %.40s", g->cells[PLACE]).s : "");
}

static void pair_table(const struct report *r, const struct summary_row *first, table_fn fn,
		       void *context)
{
	struct text base = ascii(first->versus), arm = ascii(first->protocol);
	struct grid g = pair_grid;
	struct pair p;
	size_t at = 0;

	g.column[BASE].head = base.s;
	g.column[ARM].head = arm.s;
	while (pair_next(r->summary, &at, &p))
		if (same_pairing(p.diff, first))
			add_pair(&g, &p);
	fn(text_of("%s: %.60s against %.60s", table_title(&g, first->bench).s, arm.s, base.s).s,
	   &g, context);
	grid_clear(&g);
}

/* -- levels that no difference shows -- */

static const struct grid level_grid = {
	.columns = 8,
	.column = {
		{ .head = "exit" },
		{ .head = "metric", .constant = true },
		{ .head = "vCPUs", .right = true, .constant = true },
		{ .head = "place", .constant = true },
		{ .head = "protocol" },
		{ .head = "estimate" },
		{ .head = "note", .spare = true, .constant = true },
		{ .head = "verdict", .spare = true },
	},
};

static bool stands_alone(const struct report *r, const struct summary_row *row)
{
	struct pair p;
	size_t at = 0;

	if (*row->versus)
		return false;
	while (pair_next(r->summary, &at, &p))
		if (p.base == row || p.arm == row)
			return false;
	return true;
}

static void add_level(struct grid *g, const struct summary_row *row)
{
	add_key(g, row);
	grid_add(g, ascii(row->protocol).s);
	grid_add(g, quantity_bounds(row, false).s);
	grid_add(g, ascii(row->note).s);
	grid_add(g, short_verdict(row).s);
}

static bool bench_done(const struct summary *s, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(s->rows[k].bench, s->rows[i].bench))
			return true;
	return false;
}

static void level_table(const struct report *r, const char *bench, table_fn fn, void *context)
{
	struct grid g = level_grid;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!strcmp(row->bench, bench) && stands_alone(r, row))
			add_level(&g, row);
	}
	if (g.rows)
		fn(table_title(&g, bench).s, &g, context);
	grid_clear(&g);
}

void each_table(const struct report *r, table_fn fn, void *context)
{
	struct pair p;
	size_t at = 0;

	while (pair_next(r->summary, &at, &p))
		if (!pairing_done(r, p.diff))
			pair_table(r, p.diff, fn, context);
	for (size_t i = 0; i < r->summary->nr; i++)
		if (!bench_done(r->summary, i))
			level_table(r, r->summary->rows[i].bench, fn, context);
}
