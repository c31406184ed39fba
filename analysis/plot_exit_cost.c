/* SPDX-License-Identifier: GPL-2.0-only */
/* The cost of an exit by guest and protocol, and the differences below it. */
#include "analysis/plot_figures.h"

#include <math.h>
#include <string.h>

#include "analysis/format_common.h"

/* Sizes and places are named only where they are not the plain case. */
static struct text cell_name(const struct summary_row *row)
{
	struct text place = !*row->place || !strcmp(row->place, "0/0/0") ? text_of("%s", "") :
		text_of(" %.40s", row->place);

	return text_of("%.60s%s%s%s", row_label(row).s, strcmp(row->bench, "exit") && *row->guest ?
		       text_of(" (%.20s)", row->bench).s : "", place.s,
		       row->vcpus > 1 ? text_of(" x%d", row->vcpus).s : "");
}

/* The position of a row's cell on the x axis: cells in the order of the rows. */
static int position(const struct selection *s, const struct summary_row *row)
{
	int at = 0;

	for (size_t i = 0; i < s->nr && !same_cell(s->rows[i], row); i++) {
		size_t k = 0;

		while (!same_cell(s->rows[k], s->rows[i]))
			k++;
		at += k == i;
	}
	return at;
}

static void put_row(struct plot *p, const struct selection *levels, const struct summary_row *row)
{
	fprintf(p->data, "%d ", position(levels, row));
	plot_column(p, cell_name(row).s);
	plot_estimate(p, row->estimate, row->lo, row->hi);
	putc('\n', p->data);
}

static void put_levels(struct plot *p, const struct selection *s, const char *protocol)
{
	plot_block(p, protocol, "position, cell, ns per exit, lower and upper bound");
	for (size_t i = 0; i < s->nr; i++)
		if (!strcmp(s->rows[i]->protocol, protocol) && isfinite(s->rows[i]->estimate))
			put_row(p, s, s->rows[i]);
	plot_block_end(p);
}

static int put_differences(struct plot *p, const struct selection *levels, const char *protocol)
{
	const struct summary *s = p->to->report->summary;
	int n = 0;

	plot_block(p, protocol, "the same for its difference to the baseline");
	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = &s->rows[i];

		if (!row_pairs(row) || strcmp(row->protocol, protocol) ||
		    strcmp(row->metric, "cost") || !in_list("entry,exit", row->bench))
			continue;
		put_row(p, levels, row);
		n++;
	}
	plot_block_end(p);
	return n;
}

static void put_blocks(struct plot *p, const struct selection *s)
{
	int differences = 0, cells = 0;

	for (int i = 0; i < s->nr_protocols; i++)
		put_levels(p, s, s->protocols[i]);
	for (int i = 0; i < s->nr_protocols; i++)
		differences += put_differences(p, s, s->protocols[i]);
	for (size_t i = 0; i < s->nr; i++)
		if (position(s, s->rows[i]) == cells)
			plot_text(p, text_of("cell%d", cells++).s, cell_name(s->rows[i]).s);
	plot_number(p, "cells", cells);
	plot_number(p, "differences", differences);
}

static bool is_drawn(const struct summary_row *row, const void *what)
{
	(void)what;
	return !strcmp(row->metric, "cost") && in_list("entry,exit", row->bench);
}

static int draw(struct plotter *to, struct error *err)
{
	struct selection s = select_levels(to->report, "cost", "entry,exit");
	struct plot *p = s.nr ? plot_begin(to, "exit_cost", "", err) : NULL;
	int ret = s.nr ? -1 : 0;

	if (p) {
		plot_titles(p, "Cost of a userspace exit", is_drawn, NULL);
		plot_protocols(p, s.protocols, s.nr_protocols);
		put_blocks(p, &s);
		ret = plot_end(p, err);
	}
	selection_free(&s);
	return ret;
}

const struct figure figure_exit_cost = { .name = "exit_cost", .draw = draw };
