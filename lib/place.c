/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/place.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lib/place_nodes.h"

static size_t put_nodes(char *text, size_t size, size_t used, char before, const int *nodes, int n)
{
	for (int i = 0; i < n && used < size; i++)
		used += snprintf(text + used, size - used, "%c%d", i ? '+' : before, nodes[i]);
	return used;
}

void place_text(struct place *p)
{
	size_t used = snprintf(p->text, sizeof(p->text), "%d", p->home);

	used = put_nodes(p->text, sizeof(p->text), used, '/', p->vcpu_nodes, p->nr_vcpu_nodes);
	put_nodes(p->text, sizeof(p->text), used, '/', p->service_nodes, p->nr_service_nodes);
}

/* -- the short names -- */

static void set_place(struct place *p, int home, int vcpus, int service)
{
	*p = (struct place){ .home = home, .vcpu_nodes = { vcpus }, .nr_vcpu_nodes = 1,
			     .service_nodes = { service }, .nr_service_nodes = 1 };
}

static int expand_local(const struct topo *t, struct place *p, struct error *err)
{
	int home = place_home(t, err);

	set_place(p, home, home, home);
	return home < 0 ? -1 : 0;
}

static int expand_remote_home(const struct topo *t, struct place *p, struct error *err)
{
	int home = place_home(t, err), far = place_farthest(t, home, err);

	set_place(p, home, far, home);
	return far < 0 ? -1 : 0;
}

static int expand_remote_service(const struct topo *t, struct place *p, struct error *err)
{
	int home = place_home(t, err), far = place_farthest(t, home, err);

	set_place(p, home, home, far);
	return far < 0 ? -1 : 0;
}

static int expand_spread(const struct topo *t, struct place *p, struct error *err)
{
	int home = place_home(t, err), far = place_farthest(t, home, err);

	set_place(p, home, home, far);
	p->nr_vcpu_nodes = 0;
	for (int i = 0; i < t->nr_nodes && far >= 0; i++) {
		if (!t->nodes[i].nr_usable)
			continue;
		if (p->nr_vcpu_nodes == PLACE_NODES_MAX)
			return error_set(err, EXIT_CANNOT, "place spread: more than %d nodes "
					 "(name those to use: HOME/N+N.../SERVICE)",
					 PLACE_NODES_MAX);
		p->vcpu_nodes[p->nr_vcpu_nodes++] = t->nodes[i].node;
	}
	return far < 0 ? -1 : 0;
}

const struct place_name place_names[] = {
	{ "local", "all on one node", expand_local },
	{ "remote-home", "the process made on one node, its vCPUs on the farthest other",
	  expand_remote_home },
	{ "spread", "vCPUs in turn on every node, service threads on the farthest", expand_spread },
	{ "remote-service", "service threads on the farthest node, all else on one",
	  expand_remote_service },
	{ NULL, NULL, NULL },
};

/* -- HOME/VCPUS/SERVICE -- */

static int bad(const char *text, struct error *err)
{
	return error_set(err, EXIT_USAGE, "place %.60s: not HOME/VCPUS/SERVICE in nodes, such as "
			 "0/0+1/1 (known names: local, remote-home, spread, remote-service, all)",
			 text);
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Reads N+N+... up to `end` ('/' or the string's end); returns what follows, or NULL. */
static const char *read_nodes(const char *s, char end, int *nodes, int *nr)
{
	for (*nr = 0; *nr < PLACE_NODES_MAX; s++) {
		char *after;
		unsigned long n;

		if (!isdigit((unsigned char)*s))
			return NULL;
		n = strtoul(s, &after, 10);
		if (n > 1 << 20)
			return NULL;
		nodes[(*nr)++] = n;
		s = after;
		if (*s != '+')
			break;
	}
	qsort(nodes, *nr, sizeof(*nodes), by_number);
	for (int i = 1; i < *nr; i++)
		if (nodes[i] == nodes[i - 1])
			return NULL;
	return *s == end ? s + (end != '\0') : NULL;
}

static int read_place(const struct topo *t, const char *text, struct place *p, struct error *err)
{
	int home[PLACE_NODES_MAX], nr;
	const char *s = read_nodes(text, '/', home, &nr);

	if (!s || nr != 1)
		return bad(text, err);
	*p = (struct place){ .home = home[0] };
	s = read_nodes(s, '/', p->vcpu_nodes, &p->nr_vcpu_nodes);
	if (!s || !read_nodes(s, '\0', p->service_nodes, &p->nr_service_nodes))
		return bad(text, err);
	if (place_check_nodes(t, text, home, 1, err) < 0 ||
	    place_check_nodes(t, text, p->vcpu_nodes, p->nr_vcpu_nodes, err) < 0 ||
	    place_check_nodes(t, text, p->service_nodes, p->nr_service_nodes, err) < 0)
		return -1;
	return 0;
}

/* -- lists -- */

static void append(struct place **list, size_t *nr, struct place *p)
{
	place_text(p);
	for (size_t i = 0; i < *nr; i++)
		if (!strcmp((*list)[i].text, p->text))
			return;
	*list = xrealloc(*list, (*nr + 1) * sizeof(**list));
	(*list)[(*nr)++] = *p;
}

static void append_all(const struct topo *t, struct place **list, size_t *nr)
{
	struct place *all;
	size_t nr_all;

	place_all(t, &all, &nr_all);
	for (size_t i = 0; i < nr_all; i++)
		append(list, nr, &all[i]);
	free(all);
}

static int append_word(const struct topo *t, const char *word, struct place **list, size_t *nr,
		       struct error *err)
{
	const struct place_name *n = place_names;
	struct place p;

	if (!strcmp(word, "all")) {
		append_all(t, list, nr);
		return 0;
	}
	while (n->name && strcmp(n->name, word))
		n++;
	if ((n->name ? n->expand(t, &p, err) : read_place(t, word, &p, err)) < 0)
		return -1;
	append(list, nr, &p);
	return 0;
}

int place_parse(const struct topo *t, const char *text, struct place **list, size_t *nr,
		struct error *err)
{
	char *copy = xstrdup(text), *rest = copy, *word;
	int ret = 0;

	*list = NULL;
	*nr = 0;
	while (ret == 0 && (word = strsep(&rest, ",")))
		ret = append_word(t, word, list, nr, err);
	free(copy);
	if (ret < 0) {
		free(*list);
		*list = NULL;
		*nr = 0;
	}
	return ret;
}
