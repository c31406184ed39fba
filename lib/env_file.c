/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/env_parts.h"

#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lib/rundir.h"

static char *trimmed(char *line)
{
	size_t n = strlen(line);

	while (n && isspace((unsigned char)line[n - 1]))
		line[--n] = '\0';
	return line;
}

char *env_read_line(const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;

	if (!f)
		return NULL;
	if (getline(&line, &size, f) < 0 || !*trimmed(line)) {
		free(line);
		line = NULL;
	}
	fclose(f);
	return line;
}

char *env_labeled(const char *path, const char *label)
{
	FILE *f = fopen(path, "re");
	char *line = NULL, *value = NULL;
	size_t size = 0, n = strlen(label);

	while (f && !value && getline(&line, &size, f) > 0) {
		char *s = line + n;

		if (strncmp(line, label, n))
			continue;
		s += strspn(s, " \t");
		if (*s == ':' && *trimmed(s + 1))
			value = xstrdup(s + 1 + strspn(s + 1, " \t"));
	}
	free(line);
	if (f)
		fclose(f);
	return value;
}

static char *with_part(char *list, char *part)
{
	char *longer = list;

	if (!part || (list && list_has(list, part))) {
		free(part);
		return list;
	}
	longer = list ? xasprintf("%s+%s", list, part) : xstrdup(part);
	free(list);
	free(part);
	return longer;
}

char *env_values(const char *pattern)
{
	char *list = NULL;
	glob_t g;

	if (glob(pattern, 0, NULL, &g) == 0) {
		for (size_t i = 0; i < g.gl_pathc; i++)
			list = with_part(list, env_read_line(g.gl_pathv[i]));
		globfree(&g);
	}
	return list;
}

char *env_compose(void (*fn)(FILE *out, const void *context), const void *context)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		die(EXIT_CANNOT, "memory: no room for the facts of the host");
	fn(f, context);
	fclose(f);
	if (text && !*text) {
		free(text);
		text = NULL;
	}
	return text;
}
