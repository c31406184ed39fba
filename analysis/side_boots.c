/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which directories of a side were measured in one boot: those that share one. A
 * directory has several where the machine was booted meanwhile. One that tells none
 * is no evidence of a further boot: it is taken to the first that is told.
 */
#include "analysis/side.h"

#include <stdlib.h>
#include <string.h>

struct boots { const char **id; size_t nr; };	/* the ids are the directory's */

static void add_boot(struct boots *b, const char *id)
{
	for (size_t i = 0; i < b->nr; i++)
		if (!strcmp(b->id[i], id))
			return;
	b->id = xrealloc(b->id, (b->nr + 1) * sizeof(*b->id));
	b->id[b->nr++] = id;
}

static struct boots boots_of(const struct rundir *d)
{
	const char *started = rundir_env(d, "boot_id");
	struct boots b = { 0 };

	for (size_t i = 0; i < d->nr_runs; i++)
		if (*d->runs[i].boot_id)
			add_boot(&b, d->runs[i].boot_id);
	if (!b.nr && started)
		add_boot(&b, started);
	return b;
}

static bool share(const struct boots *a, const struct boots *b)
{
	for (size_t i = 0; i < a->nr; i++)
		for (size_t j = 0; j < b->nr; j++)
			if (!strcmp(a->id[i], b->id[j]))
				return true;
	return false;
}

static void join(struct side *s, size_t a, size_t b)
{
	size_t from = s->dirs[a].unit, to = s->dirs[b].unit;

	for (size_t i = 0; i < s->nr_dirs; i++)
		if (s->dirs[i].unit == from)
			s->dirs[i].unit = to;
}

/* From 0 on, in the order in which they come. */
static void number(struct side *s)
{
	size_t *as = xcalloc(s->nr_dirs + 1, sizeof(*as));	/* plus 1; 0: has none yet */

	s->nr_boots = 0;
	for (size_t i = 0; i < s->nr_dirs; i++) {
		size_t *unit = &as[s->dirs[i].unit];

		if (!*unit)
			*unit = ++s->nr_boots;
		s->dirs[i].unit = *unit - 1;
	}
	free(as);
}

void side_boots(struct side *s)
{
	struct boots *b = xcalloc(s->nr_dirs + 1, sizeof(*b));
	size_t told = 0;	/* the first one */

	for (size_t i = 0; i < s->nr_dirs; i++) {
		s->dirs[i].unit = i;
		b[i] = boots_of(s->dirs[i].dir);
	}
	while (told + 1 < s->nr_dirs && !b[told].nr)
		told++;
	s->nr_untold = 0;
	for (size_t i = 0; i < s->nr_dirs; i++) {
		s->nr_untold += !b[i].nr;
		for (size_t j = 0; j < i; j++)
			if (share(&b[i], &b[j]))
				join(s, i, j);
		if (!b[i].nr)
			join(s, i, told);
	}
	number(s);
	for (size_t i = 0; i < s->nr_dirs; i++)
		free(b[i].id);
	free(b);
}
