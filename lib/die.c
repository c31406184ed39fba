/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/die.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Formats into text. What does not fit is left out of the middle, where a long name
 * stands: who failed comes first, why and what to do last. */
static void format(char *text, size_t size, const char *tail, const char *fmt, va_list ap)
{
	char *all, *line;
	size_t n, head = size / 4;

	if (vasprintf(&all, fmt, ap) < 0)
		all = NULL;
	if (!all || asprintf(&line, "%s%s", all, tail) < 0)
		line = NULL;
	n = line ? strlen(line) : 0;
	if (!line)
		snprintf(text, size, "%s%s", strerror(ENOMEM), tail);
	else if (n < size)
		memcpy(text, line, n + 1);
	else
		snprintf(text, size, "%.*s...%s", (int)head, line, line + n - (size - head - 4));
	free(line);
	free(all);
}

int error_set(struct error *err, int status, const char *fmt, ...)
{
	va_list ap;

	if (!err || err->status)
		return -1;
	va_start(ap, fmt);
	err->status = status;
	format(err->text, sizeof(err->text), "", fmt, ap);
	va_end(ap);
	return -1;
}

/* What to do about it, where that is the same whatever failed. */
static const char *remedy(int errnum)
{
	switch (errnum) {
	case EMFILE:
		return " (raise ulimit -n)";
	case ENOSPC:
	case EDQUOT:
		return " (make room there)";
	case EACCES:
		return " (see to its permissions)";
	case EROFS:
		return " (choose a place that can be written)";
	default:
		return "";
	}
}

int error_errno(struct error *err, int status, int errnum, const char *fmt, ...)
{
	char tail[128];
	va_list ap;

	if (!err || err->status)
		return -1;
	snprintf(tail, sizeof(tail), ": %s%s", strerror(errnum), remedy(errnum));
	va_start(ap, fmt);
	err->status = status;
	format(err->text, sizeof(err->text), tail, fmt, ap);
	va_end(ap);
	return -1;
}

static void compose(struct error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	format(err->text, sizeof(err->text), "", fmt, ap);
	va_end(ap);
}

int error_hint(struct error *err, const char *todo)
{
	size_t n = err ? strlen(err->text) : 0;

	if (n && err->text[n - 1] != ')')
		compose(err, "%s (%s)", err->text, todo);
	return -1;
}

static void put_line(const char *text)
{
	char line[1024];
	int n = snprintf(line, sizeof(line) - 1, "kickbench: %s", text);

	if (n > (int)sizeof(line) - 2)
		n = sizeof(line) - 2;
	for (int i = 0; i < n; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[n++] = '\n';
	/* One write: lines of several processes must not mix. Where standard
	 * error is gone there is nobody left to tell. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}

void complain(const char *fmt, ...)
{
	char text[900];
	va_list ap;

	va_start(ap, fmt);
	format(text, sizeof(text), "", fmt, ap);
	va_end(ap);
	put_line(text);
}

void die(int status, const char *fmt, ...)
{
	char text[900];
	va_list ap;

	va_start(ap, fmt);
	format(text, sizeof(text), "", fmt, ap);
	va_end(ap);
	put_line(text);
	exit(status);
}

void die_error(const struct error *err)
{
	put_line(err->text);
	exit(err->status ? err->status : EXIT_CANNOT);
}

static void *check(void *p)
{
	if (!p)
		die(EXIT_CANNOT, "memory: %s (free some, or ask for a smaller run)",
		    strerror(ENOMEM));
	return p;
}

void *xcalloc(unsigned long n, unsigned long size)
{
	return check(calloc(n ? n : 1, size ? size : 1));
}

void *xrealloc(void *p, unsigned long size)
{
	return check(realloc(p, size ? size : 1));
}

char *xstrdup(const char *s)
{
	return check(strdup(s));
}

char *xasprintf(const char *fmt, ...)
{
	char *s = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		s = NULL;
	va_end(ap);
	return check(s);
}
