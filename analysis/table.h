/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of the table that `report` prints; each prints nothing where the
 * directory has nothing of its kind. */
#ifndef KICKBENCH_ANALYSIS_TABLE_H
#define KICKBENCH_ANALYSIS_TABLE_H

#include "analysis/format_common.h"

void put_header(const struct report *r, FILE *out);
void put_costs(const struct report *r, FILE *out);
void put_throughputs(const struct report *r, FILE *out);
void put_handoff(const struct report *r, FILE *out);
void put_latencies(const struct report *r, FILE *out);
void put_kick_costs(const struct report *r, FILE *out);
void put_races(const struct report *r, FILE *out);
void put_lock(const struct report *r, FILE *out);
void put_counters(const struct report *r, FILE *out);
void put_paths(const struct report *r, FILE *out);
void put_unmeasured(const struct report *r, FILE *out);
void put_disturbed(const struct report *r, FILE *out);
/* The things that disturbed alone; false where there are none. */
bool put_disturbances(const struct report *r, const char *between, FILE *out);
/* What to say then: "nothing", or "not known". */
const char *no_disturbance(const struct report *r);

/* "cannot tell (detectable: ...)": the verdict with what its note explains. */
struct text verdict_text(const struct summary_row *row);
/* "pmtimer, 2 vCPUs, 0/0/0 kick_rate=100": which cell a line speaks of; only
 * what sets it apart from a plain one-vCPU cell. */
struct text cell_text(const struct summary_row *row);

#endif
