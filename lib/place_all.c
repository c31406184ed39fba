/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every distinct place. Each choice gets a signature: what its nodes are like and
 * how far they lie from one another. Of choices with the same signature
 * the first is kept. Sizes of memory are left out: firmware and kernel take
 * different bites out of nodes that are otherwise twins.
 */
#include "lib/place.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lib/place_nodes.h"

#define SUBSETS_UP_TO 4		/* nodes; 15 sets of them. Above, pairs must do */
#define HOMES_UP_TO 16		/* nodes. Above, homes that see the others alike are one */

struct choice {
	const struct topo_node *home, *service;
	const struct topo_node *vcpus[PLACE_NODES_MAX];
	int nr;
};

struct search {
	const struct topo *topo;
	const struct topo_node *nodes[PLACE_NODES_MAX];	/* with usable CPUs */
	int nr_nodes;
	struct place *list;
	void *signatures, *homes;	/* tsearch()'s trees */
	size_t nr;
};

/* How one node sees another: the distance, or where unknown, whether same
 * node, same package or another one. */
static unsigned sees(const struct topo *t, const struct topo_node *a, const struct topo_node *b)
{
	unsigned d = t->distances[(a - t->nodes) * t->nr_nodes + (b - t->nodes)];

	return d * 4 + (a == b ? 0 : a->package == b->package ? 1 : 2);
}

static void put_node(FILE *f, const struct topo_node *n)
{
	fprintf(f, "c%dm%d;", n->nr_usable, n->memory > 0);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* What a vCPU node is to the rest of the choice, whatever its number. */
static void describe_vcpu_node(const struct topo *t, const struct choice *c, int i, char *text,
			       size_t size)
{
	const struct topo_node *v = c->vcpus[i];
	unsigned long sum = 0, squares = 0;

	for (int j = 0; j < c->nr; j++) {
		unsigned long s = sees(t, v, c->vcpus[j]) + sees(t, c->vcpus[j], v);

		sum += s;
		squares += s * s;
	}
	snprintf(text, size, "%d,%d,%u,%u,%u,%u,%lu,%lu", v->nr_usable,
		 v->memory > 0, sees(t, v, c->home), sees(t, c->home, v),
		 sees(t, v, c->service), sees(t, c->service, v), sum, squares);
}

static char *sign(const struct topo *t, const struct choice *c)
{
	char (*nodes)[128] = xcalloc(c->nr, sizeof(*nodes)), *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		die(EXIT_CANNOT, "memory: no room for a list of places");
	for (int i = 0; i < c->nr; i++)
		describe_vcpu_node(t, c, i, nodes[i], sizeof(nodes[i]));
	qsort(nodes, c->nr, sizeof(*nodes), by_text);
	put_node(f, c->home);
	put_node(f, c->service);
	fprintf(f, "%u,%u", sees(t, c->home, c->service), sees(t, c->service, c->home));
	for (int i = 0; i < c->nr; i++)
		fprintf(f, "|%s", nodes[i]);
	fclose(f);
	free(nodes);
	return text;
}

static void keep(struct search *s, const struct choice *c)
{
	struct place *p;

	s->list = xrealloc(s->list, (s->nr + 1) * sizeof(*s->list));
	p = &s->list[s->nr++];
	*p = (struct place){ .home = c->home->node, .nr_vcpu_nodes = c->nr,
			     .service_nodes = { c->service->node }, .nr_service_nodes = 1 };
	for (int i = 0; i < c->nr; i++)
		p->vcpu_nodes[i] = c->vcpus[i]->node;
	place_text(p);
}

/* Whether the tree has not had it yet; it owns the signature from then on. */
static bool is_new(void **tree, char *signature)
{
	char **known = tsearch(signature, tree, by_text);

	if (!known)
		die(EXIT_CANNOT, "memory: no room for a list of places");
	if (*known == signature)
		return true;
	free(signature);
	return false;
}

static void consider(struct search *s, const struct choice *c)
{
	if (is_new(&s->signatures, sign(s->topo, c)))
		keep(s, c);
}

static bool new_home(struct search *s, int home)
{
	struct choice c = { .home = s->nodes[home], .service = s->nodes[home] };

	for (int i = 0; i < s->nr_nodes; i++)
		c.vcpus[c.nr++] = s->nodes[i];
	return s->nr_nodes <= HOMES_UP_TO || is_new(&s->homes, sign(s->topo, &c));
}

/* Homes vary slowest and services fastest, so that the list begins at local. */
static void with_vcpus(struct search *s, struct choice *c, int home)
{
	c->home = s->nodes[home];
	for (int i = 0; i < s->nr_nodes; i++) {
		c->service = s->nodes[i];
		consider(s, c);
	}
}

static void with_set(struct search *s, unsigned long set, int home)
{
	struct choice c = { .nr = 0 };

	for (int i = 0; i < s->nr_nodes; i++)
		if (set & 1UL << i)
			c.vcpus[c.nr++] = s->nodes[i];
	with_vcpus(s, &c, home);
}

/* Sets of one node, of two, then larger ones: the simple places come first. */
static void with_home(struct search *s, int home)
{
	int n = s->nr_nodes;
	unsigned long every = n == PLACE_NODES_MAX ? ~0UL : (1UL << n) - 1;

	for (int i = 0; i < n; i++)
		with_set(s, 1UL << i, home);
	for (int i = 0; i < n; i++)
		for (int j = i + 1; j < n; j++)
			with_set(s, 1UL << i | 1UL << j, home);
	for (unsigned long set = 1; n <= SUBSETS_UP_TO && set < every; set++)
		if (__builtin_popcountl(set) > 2)
			with_set(s, set, home);
	if (n > 2)
		with_set(s, every, home);
}

void place_all(const struct topo *t, struct place **list, size_t *nr)
{
	struct search s = { .topo = t };

	for (int i = 0; i < t->nr_nodes && s.nr_nodes < PLACE_NODES_MAX; i++)
		if (t->nodes[i].nr_usable)
			s.nodes[s.nr_nodes++] = &t->nodes[i];
	for (int home = 0; home < s.nr_nodes; home++)
		if (new_home(&s, home))
			with_home(&s, home);
	tdestroy(s.signatures, free);
	tdestroy(s.homes, free);
	*list = s.list;
	*nr = s.nr;
}
