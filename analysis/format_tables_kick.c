/* SPDX-License-Identifier: GPL-2.0-only */
/* What is said of kicks: percentiles of the latency, and what got lost. */
#include <math.h>
#include <string.h>

#include "analysis/format_parts.h"

static const char *const percentiles[] = {
	"latency_p50", "latency_p90", "latency_p99", "latency_p999", "latency_max",
};
#define NR(a) (sizeof(a) / sizeof(*(a)))

static const struct summary_row *find(const struct report *r, const struct summary_row *cell,
				      const char *metric, const char *protocol, const char *versus)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (same_cell(row, cell) && !strcmp(row->metric, metric) && !row_is_ratio(row) &&
		    !strcmp(row->protocol, protocol) && !strcmp(row->versus, versus))
			return row;
	}
	return NULL;
}

static void add_level(struct grid *g, const struct summary_row *row)
{
	struct text all = row ? quantity_bounds(row, false) : text_of("%s", "");
	char *bounds = strchr(all.s, '[');

	grid_add(g, row ? quantity(row->estimate, row->unit, false).s : "-");
	grid_add(g, bounds ? bounds : "");
}

static void add_percentile(struct grid *g, const struct report *r, const struct summary_row *pair,
			   const char *metric)
{
	const struct summary_row *base = find(r, pair, metric, pair->versus, "");
	const struct summary_row *arm = find(r, pair, metric, pair->protocol, "");
	const struct summary_row *d = find(r, pair, metric, pair->protocol, pair->versus);

	if (!base && !arm && !d)
		return;
	grid_add(g, metric + strlen("latency_"));
	add_level(g, base);
	add_level(g, arm);
	grid_add(g, d ? quantity_bounds(d, true).s : "");
	grid_add(g, d ? short_verdict(d).s : "");
}

static struct text cell_title(const struct summary_row *row)
{
	return text_of("%.40s %.60s, %d vCPU%s, place %.40s", ascii(row->bench).s,
		       row_label(row).s, row->vcpus, row->vcpus == 1 ? "" : "s",
		       ascii(row->place).s);
}

static void latency_table(const struct report *r, const struct summary_row *pair, table_fn fn,
			  void *context)
{
	struct text base = ascii(pair->versus), arm = ascii(pair->protocol);
	struct grid g = { .columns = 7, .column = {
		{ .head = "latency" },
		{ .head = base.s, .brief = "base", .right = true }, { .head = "", .spare = true },
		{ .head = arm.s, .brief = "new", .right = true }, { .head = "", .spare = true },
		{ .head = "difference" }, { .head = "verdict" },
	} };

	for (size_t i = 0; i < NR(percentiles); i++)
		add_percentile(&g, r, pair, percentiles[i]);
	fn(text_of("%s: %.40s (new) against %.40s (base)", cell_title(pair).s, arm.s, base.s).s,
	   &g, context);
	grid_clear(&g);
}

static bool has_latency_table(const struct summary_row *diff)
{
	return row_pairs(diff) && !strcmp(diff->metric, percentiles[0]) && !row_is_null(diff);
}

/* A median of an arm that no table of differences has: there is no other arm, or too few
 * kicks for a difference. */
static bool stands_alone(const struct report *r, const struct summary_row *row)
{
	if (*row->versus || strcmp(row->metric, percentiles[0]) || !strcmp(row->protocol, "null"))
		return false;
	for (size_t i = 0; i < r->summary->nr; i++)
		if (pair_has(&r->summary->rows[i], row) && has_latency_table(&r->summary->rows[i]))
			return false;
	return true;
}

static void add_percentiles(struct grid *g, const struct report *r, const struct summary_row *arm)
{
	for (size_t i = 0; i < NR(percentiles); i++) {
		const struct summary_row *row = find(r, arm, percentiles[i], arm->protocol, "");

		if (!row)
			continue;
		grid_add(g, ascii(arm->protocol).s);
		grid_add(g, percentiles[i] + strlen("latency_"));
		grid_add(g, quantity_bounds(row, false).s);
	}
}

/* Of all arms that stand alone in the cell of this row, if it is the first of them. */
static void alone_table(const struct report *r, size_t first, table_fn fn, void *context)
{
	const struct summary_row *rows = r->summary->rows;
	struct grid g = { .columns = 3, .column = {
		{ .head = "protocol" }, { .head = "latency" }, { .head = "estimate" },
	} };

	for (size_t i = 0; i < r->summary->nr; i++) {
		if (!same_cell(&rows[i], &rows[first]) || !stands_alone(r, &rows[i]))
			continue;
		if (i < first)
			goto out;
		add_percentiles(&g, r, &rows[i]);
	}
	fn(cell_title(&rows[first]).s, &g, context);
out:
	grid_clear(&g);
}

void latency_tables(const struct report *r, const char *bench, table_fn fn, void *context)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!strcmp(row->bench, bench) && has_latency_table(row))
			latency_table(r, row, fn, context);
	}
	for (size_t i = 0; i < r->summary->nr; i++)
		if (!strcmp(r->summary->rows[i].bench, bench) &&
		    stands_alone(r, &r->summary->rows[i]))
			alone_table(r, i, fn, context);
}

/* -- races -- */

static const char *const counted[] = { "lost", "late", "stale", "spurious" };

/* How many, as the row's note tells ("3 of 10000 kicks"); its share otherwise. */
static struct text count_text(const struct summary_row *row)
{
	double n, kicks;

	if (!row)
		return text_of("-");
	if (sscanf(row->note, "%lf of %lf kicks", &n, &kicks) == 2)
		return text_of("%.0f", n);
	return quantity(row->estimate, row->unit, false);
}

static struct text kicks_text(const struct summary_row *row)
{
	double n, kicks;

	if (sscanf(row->note, "%lf of %lf kicks", &n, &kicks) == 2)
		return text_of("%.0f", kicks);
	return text_of("-");
}

static void add_protocol(struct grid *g, const struct report *r, const struct summary_row *lost)
{
	add_key(g, lost);
	grid_add(g, ascii(lost->protocol).s);
	grid_add(g, kicks_text(lost).s);
	for (size_t i = 0; i < NR(counted); i++)
		grid_add(g, count_text(find(r, lost, counted[i], lost->protocol, "")).s);
	grid_add(g, isnan(lost->hi) ? "" : text_of("%.3g%%", 100 * lost->hi).s);
	grid_add(g, short_verdict(lost).s);
}

/* What bench race counted is worth a table in any case; of other kicks, a loss is. */
static bool worth_a_table(const struct report *r, const struct summary_row *cell)
{
	bool any = !strcmp(cell->bench, "race");

	for (size_t i = 0; i < r->summary->nr && !any; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		any = same_cell(row, cell) && !strcmp(row->metric, "lost") && row->estimate > 0;
	}
	return any;
}

/* A table for the cell of this row, if it is the first that `lost` speaks of. */
static void race_table(const struct report *r, size_t first, table_fn fn, void *context)
{
	const struct summary_row *rows = r->summary->rows;
	struct grid g = { .columns = KEY_COLUMNS + 8, .column = {
		[LABEL] = { .head = "exit", .constant = true }, key_columns[VCPUS],
		key_columns[PLACE],
		{ .head = "protocol" },
		{ .head = "kicks", .right = true },
		{ .head = "lost", .right = true },
		{ .head = "late", .right = true, .spare = true },
		{ .head = "stale", .right = true },
		{ .head = "spurious", .right = true, .spare = true },
		{ .head = "at most", .right = true },
		{ .head = "verdict" },
	} };

	for (size_t i = 0; i < r->summary->nr; i++) {
		if (strcmp(rows[i].metric, "lost") || !same_cell(&rows[i], &rows[first]))
			continue;
		if (i < first)
			goto out;
		add_protocol(&g, r, &rows[i]);
	}
	fn(table_title(&g, rows[first].bench, "").s, &g, context);
out:
	grid_clear(&g);
}

void race_tables(const struct report *r, const char *bench, table_fn fn, void *context)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!*row->versus && !strcmp(row->bench, bench) &&
		    !strcmp(row->metric, "lost") && worth_a_table(r, row))
			race_table(r, i, fn, context);
	}
}
