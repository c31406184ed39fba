/* SPDX-License-Identifier: GPL-2.0-only */
/* What is to be said of many vCPUs at once: throughput, and the cost of one more. */
#include "analysis/format_grid.h"
#include "analysis/table.h"

#include <math.h>
#include <string.h>

static const struct grid throughputs = {
	.columns = 6,
	.column = { { .head = "throughput" }, { .head = "vCPUs", .right = true },
		    { .head = "place" }, { .head = "protocol" },
		    { .head = "exits/s", .right = true },
		    { .head = "slowest/fastest vCPU", .right = true } },
};

static void add_throughput(struct grid *g, const struct report *r, const struct cell_info *c,
			   bool several)
{
	for (int arm = 0; arm < c->nr_protocols; arm++) {
		const char *p = c->protocols[arm];
		const struct summary_row *t = summary_find(r->summary, c->cell, "throughput", p, "",
							   NULL);
		const struct summary_row *f = summary_find(r->summary, c->cell, "fairness", p, "",
							   NULL);

		if (!t || !strcmp(p, "null"))
			continue;
		grid_add(g, arm ? "" : text_of("%.100s%s%.100s", several ? ascii(c->bench).s : "",
					      several ? " " : "", row_label(t).s).s);
		grid_add(g, arm ? "" : text_of("%d", c->vcpus).s);
		grid_add(g, arm ? "" : ascii(c->place).s);
		grid_add(g, ascii(p).s);
		grid_add(g, quantity_bounds(t, false).s);
		grid_add(g, f ? text_of("%.2f", f->estimate).s : "");
	}
}

static void put_grid(struct grid *g, FILE *out)
{
	if (g->rows) {
		putc('\n', out);
		grid_put_text(g, 0, out);
	}
	grid_clear(g);
}

/* Of more than one bench. */
static bool several_benches(const struct report *r)
{
	const char *first = NULL;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (strcmp(row->metric, "throughput"))
			continue;
		if (first && strcmp(first, row->bench))
			return true;
		first = row->bench;
	}
	return false;
}

void put_throughputs(const struct report *r, FILE *out)
{
	struct grid g = throughputs;
	bool several = several_benches(r);

	for (size_t i = 0; i < r->dir->nr_cells; i++)
		add_throughput(&g, r, &r->dir->cells[i], several);
	grid_hide_constant(&g);
	put_grid(&g, out);
}

/* What QEMU published for 14 vCPUs (commit cf0f7cf903, unit not given). */
static const char published[] =
	"  published by QEMU at 14 vCPUs (cf0f7cf903, unit not given): sigmask 30k, "
	"immediate_exit 6k; with its lock 15k\n";

static const struct grid handoffs = {
	.columns = 5,
	.column = { { .head = "handoff" }, { .head = "place" }, { .head = "protocol" },
		    { .head = "per further vCPU" }, { .head = "prediction for 14 vCPUs" } },
};

void put_handoff(const struct report *r, FILE *out)
{
	struct grid g = handoffs;
	bool predicted = false;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i], *at;

		if (strcmp(row->metric, "handoff") || *row->versus)
			continue;
		at = summary_find(r->summary, row->cell, "cost_at_14", row->protocol, "", NULL);
		grid_add(&g, row_label(row).s);
		grid_add(&g, ascii(row->place).s);
		grid_add(&g, ascii(row->protocol).s);
		grid_add(&g, isnan(row->estimate) ? ascii(row->note).s :
						    quantity_bounds(row, true).s);
		grid_add(&g, at ? quantity_bounds(at, false).s : "");
		predicted |= at != NULL;
	}
	grid_hide_constant(&g);
	put_grid(&g, out);
	if (predicted)
		fputs(published, out);
}
