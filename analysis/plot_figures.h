/* SPDX-License-Identifier: GPL-2.0-only */
/* The figures: what each shows, from which rows. */
#ifndef KICKBENCH_ANALYSIS_PLOT_FIGURES_H
#define KICKBENCH_ANALYSIS_PLOT_FIGURES_H

#include <stdbool.h>
#include "analysis/plot_gnuplot.h"

struct figure {
	const char *name;		/* plots/NAME.gp */
	/* Draws as many pictures as the report has data for. 0, or -1 with *err. */
	int (*draw)(struct plotter *to, struct error *err);
};
extern const struct figure figure_exit_cost, figure_cost_vcpus, figure_kick_latency,
	figure_siglock_wait, figure_places;

/* Some of the rows of a summary, and the protocols in them, each once. */
#define PLOT_PROTOCOLS 32
struct selection {
	const struct summary_row **rows;
	size_t nr;
	const char *protocols[PLOT_PROTOCOLS];
	int nr_protocols;
};

/* All levels (versus empty) of a metric, of the benches of a comma list (NULL: all). */
struct selection select_levels(const struct report *r, const char *metric, const char *benches);
void selection_free(struct selection *s);
/* A picture for each group of costs: opens(s, i) says whether row i is the first of one,
 * draw() draws it. 0, or -1 with *err. */
int draw_groups(struct plotter *to, bool (*opens)(const struct selection *s, size_t i),
		int (*draw)(struct plotter *to, const struct selection *s,
			    const struct summary_row *group, struct error *err),
		struct error *err);

/* True if the comma list has the word. */
bool in_list(const char *list, const char *word);

#endif
