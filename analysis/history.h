/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the reading of a history: one directory of it, and the fresh ones. */
#ifndef KICKBENCH_ANALYSIS_HISTORY_H
#define KICKBENCH_ANALYSIS_HISTORY_H

#include "analysis/track.h"

struct loaded {
	struct rundir *dir;
	struct summary *summary;
};

/* Loads h->path/name. What is broken is named on standard error and counted: false. */
bool history_load_one(struct history *h, const char *name, struct loaded *l);
void loaded_free(struct loaded *l);

/* Whether h->path/name holds none of a run directory's files: neither night nor fresh data. */
bool history_other(const struct history *h, const char *name);

/* history_fresh.c: loads those of names that are fresh data of nights loaded before. What
 * cannot prove anything is named on standard error and left out. */
void history_load_fresh(struct history *h, char **names);

#endif
