/* SPDX-License-Identifier: GPL-2.0-only */
/* One picture on its way: data and variables first, then gnuplot draws. */
#ifndef KICKBENCH_ANALYSIS_PLOT_GNUPLOT_H
#define KICKBENCH_ANALYSIS_PLOT_GNUPLOT_H

#include <stdio.h>
#include "analysis/format_common.h"

/* Where pictures go: files in a folder, or a terminal. */
struct plotter {
	const struct report *report;	/* NULL for a trend */
	const char *dir;		/* the folder; NULL: text on `out` */
	FILE *out;			/* the terminal, or the log; may be NULL with a dir */
	int columns;			/* of the terminal */
	size_t drawn;			/* pictures so far */
};

struct plot {
	struct plotter *to;
	const char *figure;		/* plots/FIGURE.gp */
	char *stem;			/* dir/NAME, without extension */
	char *data_path;
	FILE *data;			/* gnuplot's columns; blocks by two empty lines */
	FILE *vars;			/* gnuplot's variables, as a script */
	char *script;
	size_t script_size;
};

/* Opens a picture named after the figure and the suffix (may be ""). NULL with *err. */
struct plot *plot_begin(struct plotter *to, const char *figure, const char *suffix,
			struct error *err);
/* Draws it, frees it; renames the pictures when they are whole. 0, or -1 with *err. */
int plot_end(struct plot *p, struct error *err);

/* Sets a variable for the .gp file. Any byte may be in value: control characters
 * become blanks, and no text can end the string it stands in. */
void plot_text(struct plot *p, const char *name, const char *value);
void plot_number(struct plot *p, const char *name, double value);
/* A quoted column of the data file. */
void plot_column(struct plot *p, const char *text);
/* A figure of the data file; NaN stays NaN, which gnuplot leaves out. */
void plot_value(struct plot *p, double value);
/* Estimate, lower and upper bound. A bound without end becomes one so large that
 * common.gp knows it; none at all, no bar. */
void plot_estimate(struct plot *p, double estimate, double lo, double hi);
/* Begins a block, with a comment for readers of the file ("%s: ..."), and ends it;
 * a block without rows counts, too, which gnuplot would not do by itself. */
void plot_block(struct plot *p, const char *protocol, const char *columns);
void plot_block_end(struct plot *p);

/* title, and below it host, kernel and level of the report, and on how many runs the levels
 * rest that are drawn. */
void plot_titles(struct plot *p, const char *title, level_fn *drawn, const void *what);
/* names, colors, points and dashes of the protocols, as word lists. */
void plot_protocols(struct plot *p, const char *const *protocols, int nr);

/* 0 if gnuplot can be started, or -1 with *err (EXIT_CANNOT). */
int gnuplot_present(struct error *err);

#endif
