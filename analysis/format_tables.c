// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/format_tables.h"

#include <string.h>

static bool same_pairing(const struct summary_row *a, const struct summary_row *b)
{
	return !strcmp(a->bench, b->bench) && !strcmp(a->protocol, b->protocol) &&
		!strcmp(a->versus, b->versus);
}

static const struct grid pair_grid = {
	.columns = 9,
	.column = {
		{ .head = "exit" },
		{ .head = "metric", .constant = true },
		{ .head = "vCPUs", .right = true },
		{ .head = "place", .constant = true },
		{ .right = true },			/* base */
		{ .right = true },			/* arm */
		{ .head = "difference" },
		{ .head = "", .right = true, .spare = true },
		{ .head = "verdict", .spare = true },
	},
};

static void add_pair(struct grid *g, const struct pair *p)
{
	const struct summary_row *d = p->diff;

	grid_add(g, row_label(d).s);
	grid_add(g, ascii(d->metric).s);
	grid_add(g, text_of("%d", d->vcpus).s);
	grid_add(g, ascii(d->place).s);
	grid_add(g, p->base ? quantity(p->base->estimate, p->base->unit, false).s : "-");
	grid_add(g, p->arm ? quantity(p->arm->estimate, p->arm->unit, false).s : "-");
	grid_add(g, quantity_bounds(d, true).s);
	grid_add(g, percent(p->ratio).s);
	grid_add(g, ascii(d->verdict).s);
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

static void pair_table(const struct report *r, const struct summary_row *first, table_fn fn,
		       void *context)
{
	struct text base = ascii(first->versus), arm = ascii(first->protocol);
	struct grid g = pair_grid;
	struct pair p;
	size_t at = 0;

	g.column[4].head = base.s;
	g.column[5].head = arm.s;
	while (pair_next(r->summary, &at, &p))
		if (same_pairing(p.diff, first))
			add_pair(&g, &p);
	grid_hide_constant(&g);
	fn(text_of("%.80s: %s%.60s against %.60s", ascii(first->bench).s,
		   g.column[1].hidden ? text_of("%.60s, ", g.cells[1]).s : "", arm.s, base.s).s,
	   &g, context);
	grid_clear(&g);
}

/* -- levels that no difference shows -- */

static const struct grid level_grid = {
	.columns = 7,
	.column = {
		{ .head = "exit" },
		{ .head = "vCPUs", .right = true },
		{ .head = "place", .constant = true },
		{ .head = "protocol" },
		{ .head = "metric", .constant = true },
		{ .head = "estimate" },
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
	grid_add(g, row_label(row).s);
	grid_add(g, text_of("%d", row->vcpus).s);
	grid_add(g, ascii(row->place).s);
	grid_add(g, ascii(row->protocol).s);
	grid_add(g, ascii(row->metric).s);
	grid_add(g, quantity_bounds(row, false).s);
	grid_add(g, ascii(row->verdict).s);
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
	grid_hide_constant(&g);
	if (g.rows)
		fn(text_of("%.80s: %s", ascii(bench).s,
			   g.column[4].hidden ? text_of("%.60s", g.cells[4]).s : "levels").s,
		   &g, context);
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
