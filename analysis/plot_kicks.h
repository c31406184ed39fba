/* SPDX-License-Identifier: GPL-2.0-only */
/* Every kick's latency, read from kicks.csv for the percentile plot. */
#ifndef KICKBENCH_ANALYSIS_PLOT_KICKS_H
#define KICKBENCH_ANALYSIS_PLOT_KICKS_H

#include "analysis/load.h"

/* The kicks of one protocol in one cell; from the planned time until KVM_RUN returned, sorted. */
struct kick_curve {
	int cell, arm;		/* arm: index into the cell's protocols */
	double *ns;		/* [nr], owned */
	size_t nr;
	size_t lost;		/* never came: they count as longer than all others */
};

struct kick_curves {
	struct kick_curve *list;
	size_t nr;
};

/* From kicks.csv of a loaded directory; without the file there are no curves.
 * 0, or -1 with *err. */
int kick_curves_read(struct kick_curves *c, const struct rundir *d, struct error *err);
void kick_curves_free(struct kick_curves *c);

#endif
