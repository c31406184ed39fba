/* SPDX-License-Identifier: GPL-2.0-only */
/* Pieces of the store: its rows as fields, its files that are written whole. */
#ifndef KICKBENCH_HARNESS_STORE_FILES_H
#define KICKBENCH_HARNESS_STORE_FILES_H

#include "harness/store.h"

/* The fields behind cell and run. 0, or -1 with *err where the row names an
 * arm that the cell does not have. */
int store_row(struct csv_out *o, enum rows_kind kind, const struct cell *c, const void *row,
	      struct error *err);

/* Makes the directory `partial` with env.csv, cells.csv and runs.csv in one
 * rename. 0 or -1 with *err. */
int store_begin(const char *partial, const struct env *e, const struct plan *p, struct error *err);

/* Makes sure that a rename is on the disk. 0 or -1 with *err. */
int sync_parent(const char *path, struct error *err);

#endif
