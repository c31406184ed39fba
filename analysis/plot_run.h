/* SPDX-License-Identifier: GPL-2.0-only */
/* Starts gnuplot, a program of its own, and finds what it is to run. */
#ifndef KICKBENCH_ANALYSIS_PLOT_RUN_H
#define KICKBENCH_ANALYSIS_PLOT_RUN_H

#include <stddef.h>
#include "lib/die.h"

/* Feeds the script to gnuplot; its output goes to descriptor `out` (-1: nowhere).
 * It is given a minute. 0, or -1 with *err (EXIT_CANNOT). */
int gnuplot_run(const char *script, size_t size, int out, struct error *err);

/* The folder that holds the .gp files: $KICKBENCH_PLOTS, else plots beside the
 * program, ../share/kickbench/plots, or the one it was installed with. The caller
 * frees. NULL with *err (EXIT_CANNOT). */
char *plots_folder(struct error *err);

#endif
