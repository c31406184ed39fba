/* SPDX-License-Identifier: GPL-2.0-only */
/* kicks.csv: how long each kick took, and how many got lost. */
#ifndef KICKBENCH_ANALYSIS_KICKS_H
#define KICKBENCH_ANALYSIS_KICKS_H

#include "analysis/load.h"

/* From when, to when: planned to returned, sent to returned, planned to seen. */
enum span { SPAN_LATENCY, SPAN_SENT, SPAN_SEEN, NR_SPANS };

struct kicks {			/* of one arm of one cell, the warm-up left out */
	double (*ns)[NR_SPANS];	/* infinite: it never came back; NaN: not measured */
	unsigned *run;		/* index into rundir.runs */
	size_t nr, size;
	size_t lost;		/* how many of them */
	size_t runs;		/* that they come from */
};

/* Reads the file, if there is one: [cells][arms]. NULL with *err. */
struct kicks **kicks_read(const struct rundir *d, struct error *err);
/* kicks: NULL, or what kicks_read() gave. */
void kicks_free(const struct rundir *d, struct kicks **kicks);

#endif
