/* SPDX-License-Identifier: GPL-2.0-only */
/* How long waits for the siglock took: a histogram by powers of two. */
#include "analysis/plot_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/events.h"
#include "analysis/format_common.h"

#define BINS 40

/* Waits of a cell: by arm and power of two. */
struct waits {
	const struct cell_info *cell;
	double count[PLOT_PROTOCOLS][BINS], exits[PLOT_PROTOCOLS];
	bool any;
};

/* The power of two in an event's name; -1 if it is none of the histogram. */
static int bin_of(const char *event)
{
	char *end;
	long bin;

	if (strncmp(event, SIGLOCK_HISTOGRAM, strlen(SIGLOCK_HISTOGRAM)))
		return -1;
	event += strlen(SIGLOCK_HISTOGRAM);
	bin = strtol(event, &end, 10);
	return end == event || *end || bin < 0 || bin >= BINS ? -1 : bin;
}

static void take(struct waits *w, const struct total *x)
{
	int bin = bin_of(x->event);

	if (x->arm >= PLOT_PROTOCOLS || isnan(x->value))
		return;
	if (bin >= 0) {
		w->count[x->arm][bin] += x->value;
		w->any |= x->value > 0;
	} else if (!strcmp(x->event, "exits")) {
		w->exits[x->arm] += x->value;
	}
}

static bool bin_used(const struct waits *w, int bin)
{
	for (int arm = 0; arm < PLOT_PROTOCOLS; arm++)
		if (w->count[arm][bin] > 0)
			return true;
	return false;
}

/* One row a power of two: its lower end, then a column a protocol, waits per
 * 1000 exits (in all, where nobody counted exits). */
static void put_bins(struct plot *p, const struct waits *w)
{
	int first = 0, last = BINS - 1;

	while (!bin_used(w, first))
		first++;
	while (!bin_used(w, last))
		last--;
	for (int bin = first; bin <= last; bin++) {
		plot_column(p, quantity(bin ? ldexp(1, bin) : 0, "ns", false).s);
		for (int arm = 0; arm < w->cell->nr_protocols && arm < PLOT_PROTOCOLS; arm++)
			plot_value(p, w->count[arm][bin] *
				   (w->exits[arm] > 0 ? 1000 / w->exits[arm] : 1));
		putc('\n', p->data);
	}
}

static bool is_drawn(const struct summary_row *row, const void *cell)
{
	return !strcmp(row->metric, "siglock_contentions") &&
	       row->cell == ((const struct cell_info *)cell)->cell;
}

static int draw_waits(struct plotter *to, const struct waits *w, struct error *err)
{
	const struct cell_info *c = w->cell;
	struct plot *p = plot_begin(to, "siglock_wait", text_of("%d%s%.60s", c->cell,
				    *c->variant ? "-" : "", c->variant).s, err);
	int arms = c->nr_protocols < PLOT_PROTOCOLS ? c->nr_protocols : PLOT_PROTOCOLS;

	if (!p)
		return -1;
	plot_titles(p, text_of("Waits for the siglock: %.60s%s%.60s, %d vCPUs, place %.40s",
			       c->guest, *c->variant ? " " : "", c->variant, c->vcpus,
			       c->place).s, is_drawn, c);
	plot_protocols(p, (const char *const *)c->protocols, arms);
	plot_number(p, "per_exit", w->exits[0] > 0);
	put_bins(p, w);
	return plot_end(p, err);
}

static int draw_cell(struct plotter *to, const struct totals *t, const struct cell_info *cell,
		     struct error *err)
{
	struct waits w = { .cell = cell };

	for (size_t i = 0; i < t->nr; i++)
		if (t->total[i].cell == cell)
			take(&w, &t->total[i]);
	return w.any ? draw_waits(to, &w, err) : 0;
}

static int draw(struct plotter *to, struct error *err)
{
	const struct rundir *d = to->report->dir;
	struct totals t;
	int ret = totals_read(&t, d, err);

	for (size_t i = 0; i < d->nr_cells && !ret; i++)
		ret = draw_cell(to, &t, &d->cells[i], err);
	totals_free(&t);
	return ret;
}

const struct figure figure_siglock_wait = { .name = "siglock_wait", .draw = draw };
