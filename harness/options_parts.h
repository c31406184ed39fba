/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of options that `run` and `plan` take, for those that read it. */
#ifndef KICKBENCH_HARNESS_OPTIONS_PARTS_H
#define KICKBENCH_HARNESS_OPTIONS_PARTS_H

#include "harness/options.h"

#define OPTIONS_MAX 32

struct option_row {
	const char *name;
	const char *argument;	/* NULL: a switch */
	const char *help;
	/* Checks the value and keeps it. 0, or -1 with *err. */
	int (*set)(struct options *o, const char *value, struct error *err);
	const char *group;	/* that begins with this row, for help; else NULL */
	bool run_only;		/* `plan` refuses it */
	bool resumes;		/* goes together with --resume */
};
extern const struct option_row option_rows[];
extern const size_t nr_option_rows;	/* at most OPTIONS_MAX */

#endif
