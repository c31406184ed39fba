/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether the directories are of one host, and those of a side of one kernel. Exact counts may
 * come from an emulated host beside the real one that was timed: directories that
 * hold nothing but paths of an emulated host are laid beside each other alone.
 */
#include "analysis/compare.h"

#include <stdlib.h>
#include <string.h>

static bool apart(const struct comparison *c, const struct rundir *d)
{
	return (side_real(&c->base) || side_real(&c->now)) && side_counts_only(d);
}

/* The first of a side that was timed, or NULL. */
static const struct rundir *first_timed(const struct comparison *c, const struct side *s)
{
	for (size_t i = 0; i < s->nr_dirs; i++)
		if (!apart(c, s->dirs[i].dir))
			return s->dirs[i].dir;
	return NULL;
}

static char *differences_among(const struct comparison *c, bool counts)
{
	const struct rundir *first = NULL;
	char *text = xstrdup("");

	for (size_t i = 0; i < compare_nr_dirs(c) && !*text; i++) {
		const struct rundir *d = compare_dir(c, i)->dir;

		if (apart(c, d) != counts)
			continue;
		if (first) {
			free(text);
			text = hostkey_differences(first, d);
		} else {
			first = d;
		}
	}
	return text;
}

static char *mixed_text(const char *name, const char *a, const char *b)
{
	char *both = two_texts(a, b), *text = xasprintf("%s has %s", name, both);

	free(both);
	return text;
}

/* The boots of a side are of one kernel, or they are no replicates. */
static char *mixed_kernels(const struct comparison *c, const char *name, const struct side *s,
			   bool counts)
{
	static const char *const keys[] = { "kernel", "kernel_version", "config_hash" };
	const size_t nr_keys = sizeof(keys) / sizeof(keys[0]);

	for (size_t key = 0; key < nr_keys; key++) {
		const char *known = NULL, *other;	/* one that a directory tells */

		for (size_t i = 0; i < s->nr_dirs; i++) {
			if (apart(c, s->dirs[i].dir) != counts)
				continue;
			other = rundir_env(s->dirs[i].dir, keys[key]);
			if (known && other && strcmp(known, other))
				return mixed_text(name, known, other);
			known = other ? other : known;
		}
	}
	return xstrdup("");
}

/* The first that says something; frees the others. */
static char *first_text(char **texts, size_t nr)
{
	char *first = texts[0];

	for (size_t i = 1; i < nr; i++)
		if (*first) {
			free(texts[i]);
		} else {
			free(first);
			first = texts[i];
		}
	return first;
}

static bool times_emulated(const struct comparison *c)
{
	bool emulated = false;

	for (size_t i = 0; i < compare_nr_dirs(c); i++)
		emulated |= !apart(c, compare_dir(c, i)->dir) &&
			    rundir_emulated(compare_dir(c, i)->dir);
	return emulated;
}

void compare_hosts(struct comparison *c)
{
	const struct rundir *base = first_timed(c, &c->base), *now = first_timed(c, &c->now);
	char *differences[] = { differences_among(c, false), differences_among(c, true) };
	char *mixed[] = {
		mixed_kernels(c, "BASE", &c->base, false), mixed_kernels(c, "NEW", &c->now, false),
		mixed_kernels(c, "BASE", &c->base, true), mixed_kernels(c, "NEW", &c->now, true),
	};

	if (!base || !now) {
		base = c->base.dirs[0].dir;
		now = c->now.dirs[0].dir;
	}
	c->kernel_differences = kernel_differences(base, now);
	c->host_differences = first_text(differences, 2);
	c->mixed = first_text(mixed, 4);
	c->emulated = times_emulated(c);
}
