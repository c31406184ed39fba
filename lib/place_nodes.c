/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/place_nodes.h"

#include <stdlib.h>

int place_home(const struct topo *t, struct error *err)
{
	int first = -1;

	for (int i = 0; i < t->nr_nodes; i++) {
		if (!t->nodes[i].nr_usable)
			continue;
		if (t->nodes[i].memory)
			return t->nodes[i].node;
		if (first < 0)
			first = t->nodes[i].node;
	}
	if (first < 0)
		error_set(err, EXIT_CANNOT, "topology: no node has a CPU that we may use "
			  "(check the cpuset and taskset)");
	return first;
}

static char *usable_nodes(const struct topo *t)
{
	int *nodes = xcalloc(t->nr_nodes, sizeof(int)), n = 0;
	char *text;

	for (int i = 0; i < t->nr_nodes; i++)
		if (t->nodes[i].nr_usable)
			nodes[n++] = t->nodes[i].node;
	text = topo_list(nodes, n);
	free(nodes);
	return text;
}

static bool farther(const struct topo *t, const struct topo_node *home,
		    const struct topo_node *a, const struct topo_node *b)
{
	unsigned da = topo_distance(t, home->node, a->node);
	unsigned db = topo_distance(t, home->node, b->node);

	if (da != db)
		return da > db;
	return a->package != home->package && b->package == home->package;
}

int place_farthest(const struct topo *t, int home, struct error *err)
{
	const struct topo_node *from = topo_node(t, home), *best = NULL;

	for (int i = 0; from && i < t->nr_nodes; i++) {
		const struct topo_node *n = &t->nodes[i];

		if (n == from || !n->nr_usable)
			continue;
		if (!best || farther(t, from, n, best))
			best = n;
	}
	if (best)
		return best->node;
	return error_set(err, EXIT_CANNOT, "place: this host has only one node with usable CPUs: "
			 "%d (use --place local, or scripts/lab run --topology 2s for two)", home);
}

static int no_node(const struct topo *t, const char *text, const char *why, int node,
		   struct error *err)
{
	char *nodes = usable_nodes(t);

	error_set(err, EXIT_CANNOT, "place %.60s: node %d %s (choose from the nodes with usable "
		  "CPUs: %s)", text, node, why, nodes);
	free(nodes);
	return -1;
}

int place_check_nodes(const struct topo *t, const char *text, const int *nodes, int nr,
		      struct error *err)
{
	for (int i = 0; i < nr; i++) {
		const struct topo_node *n = topo_node(t, nodes[i]);

		if (!n)
			return no_node(t, text, "does not exist on this host", nodes[i], err);
		if (!n->nr_cpus)
			return no_node(t, text, "has memory but no CPU", nodes[i], err);
		if (!n->nr_usable)
			return no_node(t, text, "has no CPU that we may use", nodes[i], err);
	}
	return 0;
}
