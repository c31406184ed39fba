/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside format_tables: the columns that tables share, and the kinds of table. */
#ifndef KICKBENCH_ANALYSIS_FORMAT_PARTS_H
#define KICKBENCH_ANALYSIS_FORMAT_PARTS_H

#include "analysis/format_tables.h"

/* The first columns of every table; what all rows share goes to the title. */
enum { LABEL, VCPUS, PLACE, KEY_COLUMNS };
extern const struct grid_column key_columns[KEY_COLUMNS];

void add_key(struct grid *g, const struct summary_row *row);
/* Hides what all rows share, and names it: "exit, cost, 1 vCPU, place 0/0/0". */
struct text table_title(struct grid *g, const char *bench, const char *what);

/* For each cell of the bench and pair of protocols, and for those without another:
 * percentiles by row. */
void latency_tables(const struct report *r, const char *bench, table_fn fn, void *context);
/* For each cell of the bench: protocols by row, what bench race counted. */
void race_tables(const struct report *r, const char *bench, table_fn fn, void *context);

#endif
