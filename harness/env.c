/* SPDX-License-Identifier: GPL-2.0-only */
/* `env`: the host's facts, and what could disturb a measurement. */
#include <stdio.h>
#include <stdlib.h>

#include "harness/host.h"
#include "lib/die.h"
#include "lib/env.h"
#include "lib/topo.h"

static void print_facts(const struct topo *t)
{
	struct env e;

	env_collect(&e, t);
	for (size_t i = 0; i < e.nr; i++)
		printf("%-24s %s\n", e.facts[i].key,
		       *e.facts[i].value ? e.facts[i].value : "(not told)");
	env_free(&e);
}

static void print_disturbances(const struct topo *t)
{
	struct disturbances d;

	disturb_collect(&d, t);
	puts("\nwhat could disturb, and what to do about it:");
	for (size_t i = 0; i < d.nr; i++)
		printf("  %s (%s)\n", d.list[i].what, d.list[i].todo);
	if (!d.nr)
		puts("  nothing that was looked for");
	disturb_free(&d);
}

int env_command(int argc, char **argv)
{
	struct error err = { 0 };
	struct topo *t;

	if (argc > 1) {
		complain("env %s: no such argument (env takes none)", argv[1]);
		return EXIT_USAGE;
	}
	/* Its facts are of this host, whatever stands in for it in topo and plan. */
	unsetenv("HWLOC_SYNTHETIC");
	unsetenv("HWLOC_XMLFILE");
	t = topo_load(&err);
	if (!t)
		die_error(&err);
	print_facts(t);
	print_disturbances(t);
	topo_free(t);
	return EXIT_FINE;
}
