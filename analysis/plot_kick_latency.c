/* SPDX-License-Identifier: GPL-2.0-only */
/* Kick latency by percentile, the tail stretched: a picture a cell. */
#include "analysis/plot_figures.h"

#include <math.h>
#include <string.h>

#include "analysis/format_common.h"
#include "analysis/plot_kicks.h"

/* Percentiles a decade of the tail: 0 ... 90%, 90 ... 99% and so on. */
#define STEPS 40

/* A line is x = 1/(1-p) and the latency that a share p of all kicks, lost ones
 * among them, does not exceed. It ends where fewer than one kick is left. */
static void put_curve(struct plot *p, const struct kick_curve *c)
{
	double n = c->nr + c->lost;

	for (int i = 0; ; i++) {
		double x = pow(10, (double)i / STEPS);
		size_t at = fmax(0, ceil((1 - 1 / x) * n - 1e-9) - 1);	/* as the marks */

		if (x > n || at >= c->nr)
			break;
		plot_value(p, x);
		plot_value(p, c->ns[at]);
		putc('\n', p->data);
	}
	if (c->nr && !c->lost) {
		plot_value(p, n);
		plot_value(p, c->ns[c->nr - 1]);
		putc('\n', p->data);
	}
}

static double tail_of(const char *metric)
{
	static const struct { const char *metric; double share; } named[] = {
		{ "latency_p50", .5 }, { "latency_p90", .9 }, { "latency_p99", .99 },
		{ "latency_p999", .999 }, { "latency_p9999", .9999 },
	};

	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (!strcmp(named[i].metric, metric))
			return 1 / (1 - named[i].share);
	return NAN;
}

/* The percentiles that the summary has, with their intervals. */
static int put_marks(struct plot *p, int cell, const char *protocol)
{
	const struct summary *s = p->to->report->summary;
	int n = 0;

	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = &s->rows[i];
		double x = tail_of(row->metric);

		if (row->cell != cell || *row->versus || strcmp(row->protocol, protocol) ||
		    isnan(x) || !isfinite(row->estimate))
			continue;
		plot_value(p, x);
		plot_estimate(p, row->estimate, row->lo, row->hi);
		putc('\n', p->data);
		n++;
	}
	return n;
}

static void put_cell(struct plot *p, const struct kick_curves *c, const struct cell_info *cell)
{
	int marks = 0;

	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		plot_block(p, cell->protocols[arm],
			   "1/(1-share), ns from planned until KVM_RUN returned");
		for (size_t i = 0; i < c->nr; i++)
			if (c->list[i].cell == cell->cell && c->list[i].arm == arm)
				put_curve(p, &c->list[i]);
		plot_block_end(p);
	}
	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		plot_block(p, cell->protocols[arm], "the percentiles and their bounds");
		marks += put_marks(p, cell->cell, cell->protocols[arm]);
		plot_block_end(p);
	}
	plot_number(p, "marks", marks);
}

static size_t kicks_of(const struct kick_curves *c, int cell)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nr; i++)
		if (c->list[i].cell == cell)
			n += c->list[i].nr;
	return n;
}

static bool is_drawn(const struct summary_row *row, const void *cell)
{
	return !strcmp(row->metric, "latency_p50") &&
	       row->cell == ((const struct cell_info *)cell)->cell;
}

static int draw_cell(struct plotter *to, const struct kick_curves *c,
		     const struct cell_info *cell, struct error *err)
{
	size_t kicks = kicks_of(c, cell->cell);
	struct plot *p;

	if (kicks < 2)
		return 0;
	p = plot_begin(to, "kick_latency", text_of("%d%s%.60s", cell->cell,
		       *cell->variant ? "-" : "", cell->variant).s, err);
	if (!p)
		return -1;
	plot_titles(p, text_of("Latency of a kick: %.60s%s%.60s, %d vCPU%s, place %.40s; %zu kicks",
			       cell->guest, *cell->variant ? " " : "", cell->variant, cell->vcpus,
			       cell->vcpus == 1 ? "" : "s", cell->place, kicks).s, is_drawn, cell);
	plot_protocols(p, (const char *const *)cell->protocols, cell->nr_protocols);
	put_cell(p, c, cell);
	return plot_end(p, err);
}

static int draw(struct plotter *to, struct error *err)
{
	const struct rundir *d = to->report->dir;
	struct kick_curves c;
	int ret = kick_curves_read(&c, d, err);

	for (size_t i = 0; i < d->nr_cells && !ret; i++)
		ret = draw_cell(to, &c, &d->cells[i], err);
	kick_curves_free(&c);
	return ret;
}

const struct figure figure_kick_latency = { .name = "kick_latency", .draw = draw };
