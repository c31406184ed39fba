/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/format_tables.h"

#include <math.h>
#include <string.h>

#include "analysis/format_parts.h"

const struct grid_column key_columns[KEY_COLUMNS] = {
	[LABEL] = { .head = "exit" },
	[VCPUS] = { .head = "vCPUs", .right = true, .constant = true },
	[PLACE] = { .head = "place", .constant = true },
};

/* The metrics that a reader wants first; all others stand in csv and openmetrics. */
static bool row_is_brief(const struct summary_row *row)
{
	static const char *const brief[] = {
		"cost", "kick_cost", "break_even", "handoff", "cost_at_14", "siglock_contentions",
		"siglock_wait", "path",
	};

	for (size_t i = 0; i < sizeof(brief) / sizeof(*brief); i++)
		if (!strcmp(row->metric, brief[i]))
			return true;
	return !strcmp(row->metric, "throughput") && !strcmp(row->bench, "contend");
}

void add_key(struct grid *g, const struct summary_row *row)
{
	grid_add(g, row_label(row).s);
	grid_add(g, text_of("%d", row->vcpus).s);
	grid_add(g, ascii(row->place).s);
}

struct text table_title(struct grid *g, const char *bench, const char *what)
{
	const struct grid_column *c = g->column;

	grid_hide_constant(g);
	return text_of("%.40s%s%s%.60s%s%s", ascii(bench).s,
		       c[LABEL].hidden ? text_of(" %.40s", g->cells[LABEL]).s : "",
		       *what ? ", " : "", ascii(what).s,
		       c[VCPUS].hidden ? text_of(", %.10s vCPU%s", g->cells[VCPUS],
						 strcmp(g->cells[VCPUS], "1") ? "s" : "").s : "",
		       c[PLACE].hidden ? text_of(", place %.40s", g->cells[PLACE]).s : "");
}

/* -- pairs: a table for each metric and pair of protocols -- */

enum { BASE = KEY_COLUMNS, ARM, PAIR_COLUMNS = ARM + 4 };

static bool same_table(const struct summary_row *a, const struct summary_row *b)
{
	return !strcmp(a->bench, b->bench) && !strcmp(a->metric, b->metric) &&
		!strcmp(a->protocol, b->protocol) && !strcmp(a->versus, b->versus);
}

static void add_pair(struct grid *g, const struct pair *p)
{
	const struct summary_row *d = p->diff;

	add_key(g, d);
	grid_add(g, p->base ? quantity(p->base->estimate, p->base->unit, false).s : "");
	grid_add(g, p->arm ? quantity(p->arm->estimate, p->arm->unit, false).s : "");
	grid_add(g, row_is_difference(d) ? quantity_bounds(d, true).s : break_even_text(d).s);
	grid_add(g, percent(p->ratio).s);
	grid_add(g, short_verdict(d).s);
}

/* Did an earlier pair open the table that this row belongs to? */
static bool pairing_done(const struct report *r, const struct summary_row *row)
{
	for (const struct summary_row *d = r->summary->rows; d != row; d++)
		if (row_pairs(d) && same_table(d, row))
			return true;
	return false;
}

static void pair_table(const struct report *r, const struct summary_row *first, table_fn fn,
		       void *context)
{
	struct text base = ascii(first->versus), arm = ascii(first->protocol);
	struct grid g = { .columns = PAIR_COLUMNS, .column = {
		[LABEL] = key_columns[LABEL], key_columns[VCPUS], key_columns[PLACE],
		{ .head = base.s, .brief = "base", .right = true, .constant = true },
		{ .head = arm.s, .brief = "new", .right = true, .constant = true },
		{ .head = row_is_difference(first) ? "difference" : "new" },
		{ .head = "", .right = true, .spare = true, .constant = true },
		{ .head = "verdict", .spare = true },
	} };
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];
		struct pair p;

		if (!row_pairs(row) || !same_table(row, first))
			continue;
		p = pair_of(r->summary, row);
		add_pair(&g, &p);
	}
	g.column[BASE].constant = g.column[ARM].constant = !row_is_difference(first);
	fn(text_of("%s: %.60s (new) against %.60s (base)",
		   table_title(&g, first->bench, first->metric).s, arm.s, base.s).s, &g, context);
	grid_clear(&g);
}

static void pair_tables(const struct report *r, const char *bench, table_fn fn, void *context)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (row_pairs(row) && !strcmp(row->bench, bench) && row_is_brief(row) &&
		    !row_is_null(row) && !pairing_done(r, row))
			pair_table(r, row, fn, context);
	}
}

/* -- levels that no difference shows: a table for each metric -- */

static bool stands_alone(const struct report *r, const struct summary_row *row)
{
	for (size_t i = 0; i < r->summary->nr; i++)
		if (!row_is_null(&r->summary->rows[i]) && pair_has(&r->summary->rows[i], row))
			return false;
	return true;
}

static bool is_level(const struct report *r, const struct summary_row *row, const char *bench)
{
	return !*row->versus && !strcmp(row->bench, bench) && row_is_brief(row) &&
		strcmp(row->protocol, "null") && stands_alone(r, row);
}

static void level_table(const struct report *r, const struct summary_row *first, table_fn fn,
			void *context)
{
	struct grid g = { .columns = KEY_COLUMNS + 4, .column = {
		[LABEL] = key_columns[LABEL], key_columns[VCPUS], key_columns[PLACE],
		{ .head = "protocol" },
		{ .head = "estimate" },
		{ .head = "note", .spare = true, .constant = true },
		{ .head = "verdict", .spare = true, .constant = true },
	} };

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];
		bool none = isnan(row->estimate) && *row->note;	/* which says why */

		if (strcmp(row->metric, first->metric) || !is_level(r, row, first->bench))
			continue;
		add_key(&g, row);
		grid_add(&g, ascii(row->protocol).s);
		grid_add(&g, none ? ascii(row->note).s : quantity_bounds(row, false).s);
		grid_add(&g, none ? "" : ascii(row->note).s);
		grid_add(&g, short_verdict(row).s);
	}
	fn(table_title(&g, first->bench, first->metric).s, &g, context);
	grid_clear(&g);
}

static void level_tables(const struct report *r, const char *bench, table_fn fn, void *context)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];
		size_t k = 0;

		if (!is_level(r, row, bench))
			continue;
		while (strcmp(r->summary->rows[k].metric, row->metric) ||
		       !is_level(r, &r->summary->rows[k], bench))
			k++;
		if (k == i)
			level_table(r, row, fn, context);
	}
}

void each_table(const struct report *r, table_fn fn, void *context)
{
	const char *bench;
	size_t at = 0;

	while ((bench = bench_next(r, &at))) {
		pair_tables(r, bench, fn, context);
		latency_tables(r, bench, fn, context);
		race_tables(r, bench, fn, context);
		level_tables(r, bench, fn, context);
	}
}
