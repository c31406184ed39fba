/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KICKBENCH_ANALYSIS_LOAD_NULL_H
#define KICKBENCH_ANALYSIS_LOAD_NULL_H

#include "analysis/load.h"

/* Adds an arm `null` to each cell that has samples of one and does not list it.
 * 0, or -1 with *err. */
int adopt_null_arms(struct rundir *d, struct error *err);

#endif
