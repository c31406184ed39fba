/* SPDX-License-Identifier: GPL-2.0-only */
/* A series over the nights of a history, and where it changed. */
#include "analysis/plots.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/format_common.h"
#include "analysis/plot_gnuplot.h"

#define TICS 8		/* names of nights that the axis has room for */

static void put_nights(struct plot *p, const struct trend *t)
{
	plot_block(p, "nights", "number, estimate, lower and upper bound, run directory");
	for (size_t i = 0; i < t->nr_nights; i++) {
		const struct trend_night *n = &t->nights[i];

		if (!isfinite(n->value))
			continue;
		fprintf(p->data, "%zu ", i);
		plot_estimate(p, n->value, n->lo, n->hi);
		plot_column(p, n->name);
		putc('\n', p->data);
	}
	plot_block_end(p);
}

static void put_events(struct plot *p, const struct trend *t)
{
	size_t hosts = 0;

	plot_block(p, "changes", "number, what changed");
	for (size_t i = 0; i < t->nr_changes; i++) {
		fprintf(p->data, "%zu ", t->changes[i].night);
		plot_column(p, t->changes[i].label);
		putc('\n', p->data);
	}
	plot_block_end(p);
	plot_block(p, "host", "number of the first night on another host");
	for (size_t i = 0; i < t->nr_nights; i++) {
		if (!t->nights[i].host_changed)
			continue;
		fprintf(p->data, "%zu\n", i);
		hosts++;
	}
	plot_block_end(p);
	plot_number(p, "changes", t->nr_changes);
	plot_number(p, "hosts", hosts);
}

/* Every so many nights one is named below the axis. */
static void put_tics(struct plot *p, const struct trend *t)
{
	size_t step = (t->nr_nights + TICS - 1) / TICS, n = 0;

	for (size_t i = 0; i < t->nr_nights; i += step) {
		plot_number(p, text_of("tic%zu", ++n).s, i);
		plot_text(p, text_of("ticname%zu", n).s, ascii(t->nights[i].name).s);
	}
	plot_number(p, "tics", n);
}

static int draw(const struct trend *t, struct plot *p, struct error *err)
{
	const char *protocol = *t->protocol ? t->protocol : "all";

	plot_text(p, "headline", t->series);
	plot_text(p, "subtitle", text_of("%.200s", t->history).s);
	plot_text(p, "basis", text_of("last night Linux %.60s, n = %zu nights", t->kernel,
				      t->nr_nights).s);
	plot_text(p, "what", t->unit);
	plot_protocols(p, &protocol, 1);
	plot_number(p, "nights", t->nr_nights);
	put_nights(p, t);
	put_events(p, t);
	put_tics(p, t);
	return plot_end(p, err);
}

int plot_trend(const struct trend *t, const char *dir, const char *name, struct error *err)
{
	struct plotter to = { .dir = dir };
	struct plot *p;

	if (mkdir(dir, 0777) && errno != EEXIST)
		return error_errno(err, EXIT_CANNOT, errno, "%s", dir);
	p = plot_begin(&to, "trend", name, err);
	return p ? draw(t, p, err) : -1;
}
