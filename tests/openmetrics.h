/* SPDX-License-Identifier: GPL-2.0-only */
/* A strict reader of OpenMetrics text, for gauges: the only type that we write. */
#ifndef KICKBENCH_TESTS_OPENMETRICS_H
#define KICKBENCH_TESTS_OPENMETRICS_H

/* 0 if the text is what the format's grammar allows: metadata at most once and
 * before the samples, families whole and once, a unit that ends its family's name,
 * labels well named, escaped and once, no series twice, "# EOF" last. Otherwise the
 * number of the first line that is not, with the reason in *why. */
int openmetrics_check(const char *text, const char **why);

#endif
