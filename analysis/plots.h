/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pictures: a figure is a file of plots/ (how it looks) and a function here (what
 * it shows). gnuplot is a separate program; without it everything else works.
 */
#ifndef KICKBENCH_ANALYSIS_PLOTS_H
#define KICKBENCH_ANALYSIS_PLOTS_H

#include <stdbool.h>
#include <stdio.h>
#include "analysis/summary.h"

/* Draws every figure that the data allows into DIR/plots, as PNG and SVG, beside
 * the data it shows (NAME.dat). Says on `log` (may be NULL) what it wrote, a path a
 * line. 0, or -1 with *err: EXIT_CANNOT where gnuplot is missing or failed. */
int plots_write(const struct report *r, FILE *log, struct error *err);

/* Draws them as text, for a terminal of `columns` columns, on out. Writes no
 * file. 0, or -1 with *err as above. */
int plots_terminal(const struct report *r, int columns, FILE *out, struct error *err);

/* -- the nightly trend: no run directory, but a history -- */
struct trend_night {
	const char *name;	/* of its run directory */
	double value, lo, hi;	/* in the series' unit; NaN: not measured */
	bool host_changed;	/* since the night before: not comparable */
};
struct trend_change {
	size_t night;		/* index of the first night after the change */
	const char *label;	/* "+2.1% [1.8, 2.4]" */
};
struct trend {
	const char *series;	/* its name, as track prints it */
	const char *protocol;	/* for its color; "" for none */
	const char *unit, *history, *kernel;	/* history: folder; kernel: last night's */
	const struct trend_night *nights;
	size_t nr_nights;
	const struct trend_change *changes;
	size_t nr_changes;
};

/* Draws dir/NAME.png and dir/NAME.svg; dir is made where it is missing. Returns as
 * plots_write(). */
int plot_trend(const struct trend *t, const char *dir, const char *name, struct error *err);

#endif
