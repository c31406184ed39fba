/* SPDX-License-Identifier: GPL-2.0-only */
/* `list`: what can be named on the command line, out of the tables that dispatch. */
#include <stdio.h>

#include "analysis/summary.h"
#include "harness/axes.h"
#include "lib/place.h"

static void list_axis(const struct axis *a)
{
	printf("%ss (%s):\n", a->what, a->option);
	for (size_t i = 0; i < a->count(); i++) {
		printf("  %-21s  %s\n", a->name(i), a->summary(i));
		if (a->used_by)
			printf("  %-21s  (%s)\n", "", a->used_by(i));
	}
	putchar('\n');
}

static void list_places(void)
{
	printf("places (--place), besides HOME/VCPUS/SERVICE in nodes:\n");
	for (const struct place_name *p = place_names; p->name; p++)
		printf("  %-21s  %s\n", p->name, p->summary);
	printf("  %-21s  %s\n\n", "all", "every distinct choice");
}

static void list_formats(void)
{
	printf("formats (report --format):\n");
	for (size_t i = 0; i < nr_formats; i++)
		printf("  %-21s  %s\n", formats[i]->name, formats[i]->summary);
}

int list_command(int argc, char **argv)
{
	if (argc > 1) {
		complain("list %s: no such argument (list takes none)", argv[1]);
		return EXIT_USAGE;
	}
	list_axis(&axis_bench);
	list_axis(&axis_guest);
	list_axis(&axis_protocol);
	list_places();
	list_formats();
	return EXIT_FINE;
}
