/* SPDX-License-Identifier: GPL-2.0-only */
/* What was counted per exit: a line for each event and protocol. */
#include "analysis/format_grid.h"
#include "analysis/table.h"

#include <string.h>

static bool is_counter(const struct summary_row *row)
{
	return !*row->versus && !strcmp(row->unit, "per exit") && strcmp(row->protocol, "null");
}

static void add_counter(struct grid *g, const struct summary_row *row,
			const struct summary_row *last)
{
	const struct summary_row bare = { .estimate = row->estimate, .lo = row->lo, .hi = row->hi,
					  .unit = (char *)"" };
	bool same_cell = last && last->cell == row->cell;

	grid_add(g, same_cell ? "" : cell_text(row).s);
	grid_add(g, same_cell && !strcmp(row->metric, last->metric) ? "" : ascii(row->metric).s);
	grid_add(g, ascii(row->protocol).s);
	grid_add(g, quantity_bounds(&bare, false).s);
}

void put_counters(const struct report *r, FILE *out)
{
	struct grid g = { .columns = 4, .column = { { .head = "counters" }, { .head = "event" },
						    { .head = "protocol" },
						    { .head = "per exit" } } };
	const struct summary_row *last = NULL;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!is_counter(row))
			continue;
		add_counter(&g, row, last);
		last = row;
	}
	if (last) {
		putc('\n', out);
		grid_put_text(&g, 0, out);
	}
	grid_clear(&g);
}
