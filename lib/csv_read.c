/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading: records are cut at line ends outside quotes. */
#include "lib/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lib/csv_fields.h"

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define CHUNK		(1 << 9)	/* so that small inputs cross its ends, and cost little */
#else
#define CHUNK		(1 << 18)
#endif
#define RECORD_MAX	(1 << 20)	/* longer: a stray quote swallows the file */

typedef int (*row_function)(const struct csv_row *row, void *context, struct error *err);

struct reader {
	const char *path, *columns;
	enum csv_end end;
	row_function fn;
	void *context;
	struct error *err;
	int fd;
	bool ended;			/* the file has no more bytes */
	char *buf;			/* buf[from..to) is not yet handed out; buf[to] is NUL */
	size_t from, to, size;
	unsigned long line;		/* of buf[from] */
	struct csv_fields fields;	/* of the record */
	size_t header_nr;		/* 0: no header yet */
	size_t wanted[CSV_FIELDS_MAX], nr_wanted;
	char *out[CSV_FIELDS_MAX];
};

static int bad(struct reader *r, int status, const char *why)
{
	return error_set(r->err, status, "%s:%lu: %s", r->path, r->line, why);
}

/* More bytes behind those we have. 0, or -1 with the error. */
static int fill(struct reader *r)
{
	ssize_t n;

	if (r->from)
		memmove(r->buf, r->buf + r->from, r->to - r->from);
	r->to -= r->from;
	r->from = 0;
	if (r->size - r->to < CHUNK / 2) {
		r->size = r->to + CHUNK;
		r->buf = xrealloc(r->buf, r->size + 1);
	}
	do
		n = read(r->fd, r->buf + r->to, r->size - r->to);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return error_errno(r->err, EXIT_USAGE, errno, "%s: cannot be read", r->path);
	r->ended = !n;
	r->to += (size_t)n;
	r->buf[r->to] = '\0';
	return 0;
}

/* The first line end at or behind *scanned that is outside quotes, or NULL;
 * *scanned is an offset from buf[from], so that it survives fill(). */
static char *line_end(struct reader *r, size_t *scanned, bool *in_quotes)
{
	char *p = r->buf + r->from + *scanned, *stop = r->buf + r->to;

	while (p < stop) {
		char *end = memchr(p, '\n', (size_t)(stop - p));
		char *limit = end ? end : stop;

		for (char *q = p; (q = memchr(q, '"', (size_t)(limit - q))); q++)
			*in_quotes = !*in_quotes;
		if (end && !*in_quotes)
			return end;
		p = end ? end + 1 : stop;
	}
	*scanned = r->to - r->from;
	return NULL;
}

static int find_column(struct reader *r, const char *name, size_t n)
{
	size_t at = 0, nr = 0;

	for (size_t i = 0; i < r->fields.nr; i++)
		if (strlen(r->fields.field[i]) == n && !memcmp(r->fields.field[i], name, n)) {
			at = i;
			nr++;
		}
	if (nr != 1)
		return error_set(r->err, EXIT_USAGE, "%s:%lu: column '%.*s' %s", r->path, r->line,
				 (int)n, name, nr ? "stands there twice" : "is missing");
	r->wanted[r->nr_wanted++] = at;
	return 0;
}

static int take_header(struct reader *r)
{
	for (const char *s = r->columns; *s;) {
		size_t n = strcspn(s, ",");

		if (find_column(r, s, n))
			return -1;
		s += n + (s[n] == ',');
	}
	r->header_nr = r->fields.nr;
	return 0;
}

/* A torn record in r->fields: of what is whole, the last field is not. */
static int torn(struct reader *r)
{
	struct csv_row row = { .path = r->path, .columns = r->columns, .line = r->line,
			       .last = true, .field = r->out };
	static char empty[1];

	if (r->end == CSV_END_WHOLE)
		return bad(r, EXIT_DISTURBED,
			   "the file ends in the middle of a row (was it cut off?)");
	for (size_t i = 0; i < CSV_FIELDS_MAX; i++)
		r->out[i] = i < r->nr_wanted && r->wanted[i] + 1 < r->fields.nr ?
			    r->fields.field[r->wanted[i]] : empty;
	return r->fn(&row, r->context, r->err);
}

static int take_record(struct reader *r, bool last)
{
	struct csv_row row = { .path = r->path, .columns = r->columns, .line = r->line,
			       .nr = r->nr_wanted, .field = r->out };

	if (!r->header_nr)
		return take_header(r);
	if (r->fields.nr != r->header_nr) {
		if (last && r->fields.nr < r->header_nr)
			return torn(r);
		return error_set(r->err, EXIT_USAGE, "%s:%lu: %zu fields where the header has %zu",
				 r->path, r->line, r->fields.nr, r->header_nr);
	}
	for (size_t i = 0; i < r->nr_wanted; i++)
		r->out[i] = r->fields.field[r->wanted[i]];
	return r->fn(&row, r->context, r->err);
}

static unsigned long count_lines(const char *s, const char *end)
{
	unsigned long n = 1;

	for (; (s = memchr(s, '\n', (size_t)(end - s))); s++)
		n++;
	return n;
}

/* Takes the record buf[from..end), end being its line end, the long way. */
static int one_record(struct reader *r, char *end)
{
	char *start = r->buf + r->from;
	unsigned long lines = count_lines(start, end);
	size_t n = (size_t)(end - start);
	bool last = r->ended && end + 1 >= r->buf + r->to;
	int ret;

	if (memchr(start, '\0', n))
		return bad(r, EXIT_USAGE, "a NUL byte: this is no text");
	if (n && end[-1] == '\r')
		n--;
	if (!n)
		return bad(r, EXIT_USAGE, "an empty line");
	if (fields_parse(&r->fields, start, n))
		return bad(r, EXIT_USAGE, "quotes are out of place");
	ret = take_record(r, last);
	r->from = end < r->buf + r->to ? (size_t)(end + 1 - r->buf) : r->to;
	r->line += lines;
	return ret;
}

/* Takes the next record if it is a plain one, whole, and not the last in the
 * buffer; false: it is not. */
static bool take_plain(struct reader *r, int *ret)
{
	char *start = r->buf + r->from, *end = fields_split(&r->fields, start);

	if (!end || end == start || end + 1 >= r->buf + r->to)
		return false;
	fields_end(&r->fields, end);
	*ret = take_record(r, false) ? -1 : 1;
	r->from = (size_t)(end + 1 - r->buf);
	r->line++;
	return true;
}

/* Whether an open quote has swallowed rows: what is cut off inside a quoted field goes on with
 * text, not with a line of as many fields as the header has. */
static bool swallows_rows(struct reader *r, const char *rest, const char *end)
{
	const char *next = memchr(rest, '\n', (size_t)(end - rest)), *stop;

	if (!next || r->header_nr < 2)
		return false;
	next++;
	stop = memchr(next, '\n', (size_t)(end - next));
	return stop && !fields_parse(&r->fields, next, (size_t)(stop - next)) &&
	       r->fields.nr == r->header_nr;
}

/* The bytes behind the last line end. */
static int take_rest(struct reader *r)
{
	char *rest = r->buf + r->from, *end = r->buf + r->to;

	if (rest == end)
		return 0;
	if (swallows_rows(r, rest, end))
		return bad(r, EXIT_USAGE, "quotes are out of place");
	if (r->end == CSV_END_OPEN)
		return one_record(r, end) ? -1 : 1;
	/* What was cut off inside quotes is whole up to them. */
	if (fields_parse(&r->fields, rest, (size_t)(end - rest)) &&
	    fields_parse(&r->fields, rest, fields_last(rest, (size_t)(end - rest))))
		r->fields.nr = 0;
	return torn(r);
}

/* 1: a record was taken; 0: the file has ended; -1: the error. */
static int next_record(struct reader *r)
{
	bool in_quotes = false;
	size_t scanned = 0;
	char *end;
	int ret;

	if (take_plain(r, &ret))
		return ret;
	/* A record at the very end of the buffer waits for more: whether it is
	 * the last one decides what its missing columns mean. */
	while (!(end = line_end(r, &scanned, &in_quotes)) ||
	       (end + 1 == r->buf + r->to && !r->ended)) {
		if (r->ended)
			return take_rest(r);
		if (r->to - r->from > RECORD_MAX)
			return bad(r, EXIT_USAGE, "a row without end (a stray quote?)");
		if (end)
			scanned = (size_t)(end - r->buf) - r->from;
		if (fill(r))
			return -1;
	}
	return one_record(r, end) ? -1 : 1;
}

static int read_all(struct reader *r)
{
	int ret = fill(r);

	if (ret)
		return ret;
	do
		ret = next_record(r);
	while (ret > 0);
	if (!ret && !r->header_nr && r->from == r->to)
		return r->end != CSV_END_WHOLE && !r->to ? torn(r) :
		       bad(r, EXIT_USAGE, "empty: no header");
	return ret;
}

int csv_read(const char *path, const char *columns, enum csv_end end,
	     int (*fn)(const struct csv_row *row, void *context, struct error *err),
	     void *context, struct error *err)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	int ret = -1;

	*r = (struct reader){ .path = path, .columns = columns, .end = end, .fn = fn,
			      .context = context, .err = err, .line = 1 };
	r->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0)
		error_errno(err, EXIT_USAGE, errno, "%s: cannot be opened", path);
	else if (fields_open(&r->fields))
		error_set(err, EXIT_CANNOT, "libcsv: cannot be set up");
	else
		ret = read_all(r);
	if (ret)
		error_hint(err, r->fd < 0 ? "is it there, and readable?" :
				   "docs/formats.md says what belongs there");
	if (r->fd >= 0)
		close(r->fd);
	if (r->fields.private)
		fields_close(&r->fields);
	free(r->buf);
	free(r);
	return ret;
}
