// SPDX-License-Identifier: GPL-2.0-only
/* A series over the nights of a history, and where it changed. */
#include "analysis/plots.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/format_common.h"
#include "analysis/plot_gnuplot.h"

static void put_night(struct plot *p, const struct trend_night *n)
{
	plot_value(p, n->time);
	plot_value(p, n->value);
	plot_value(p, isfinite(n->lo) ? n->lo : n->value);
	plot_value(p, isfinite(n->hi) ? n->hi : n->value);
	plot_column(p, n->name);
	putc('\n', p->data);
}

static void put_blocks(struct plot *p, const struct trend *t)
{
	plot_block(p, "nights",
		   "seconds since 1970, estimate, lower and upper bound, run directory");
	for (size_t i = 0; i < t->nr_nights; i++)
		if (isfinite(t->nights[i].value))
			put_night(p, &t->nights[i]);
	plot_block_end(p);
	plot_block(p, "changes", "seconds since 1970, estimate, what changed");
	for (size_t i = 0; i < t->nr_changes; i++) {
		const struct trend_night *n = &t->nights[t->changes[i].night];

		plot_value(p, n->time);
		plot_value(p, n->value);
		plot_column(p, t->changes[i].label);
		putc('\n', p->data);
	}
	plot_block_end(p);
}

static int draw(const struct trend *t, struct plot *p, struct error *err)
{
	const char *protocol = *t->protocol ? t->protocol : "all";

	plot_text(p, "headline", t->series);
	plot_text(p, "subtitle", text_of("%.60s, Linux %.60s, n = %zu nights", t->host, t->kernel,
					 t->nr_nights).s);
	plot_text(p, "what", t->unit);
	plot_number(p, "changes", t->nr_changes);
	plot_protocols(p, &protocol, 1);
	put_blocks(p, t);
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
