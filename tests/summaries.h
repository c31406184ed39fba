/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the tests of summaries: a synthetic directory, loaded and summarized. */
#ifndef KICKBENCH_TESTS_SUMMARIES_H
#define KICKBENCH_TESTS_SUMMARIES_H

#include "analysis/summary.h"
#include "tests/synth.h"

/* What a test looks at. */
struct summarized {
	char top[40], dir[64];
	struct rundir *loaded;
	struct summary *summary;
};
extern struct summarized now;

/* cmocka's: of the group, and after each test. */
int summaries_setup(void **state);
int summaries_teardown(void **state);
int summaries_forget(void **state);

/* Writes, loads and summarizes; fails the test where that fails. */
void make(const struct synth *s);
/* The row of cell 0; fails the test where there is none. */
const struct summary_row *row(const char *metric, const char *protocol, const char *versus,
			      const char *unit);
/* The truth lies inside an interval that is not absurdly wide. */
void holds(const struct summary_row *r, double truth, double width);

#endif
