/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/parse.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* strtoull() takes blanks, signs and other bases: digits only. */
static bool whole_number(const char *s, uint64_t *v)
{
	char *end;

	if (!isdigit((unsigned char)*s))
		return false;
	errno = 0;
	*v = strtoull(s, &end, 10);
	return !errno && !*end;
}

int parse_uint(const char *what, const char *s, uint64_t min, uint64_t max, uint64_t *v,
	       struct error *err)
{
	uint64_t n = 0;

	if (!whole_number(s, &n) || n < min || n > max)
		return error_set(err, EXIT_USAGE,
				 "%s %s: no such number (give a whole one from %llu to %llu)",
				 what, s, (unsigned long long)min, (unsigned long long)max);
	*v = n;
	return 0;
}

int parse_int(const char *what, const char *s, int min, int max, int *v, struct error *err)
{
	uint64_t n = 0;

	if (parse_uint(what, s, min, max, &n, err))
		return -1;
	*v = (int)n;
	return 0;
}

int parse_num(const char *what, const char *s, double min, double max, double *v,
	      struct error *err)
{
	char *end;
	double n;

	n = strtod(s, &end);
	if (!isdigit((unsigned char)s[*s == '.']) || *end || strpbrk(s, "xXpP") || !isfinite(n) ||
	    n < min || n > max)
		return error_set(err, EXIT_USAGE, "%s %s: no such number (give one from %g to %g)",
				 what, s, min, max);
	*v = n;
	return 0;
}

bool names_have(const struct names *l, const char *name)
{
	for (size_t i = 0; i < l->nr; i++)
		if (!strcmp(l->name[i], name))
			return true;
	return false;
}

int names_split(const char *what, const char *list, struct names *l, struct error *err)
{
	char *copy = xstrdup(list), *rest = copy, *name;
	int ret = 0;

	*l = (struct names){ 0 };
	while (!ret && (name = strsep(&rest, ","))) {
		if (!*name)
			ret = error_set(
				err, EXIT_USAGE,
				"%s '%s': an empty name (separate names with single commas)",
				what, list);
		else if (names_have(l, name))
			ret = error_set(err, EXIT_USAGE, "%s %s: %s comes twice (name it once)",
					what, list, name);
		l->name = xrealloc(l->name, (l->nr + 1) * sizeof(*l->name));
		l->name[l->nr++] = xstrdup(name);
	}
	free(copy);
	if (ret)
		names_release(l);
	return ret;
}

void names_release(struct names *l)
{
	for (size_t i = 0; i < l->nr; i++)
		free(l->name[i]);
	free(l->name);
	*l = (struct names){ 0 };
}

static void add_size(struct sizes *s, int n)
{
	size_t at = 0;

	while (at < s->nr && s->size[at] < n)
		at++;
	if (at < s->nr && s->size[at] == n)
		return;
	s->size = xrealloc(s->size, (s->nr + 1) * sizeof(*s->size));
	memmove(s->size + at + 1, s->size + at, (s->nr - at) * sizeof(*s->size));
	s->size[at] = n;
	s->nr++;
}

/* "N-M" or "all" as its bounds. */
static bool as_range(const char *name, int limit, int *first, int *last)
{
	const char *dash = strchr(name, '-');
	char head[16];
	uint64_t a = 0, b = 0;

	if (!strcmp(name, "all")) {
		*first = 1;
		*last = limit;
		return true;
	}
	if (!dash || dash - name >= (long)sizeof(head))
		return false;
	snprintf(head, sizeof(head), "%.*s", (int)(dash - name), name);
	if (!whole_number(head, &a) || !whole_number(dash + 1, &b) || a < 1 || b < a ||
	    b > (uint64_t)limit)
		return false;
	*first = (int)a;
	*last = (int)b;
	return true;
}

static int one_size(const char *what, const char *name, int max, int limit, struct sizes *s,
		    struct error *err)
{
	int first, last;
	uint64_t n = 0;

	if (!strcmp(name, "max")) {
		if (max > 0)
			add_size(s, max);
		return 0;
	}
	if (as_range(name, limit, &first, &last)) {
		for (int i = first; i <= last && i <= max; i++)
			add_size(s, i);
		return 0;
	}
	if (!whole_number(name, &n) || n < 1 || n > (uint64_t)limit)
		return error_set(err, EXIT_USAGE,
				 "%s %s: no such size (give 1 to %d, a range as 1-4, max or all)",
				 what, name, limit);
	if (max > 0)
		add_size(s, (int)n);
	return 0;
}

int sizes_parse(const char *what, const char *list, int max, int limit, struct sizes *s,
		struct error *err)
{
	struct names l;
	int ret = 0;

	*s = (struct sizes){ 0 };
	if (names_split(what, list, &l, err))
		return -1;
	for (size_t i = 0; i < l.nr && !ret; i++)
		ret = one_size(what, l.name[i], max, limit, s, err);
	names_release(&l);
	if (!ret && max > 0 && !s->nr)
		ret = error_set(err, EXIT_CANNOT,
				"%s %s: this place has CPUs for %d (a size named alone may "
				"oversubscribe them)",
				what, list, max);
	if (ret)
		sizes_free(s);
	return ret;
}

void sizes_free(struct sizes *s)
{
	free(s->size);
	*s = (struct sizes){ 0 };
}

char *names_join(char *const *name, size_t nr, const char *separator)
{
	size_t used = 0, room = 1;
	char *s;

	for (size_t i = 0; i < nr; i++)
		room += strlen(name[i]) + strlen(separator);
	s = xcalloc(room, 1);
	for (size_t i = 0; i < nr; i++)
		used += snprintf(s + used, room - used, "%s%s", i ? separator : "", name[i]);
	return s;
}

char *ints_join(const int *v, size_t nr, const char *separator)
{
	size_t used = 0, room = 1 + nr * (12 + strlen(separator));
	char *s = xcalloc(room, 1);

	for (size_t i = 0; i < nr; i++)
		used += snprintf(s + used, room - used, "%s%d", i ? separator : "", v[i]);
	return s;
}
