/* SPDX-License-Identifier: GPL-2.0-only */
/* Reports made by hand, for tests of what is written from them. */
#ifndef KICKBENCH_TESTS_HANDMADE_H
#define KICKBENCH_TESTS_HANDMADE_H

#include "analysis/summary.h"

/* A usual one: exits with a difference, kicks, a race, an event, a cell that was
 * not supported. Constant; nothing to free. */
const struct report *handmade_report(void);
/* The same shape with all that could upset a writer: control characters, quotes,
 * markup, broken UTF-8, overlong words, NaN and infinities, rows that come twice. */
const struct report *hostile_report(void);
/* No rows, no cells, no environment. */
const struct report *empty_report(void);

/* What a format writes. The caller frees. Fails the test where it cannot. */
char *written(const struct format *f, const struct report *r);

#endif
