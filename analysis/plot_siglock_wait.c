/* SPDX-License-Identifier: GPL-2.0-only */
/* How long waits for the siglock took: a histogram by powers of two. */
#include "analysis/plot_figures.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/format_common.h"
#include "lib/csv.h"

#define BINS 40

/* Waits of a cell: by arm and power of two. */
struct waits {
	const struct rundir *dir;
	const struct cell_info *cell;
	double count[PLOT_PROTOCOLS][BINS], exits[PLOT_PROTOCOLS];
	bool any;
};

static int arm_of(const struct cell_info *cell, const char *protocol)
{
	for (int i = 0; i < cell->nr_protocols && i < PLOT_PROTOCOLS; i++)
		if (!strcmp(cell->protocols[i], protocol))
			return i;
	return -1;
}

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

/* cell, run, protocol, event, value */
static int take_row(const struct csv_row *row, void *context, struct error *err)
{
	struct waits *w = context;
	int64_t cell, run;
	double value;
	int arm, bin;

	if (row->last && row->nr == 0)
		return 0;
	if (csv_get_int(row, 0, 0, INT_MAX, &cell, err) ||
	    csv_get_int(row, 1, 0, INT_MAX, &run, err) || csv_get_num(row, 4, &value, err))
		return -1;
	arm = cell == w->cell->cell ? arm_of(w->cell, row->field[2]) : -1;
	if (arm < 0 || isnan(value) || !rundir_run(w->dir, cell, run))
		return 0;
	bin = bin_of(row->field[3]);
	if (bin >= 0) {
		w->count[arm][bin] += value;
		w->any |= value > 0;
	} else if (!strcmp(row->field[3], "exits")) {
		w->exits[arm] += value;
	}
	return 0;
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

static int draw_cell(struct plotter *to, const char *path, const struct cell_info *cell,
		     struct error *err)
{
	struct waits w = { .dir = to->report->dir, .cell = cell };

	if (csv_read(path, "cell,run,protocol,event,value", CSV_END_TORN, take_row, &w, err))
		return -1;
	return w.any ? draw_waits(to, &w, err) : 0;
}

static int draw(struct plotter *to, struct error *err)
{
	const struct rundir *d = to->report->dir;
	char *path = xasprintf("%s/counters.csv", d->path);
	int ret = 0;

	for (size_t i = 0; i < d->nr_cells && !ret && access(path, F_OK) == 0; i++)
		ret = draw_cell(to, path, &d->cells[i], err);
	free(path);
	return ret;
}

const struct figure figure_siglock_wait = { .name = "siglock_wait", .draw = draw };
