/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/select.h"

#include <stdlib.h>
#include <string.h>

#include "harness/arms.h"
#include "harness/axes.h"

/* The default: about a minute, the questions most people have. */
static const char *const default_benches = "exit,entry,kick,kickcost,race";
/* Sizes and the lock of a VMM are questions about many vCPUs. */
static const char *const crowd_benches = "contend";

bool select_suits(const struct bench *b, const struct guest *g, const char *variant)
{
	struct names own;
	bool ok = true;

	if (b->guests_only) {
		axes_names(&axis_guest, b->guests, &own);
		ok = names_have(&own, g->name);
		names_release(&own);
	} else if (arms_comparable(b) && !b->needs_flag) {
		/* What is timed per exit wants exits. */
		ok = !(g->needs & GUEST_NO_EXIT);
	}
	return ok && (!b->suits || b->suits(g, variant));
}

static void add(struct names *l, const char *name, size_t n)
{
	l->name = xrealloc(l->name, (l->nr + 1) * sizeof(*l->name));
	l->name[l->nr++] = xasprintf("%.*s", (int)n, name);
}

/* Comma lists of variants; an empty element is the plain case. */
static void add_variants(struct names *l, const char *list)
{
	while (list) {
		size_t n = strcspn(list, ",");
		char *one = xasprintf("%.*s", (int)n, list);

		if (!names_have(l, one))
			add(l, list, n);
		free(one);
		list = list[n] ? list + n + 1 : NULL;
	}
}

static bool any_variant(const struct bench *b, const struct guest *g, const struct names *variants)
{
	for (size_t i = 0; i < variants->nr; i++)
		if (select_suits(b, g, variants->name[i]))
			return true;
	return false;
}

static void pick_guests(struct selected *s, const struct options *o)
{
	struct names asked;

	axes_names(&axis_guest, o->guest ? o->guest : s->bench->guests, &asked);
	for (size_t i = 0; i < asked.nr; i++) {
		const struct guest *g = guest_find(asked.name[i]);

		if (g && any_variant(s->bench, g, &s->variants))
			add(&s->guests, g->name, strlen(g->name));
	}
	names_release(&asked);
}

static void free_row(struct selected *s)
{
	names_release(&s->guests);
	names_release(&s->variants);
}

/* The plain case has no name of its own but here. */
static const char *shown(const char *variant)
{
	return *variant ? variant : "plain";
}

static void keep_asked(struct names *l, const char *list)
{
	struct names asked;
	size_t kept = 0;

	names_split("--variant", list, &asked, NULL);
	for (size_t i = 0; i < l->nr; i++)
		if (names_have(&asked, "all") || names_have(&asked, shown(l->name[i])))
			l->name[kept++] = l->name[i];
		else
			free(l->name[i]);
	l->nr = kept;
	names_release(&asked);
}

/* Named itself, not by way of `all`: then it was not to be left out. */
static bool named(const struct options *o, const struct bench *b)
{
	struct names l;
	bool found = o->bench && !names_split("--bench", o->bench, &l, NULL) &&
		     names_have(&l, b->name);

	if (o->bench)
		names_release(&l);
	return found;
}

static int add_bench(struct selection *s, const struct bench *b, const struct options *o,
		     struct error *err)
{
	struct selected row = { .bench = b };

	add_variants(&row.variants, b->variants ? b->variants : "");
	if ((o->bench || o->variant) && b->all_variants)
		add_variants(&row.variants, b->all_variants);
	if (o->variant)
		keep_asked(&row.variants, o->variant);
	if (!row.variants.nr) {
		free_row(&row);
		return 0;
	}
	pick_guests(&row, o);
	if (!row.guests.nr) {
		free_row(&row);
		return !named(o, b) ? 0
				    : error_set(err, EXIT_USAGE,
						"--guest %s: bench %s cannot use it (it takes %s)",
						o->guest, b->name, b->guests);
	}
	s->row = xrealloc(s->row, (s->nr + 1) * sizeof(*s->row));
	s->row[s->nr++] = row;
	return 0;
}

static bool has_variant(const struct selection *s, const char *name)
{
	for (size_t i = 0; i < s->nr; i++)
		for (size_t v = 0; v < s->row[i].variants.nr; v++)
			if (!strcmp(shown(s->row[i].variants.name[v]), name))
				return true;
	return false;
}

/* Those of all benchmarks. */
static int no_variant(const char *name, struct error *err)
{
	struct names known = { 0 };
	char *text;

	for (size_t i = 0; i < nr_benches; i++) {
		add_variants(&known, benches[i]->variants ? benches[i]->variants : "");
		if (benches[i]->all_variants)
			add_variants(&known, benches[i]->all_variants);
	}
	for (size_t i = 0; i < known.nr; i++)
		if (!*known.name[i]) {
			free(known.name[i]);
			known.name[i] = xstrdup("plain");
		}
	text = names_join(known.name, known.nr, ", ");
	error_set(err, EXIT_USAGE, "--variant %.60s: none of the benchmarks has it (there are %s, "
		  "and all)", name, text);
	free(text);
	names_release(&known);
	return -1;
}

static int all_variants_exist(const struct selection *s, const struct options *o,
			      struct error *err)
{
	struct names asked;
	int ret = 0;

	if (!o->variant)
		return 0;
	names_split("--variant", o->variant, &asked, NULL);
	for (size_t i = 0; i < asked.nr && !ret; i++)
		if (strcmp(asked.name[i], "all") && !has_variant(s, asked.name[i]))
			ret = no_variant(asked.name[i], err);
	names_release(&asked);
	return ret;
}

/* A guest that was named and that no benchmark takes was named in vain. */
static int all_used(const struct selection *s, const struct options *o, struct error *err)
{
	struct names asked, alone;
	int ret = 0;

	if (!o->guest)
		return 0;
	names_split("--guest", o->guest, &alone, NULL);
	axes_names(&axis_guest, o->guest, &asked);
	for (size_t i = 0; i < asked.nr && !ret; i++) {
		bool used = !names_have(&alone, asked.name[i]);	/* by way of `all` */

		for (size_t k = 0; k < s->nr; k++)
			used |= names_have(&s->row[k].guests, asked.name[i]);
		if (!used)
			ret = error_set(err, EXIT_USAGE,
					"--guest %s: none of the benchmarks can use it (see "
					"kickbench list)",
					asked.name[i]);
	}
	names_release(&asked);
	names_release(&alone);
	return ret;
}

int select_make(struct selection *s, const struct options *o, struct error *err)
{
	const char *list = o->bench;
	struct names names;
	int ret = 0;

	*s = (struct selection){ .by_default = !o->bench && !o->guest && !o->variant &&
					       !o->vcpus && !o->vmm_lock };
	if (!list)
		list = o->vcpus || o->vmm_lock ? crowd_benches : default_benches;
	axes_names(&axis_bench, list, &names);
	for (size_t i = 0; i < names.nr && !ret; i++) {
		const struct bench *b = bench_find(names.name[i]);

		/* `all` is what a host that does not count instructions can measure. */
		if (b && (b->kind != RUN_PATH || named(o, b)))
			ret = add_bench(s, b, o, err);
	}
	names_release(&names);
	if (!ret)
		ret = all_variants_exist(s, o, err);
	if (!ret)
		ret = all_used(s, o, err);
	if (ret)
		select_free(s);
	return ret;
}

void select_free(struct selection *s)
{
	for (size_t i = 0; i < s->nr; i++)
		free_row(&s->row[i]);
	free(s->row);
	*s = (struct selection){ 0 };
}
