/* SPDX-License-Identifier: GPL-2.0-only */
/* `topo`: the host's nodes and CPUs, and the places that it has. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/host.h"
#include "lib/die.h"
#include "lib/place.h"
#include "lib/topo.h"

static void print_list(const char *label, int *numbers, int n)
{
	char *text = topo_list(numbers, n);

	printf("%s%s", label, n ? text : "none");
	free(text);
	free(numbers);
}

static void print_cpus(const char *label, const struct topo *t, int node, bool usable)
{
	int *cpus = xcalloc(t->nr_cpus, sizeof(int)), n = 0;

	for (int i = 0; i < t->nr_cpus; i++)
		if ((node < 0 || t->cpus[i].node == node) && (!usable || t->cpus[i].usable))
			cpus[n++] = t->cpus[i].cpu;
	print_list(label, cpus, n);
}

static void print_host(const struct topo *t)
{
	int *offline = xcalloc(t->nr_offline, sizeof(int));

	for (int i = 0; i < t->nr_offline; i++)
		offline[i] = t->offline[i];
	printf("%s: %d package%s, %d node%s, %d core%s, %d CPU%s\n",
	       t->real ? "host" : "host (not this one: HWLOC_* describes it)",
	       t->nr_packages, t->nr_packages == 1 ? "" : "s",
	       t->nr_nodes, t->nr_nodes == 1 ? "" : "s", t->nr_cores, t->nr_cores == 1 ? "" : "s",
	       t->nr_cpus, t->nr_cpus == 1 ? "" : "s");
	print_cpus("usable CPUs: ", t, -1, true);
	print_list("; offline: ", offline, t->nr_offline);
	putchar('\n');
}

static void print_distances(const struct topo *t, const struct topo_node *n)
{
	if (!topo_distance(t, n->node, n->node)) {
		printf(", distances unknown\n");
		return;
	}
	printf(", distance");
	for (int i = 0; i < t->nr_nodes; i++)
		printf(" %d:%u", t->nodes[i].node, topo_distance(t, n->node, t->nodes[i].node));
	putchar('\n');
}

static void print_node(const struct topo *t, const struct topo_node *n)
{
	printf("node %d:", n->node);
	if (n->package >= 0)
		printf(" package %d,", n->package);
	if (n->memory)
		printf(" %" PRIu64 " MiB", n->memory >> 20);
	else
		printf(" no memory (node %d serves)", n->memory_node);
	if (n->nr_cpus) {
		print_cpus(", CPUs ", t, n->node, false);
		print_cpus(", usable ", t, n->node, true);
	} else {
		printf(", no CPUs");
	}
	print_distances(t, n);
}

static void print_core(const struct topo *t, int core)
{
	int *cpus = xcalloc(t->nr_cpus, sizeof(int)), n = 0;
	const struct topo_cpu *first = NULL;

	for (int i = 0; i < t->nr_cpus; i++) {
		if (t->cpus[i].core != core)
			continue;
		first = first ? first : &t->cpus[i];
		cpus[n++] = t->cpus[i].cpu;
	}
	if (!first) {
		free(cpus);
		return;
	}
	printf("core %d: node %d", core, first->node);
	if (t->nr_kinds > 1)
		printf(", kind %d", first->kind);
	if (first->package >= 0)
		printf(", package %d", first->package);
	print_list(n > 1 ? ", SMT siblings " : ", CPU ", cpus, n);
	putchar('\n');
}

static void print_names(const struct topo *t)
{
	struct place p;

	for (const struct place_name *n = place_names; n->name; n++) {
		struct error err = { 0 };

		if (n->expand(t, &p, &err) < 0) {
			printf("place %s: none here\n", n->name);
			continue;
		}
		place_text(&p);
		printf("place %s: %s (%s)\n", n->name, p.text, n->summary);
	}
}

static void print_places(const struct topo *t)
{
	struct place *list;
	size_t nr;

	print_names(t);
	place_all(t, &list, &nr);
	printf("place all:");
	for (size_t i = 0; i < nr; i++)
		printf(" %s", list[i].text);
	putchar('\n');
	free(list);
}

int topo_command(int argc, char **argv)
{
	struct error err = { 0 };
	struct topo *t;

	if (argc > 1) {
		complain("topo %s: no such argument (topo takes none)", argv[1]);
		return EXIT_USAGE;
	}
	t = topo_load(&err);
	if (!t)
		die_error(&err);
	print_host(t);
	for (int i = 0; i < t->nr_nodes; i++)
		print_node(t, &t->nodes[i]);
	for (int i = 0; i < t->nr_cpus; i++)
		print_core(t, i);
	print_places(t);
	topo_free(t);
	return EXIT_FINE;
}
