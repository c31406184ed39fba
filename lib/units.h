/* SPDX-License-Identifier: GPL-2.0-only */
/* Units, as they are printed. Times are ns everywhere else. */
#ifndef KICKBENCH_LIB_UNITS_H
#define KICKBENCH_LIB_UNITS_H

#include <stddef.h>

#define UNIT_TEXT 32		/* bytes that any text below fits in */

/* "8.31 us": three significant digits, never less than whole ns. NaN: "-";
 * infinite: "inf". Returns buf, which has UNIT_TEXT bytes. */
const char *unit_time(char *buf, double ns);

/* The same with its sign: "-133 ns", "+1.20 us"; "0 ns" has none. */
const char *unit_delta(char *buf, double ns);

/* A ratio's distance from nothing as "-1.6%": .984 is printed by
 * unit_percent(buf, .984 - 1). Below 10% with one decimal, always signed. */
const char *unit_percent(char *buf, double fraction);

/* A count, rate or ratio: three significant digits, from 10,000 with k, M or G
 * ("19.1k"); whole numbers below that as they are. NaN: "-"; infinite: "inf". */
const char *unit_count(char *buf, double v);

/* A positive share as a bound: "0.0013%", two significant digits. */
const char *unit_share(char *buf, double fraction);

#endif
