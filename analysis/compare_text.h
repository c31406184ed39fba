/* SPDX-License-Identifier: GPL-2.0-only */
/* A compared row as texts: what the formats of compare share. */
#ifndef KICKBENCH_ANALYSIS_COMPARE_TEXT_H
#define KICKBENCH_ANALYSIS_COMPARE_TEXT_H

#include "analysis/compare.h"
#include "analysis/format_common.h"

/* The figures of BASE and NEW. */
struct text base_text(const struct compared *row);
struct text now_text(const struct compared *row);
/* "+12 ns [+2, +22]"; without bounds where there are none. */
struct text change_text(const struct compared *row);
/* "+1.3%" of the base's level; "" for a difference of differences. */
struct text share_text(const struct compared *row);
/* The verdict with its note: "same: real but small". */
struct text judgement_text(const struct compared *row);
/* False for what is shown only where there is something to see: stale 0 and 0. */
bool compared_shown(const struct compared *row);

/* Calls fn with title and value for all that must be said beside the rows:
 * both sides' kernels and boots, what differs, unmatched rows, the primary row. */
void compare_notes(const struct comparison *c,
		   void (*fn)(const char *title, const char *value, void *context), void *context);

#endif
