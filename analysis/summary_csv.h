/* SPDX-License-Identifier: GPL-2.0-only */
/* What every CSV of rows has in common: the names that rows are matched by. */
#ifndef KICKBENCH_ANALYSIS_SUMMARY_CSV_H
#define KICKBENCH_ANALYSIS_SUMMARY_CSV_H

#include "analysis/summary.h"
#include "lib/csv.h"

#define SUMMARY_NAMES	"bench,guest,vcpus,place,variant,metric,protocol,versus,unit"

/* Writes those fields, in that order. */
void summary_names(struct csv_out *o, const struct summary_row *row);

#endif
