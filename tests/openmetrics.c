/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/openmetrics.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/format_common.h"

#define MAX 4096

struct reader {
	char *family, *families[MAX], *series[MAX];
	int nr_families, nr_series;
	bool type, unit, help, samples;	/* seen of the family */
};

static size_t name_length(const char *s, bool colons)
{
	size_t n = 0;

	while (isalpha((unsigned char)s[n]) || s[n] == '_' || (colons && s[n] == ':') ||
	       (n && isdigit((unsigned char)s[n])))
		n++;
	return n;
}

static const char *open_family(struct reader *r, const char *name, size_t n)
{
	if (r->family && strlen(r->family) == n && !strncmp(r->family, name, n))
		return NULL;
	for (int i = 0; i < r->nr_families; i++)
		/* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): none of them is NULL */
		if (strlen(r->families[i]) == n && !strncmp(r->families[i], name, n))
			return "a family comes twice";
	if (r->nr_families == MAX)
		return "too many families for this reader";
	if (r->family && !r->samples)
		return "metadata without samples";
	r->family = r->families[r->nr_families++] = xasprintf("%.*s", (int)n, name);
	r->type = r->unit = r->help = r->samples = false;
	return NULL;
}

static const char *once(bool *seen)
{
	if (*seen)
		return "metadata twice";
	*seen = true;
	return NULL;
}

static const char *check_unit(struct reader *r, const char *unit)
{
	size_t family = strlen(r->family), n = strlen(unit);

	if (family < n + 2 || strcmp(r->family + family - n, unit) ||
	    r->family[family - n - 1] != '_')
		return "the name does not end with the unit";
	return once(&r->unit);
}

static const char *check_metadata(struct reader *r, const char *line)
{
	const char *name = line + 7, *rest, *why;
	size_t n = strlen(line) > 7 ? name_length(name, true) : 0;

	if (!n || strncmp(line, "# ", 2) || line[6] != ' ' || name[n] != ' ')
		return "no metadata";
	rest = name + n + 1;
	why = open_family(r, name, n);
	if (why)
		return why;
	if (r->samples)
		return "metadata behind samples";
	if (!strncmp(line, "# TYPE", 6))
		return strcmp(rest, "gauge") ? "no gauge" : once(&r->type);
	if (!strncmp(line, "# UNIT", 6))
		return check_unit(r, rest);
	return strncmp(line, "# HELP", 6) ? "unknown metadata" : once(&r->help);
}

/* Behind the closing quote; NULL where the value is not well escaped UTF-8. */
static const char *value_end(const char *s)
{
	while (*s != '"') {
		const char *before = s;
		uint32_t c = utf8_next(&s);

		if (!c || (c == UTF8_BAD && (unsigned char)*before != 0xef))
			return NULL;
		if (c == '\\' && !strchr("\\\"n", *s++))
			return NULL;
	}
	return s + 1;
}

static bool label_repeated(const char *from, const char *name, size_t n)
{
	for (const char *p = from; p < name; p++)
		if ((p[-1] == '{' || p[-1] == ',') && !strncmp(p, name, n) && p[n] == '=')
			return true;
	return false;
}

/* Behind the closing brace, or NULL. */
static const char *labels_end(const char *s)
{
	const char *first = s;

	for (;;) {
		size_t n = name_length(s, false);

		if (!n || strncmp(s + n, "=\"", 2) || label_repeated(first, s, n))
			return NULL;
		s = value_end(s + n + 2);
		if (!s)
			return NULL;
		if (*s == '}')
			return s + 1;
		if (*s++ != ',')
			return NULL;
	}
}

static const char *check_number(const char *s)
{
	char *end;

	if (!strcmp(s, "+Inf") || !strcmp(s, "-Inf") || !strcmp(s, "NaN"))
		return NULL;
	if (!*s || strspn(s, "0123456789+-.eE") != strlen(s))
		return "no number";
	strtod(s, &end);
	return *end ? "no number" : NULL;
}

static const char *check_series(struct reader *r, const char *line, size_t n)
{
	for (int i = 0; i < r->nr_series; i++)
		if (strlen(r->series[i]) == n && !strncmp(r->series[i], line, n))
			return "a series comes twice";
	if (r->nr_series == MAX)
		return "too many series for this reader";
	r->series[r->nr_series++] = xasprintf("%.*s", (int)n, line);
	return NULL;
}

static const char *check_sample(struct reader *r, const char *line)
{
	size_t n = name_length(line, true);
	const char *end = line + n, *why;

	if (!n || !r->family || strlen(r->family) != n || strncmp(r->family, line, n))
		return "a sample outside of its family";
	if (!r->type)
		return "a sample without type";
	if (*end == '{')
		end = labels_end(end + 1);
	if (!end || *end != ' ')
		return "labels";
	r->samples = true;
	why = check_series(r, line, end - line);
	return why ? why : check_number(end + 1);
}

static void release(struct reader *r)
{
	for (int i = 0; i < r->nr_families; i++)
		free(r->families[i]);
	for (int i = 0; i < r->nr_series; i++)
		free(r->series[i]);
}

int openmetrics_check(const char *text, const char **why)
{
	struct reader r = { 0 };
	int line = 1;

	for (*why = NULL; !*why && strcmp(text, "# EOF\n"); line++) {
		const char *end = strchr(text, '\n');
		char *one = end ? xasprintf("%.*s", (int)(end - text), text) : NULL;

		if (!one)
			*why = "no # EOF at the end";
		else
			*why = *one == '#' ? check_metadata(&r, one) : check_sample(&r, one);
		free(one);
		text = end ? end + 1 : text;
	}
	release(&r);
	return *why ? line - 1 : 0;
}
