/* SPDX-License-Identifier: GPL-2.0-only */
/* A report as a few tables and a few notes, for the formats that people read. */
#ifndef KICKBENCH_ANALYSIS_FORMAT_TABLES_H
#define KICKBENCH_ANALYSIS_FORMAT_TABLES_H

#include "analysis/format_common.h"
#include "analysis/format_grid.h"

/* Receives a table and its one-line title (printable ASCII); may print the
 * grid and hide columns, but keeps neither. */
typedef void (*table_fn)(const char *title, struct grid *g, void *context);
/* Receives a note; value is as it stands in the files, so it may hold any byte. */
typedef void (*note_fn)(const char *key, const char *value, void *context);

/* All tables of the report: for each bench and pair of protocols one with base,
 * arm and difference, then for each bench one of the levels that stand alone. */
void each_table(const struct report *r, table_fn fn, void *context);

/* What is missing of what was planned, if anything is. */
void incomplete_note(const struct report *r, note_fn fn, void *context);

/* What a reviewer asks for: host, kernel and commit, .config hash, KVM
 * parameters, pinning, command, n, disturbances, and what was not tested. */
void each_note(const struct report *r, note_fn fn, void *context);

/* What this run directory says nothing about, in words. The caller frees. */
char *not_tested(const struct report *r);

#endif
