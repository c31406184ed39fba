/* SPDX-License-Identifier: GPL-2.0-only */
/* The three axes of everything measured, as tables of names. */
#ifndef KICKBENCH_HARNESS_AXES_H
#define KICKBENCH_HARNESS_AXES_H

#include <stddef.h>
#include <stdint.h>
#include "harness/options.h"
#include "lib/die.h"
#include "lib/parse.h"

struct axis {
	const char *option;		/* "--bench" */
	const char *what;		/* "benchmark" */
	size_t (*count)(void);
	const char *(*name)(size_t i);
	const char *(*summary)(size_t i);
	const char *(*used_by)(size_t i);	/* who uses it; NULL where nobody asks */
};
extern const struct axis axis_bench, axis_guest, axis_protocol;

/* Whether each name of a comma list is known (or `all`). 0, or -1 with *err,
 * which lists the known ones. */
int axes_check(const struct axis *a, const char *list, struct error *err);
/* The names of a list, `all` expanded; the list is right already. */
void axes_names(const struct axis *a, const char *list, struct names *names);

/* Whether --counters L is a list of `siglock`, `default` or event names. 0 or -1 with *err. */
int axes_check_counters(const char *list, struct error *err);

/* --inject: "PROTOCOL=NS", "PROTOCOL=Ki", or several with commas, added to the
 * list. `null` stands for further arms that are the baseline. 0 or -1 with *err. */
int injects_parse(const char *text, struct inject *list, int *nr, struct error *err);

/* `list`: prints the axes, the places and the formats. */
int list_command(int argc, char **argv);

#endif
