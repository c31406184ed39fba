/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/topo_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void topo_free(struct topo *t)
{
	if (!t)
		return;
	free(t->nodes);
	free(t->cpus);
	free(t->offline);
	free(t->distances);
	free(t);
}

int topo_node_slot(const struct topo *t, int node)
{
	for (int i = 0; i < t->nr_nodes; i++)
		if (t->nodes[i].node == node)
			return i;
	return -1;
}

int topo_by_cpu(const void *a, const void *b)
{
	return ((const struct topo_cpu *)a)->cpu - ((const struct topo_cpu *)b)->cpu;
}

bool topo_is_real(const struct topo *t)
{
	return t->real;
}

const struct topo_node *topo_node(const struct topo *t, int node)
{
	int slot = topo_node_slot(t, node);

	return slot < 0 ? NULL : &t->nodes[slot];
}

const struct topo_cpu *topo_cpu(const struct topo *t, int cpu)
{
	struct topo_cpu key = { .cpu = cpu };

	return bsearch(&key, t->cpus, t->nr_cpus, sizeof(key), topo_by_cpu);
}

unsigned topo_distance(const struct topo *t, int from, int to)
{
	int i = topo_node_slot(t, from), j = topo_node_slot(t, to);

	return i < 0 || j < 0 ? 0 : t->distances[i * t->nr_nodes + j];
}

char *topo_list(const int *numbers, int n)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		die(EXIT_CANNOT, "memory: %s", strerror(errno));
	for (int i = 0, last; i < n; i = last + 1) {
		for (last = i; last + 1 < n && numbers[last + 1] == numbers[last] + 1;)
			last++;
		fprintf(f, "%s%d", i ? "," : "", numbers[i]);
		if (last > i)
			fprintf(f, "-%d", numbers[last]);
	}
	fclose(f);
	return text;
}
