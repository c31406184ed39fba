/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading. Records are cut at line ends outside quotes; one with quotes in it
 * is taken apart by libcsv, a plain one by looking for its commas: ten million
 * samples are plain, and libcsv looks at each byte through a state machine.
 */
#include "lib/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <csv.h>

#define CHUNK		(1 << 18)
#define RECORD_MAX	(1 << 20)	/* longer: a stray quote swallows the file */
#define FIELDS_MAX	256

typedef int (*row_function)(const struct csv_row *row, void *context, struct error *err);

struct reader {
	const char *path, *columns;
	bool torn_ok;
	row_function fn;
	void *context;
	struct error *err;
	int fd;
	bool ended;			/* the file has no more bytes */
	char *buf;			/* buf[from..to) is not yet handed out */
	size_t from, to, size;
	unsigned long line;		/* of buf[from] */
	struct csv_parser parser;
	char *text;			/* of the fields that libcsv took apart */
	size_t text_size, text_used;
	size_t offset[FIELDS_MAX];
	char *field[FIELDS_MAX];
	size_t nr;			/* fields of the record */
	size_t header_nr;		/* 0: no header yet */
	size_t wanted[FIELDS_MAX], nr_wanted;
	char *out[FIELDS_MAX];
};

static int bad(struct reader *r, unsigned long line, int status, const char *why)
{
	return error_set(r->err, status, "%s:%lu: %s", r->path, line, why);
}

/* More bytes behind those we have. 0, or -1 with the error. */
static int fill(struct reader *r)
{
	ssize_t n;

	memmove(r->buf, r->buf + r->from, r->to - r->from);
	r->to -= r->from;
	r->from = 0;
	if (r->size - r->to < CHUNK) {
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
	return 0;
}

/* The first line end at or behind *scanned that is outside quotes, or NULL;
 * both are offsets from buf[from], so that they survive fill(). */
static char *line_end(struct reader *r, size_t *scanned, bool *in_quotes, bool *quotes)
{
	char *p = r->buf + r->from + *scanned, *stop = r->buf + r->to;

	while (p < stop) {
		char *end = memchr(p, '\n', (size_t)(stop - p));
		char *limit = end ? end : stop;

		for (char *q = p; (q = memchr(q, '"', (size_t)(limit - q))); q++) {
			*in_quotes = !*in_quotes;
			*quotes = true;
		}
		if (end && !*in_quotes)
			return end;
		p = end ? end + 1 : stop;
	}
	*scanned = r->to - r->from;
	return NULL;
}

static int split_plain(struct reader *r, char *s, char *end)
{
	for (;;) {
		char *comma = memchr(s, ',', (size_t)(end - s));

		if (r->nr == FIELDS_MAX)
			return bad(r, r->line, EXIT_USAGE, "too many fields");
		r->field[r->nr++] = s;
		if (!comma)
			break;
		*comma = '\0';
		s = comma + 1;
	}
	*end = '\0';
	return 0;
}

static void take_field(void *s, size_t n, void *context)
{
	struct reader *r = context;

	if (r->nr == FIELDS_MAX)
		return;
	if (r->text_used + n + 1 > r->text_size) {
		r->text_size = 2 * (r->text_used + n + 1);
		r->text = xrealloc(r->text, r->text_size);
	}
	if (n)
		memcpy(r->text + r->text_used, s, n);
	r->text[r->text_used + n] = '\0';
	r->offset[r->nr++] = r->text_used;
	r->text_used += n + 1;
}

static void take_row(int c, void *context)
{
	(void)c;
	(void)context;
}

static int split_quoted(struct reader *r, const char *s, size_t n)
{
	r->text_used = 0;
	if (csv_parse(&r->parser, s, n, take_field, take_row, r) != n ||
	    csv_fini(&r->parser, take_field, take_row, r))
		return bad(r, r->line, EXIT_USAGE, "quotes are out of place");
	for (size_t i = 0; i < r->nr; i++)
		r->field[i] = r->text + r->offset[i];
	return 0;
}

static int find_column(struct reader *r, const char *name, size_t n)
{
	for (size_t i = 0; i < r->nr; i++)
		if (strlen(r->field[i]) == n && !memcmp(r->field[i], name, n)) {
			r->wanted[r->nr_wanted++] = i;
			return 0;
		}
	return error_set(r->err, EXIT_USAGE, "%s:%lu: column '%.*s' is missing", r->path, r->line,
			 (int)n, name);
}

static int take_header(struct reader *r)
{
	for (const char *s = r->columns; *s;) {
		size_t n = strcspn(s, ",");

		if (find_column(r, s, n))
			return -1;
		s += n + (s[n] == ',');
	}
	r->header_nr = r->nr;
	return 0;
}

static int torn(struct reader *r)
{
	struct csv_row row = { .path = r->path, .columns = r->columns, .line = r->line, .last = true };

	if (!r->torn_ok)
		return bad(r, r->line, EXIT_DISTURBED, "the file ends in the middle of a row");
	return r->fn(&row, r->context, r->err);
}

static int take_record(struct reader *r, bool last)
{
	struct csv_row row = { .path = r->path, .columns = r->columns, .line = r->line };

	if (!r->header_nr)
		return take_header(r);
	if (r->nr != r->header_nr) {
		if (last && r->nr < r->header_nr)
			return torn(r);
		return error_set(r->err, EXIT_USAGE, "%s:%lu: %zu fields where the header has %zu",
				 r->path, r->line, r->nr, r->header_nr);
	}
	for (size_t i = 0; i < r->nr_wanted; i++)
		r->out[i] = r->field[r->wanted[i]];
	row.nr = r->nr_wanted;
	row.field = r->out;
	return r->fn(&row, r->context, r->err);
}

static unsigned long count_lines(const char *s, const char *end)
{
	unsigned long n = 0;

	for (; (s = memchr(s, '\n', (size_t)(end - s))); s++)
		n++;
	return n;
}

/* Takes the record buf[from..end), end being its line end. */
static int one_record(struct reader *r, char *end, bool quotes)
{
	char *start = r->buf + r->from;
	unsigned long lines = quotes ? count_lines(start, end) + 1 : 1;
	size_t n = (size_t)(end - start);
	bool last = r->ended && end + 1 == r->buf + r->to;
	int ret = 0;

	r->nr = 0;
	if (memchr(start, '\0', n))
		return bad(r, r->line, EXIT_USAGE, "a NUL byte: this is no text");
	if (n && end[-1] == '\r')
		n--;
	if (n)
		ret = quotes ? split_quoted(r, start, n) : split_plain(r, start, start + n);
	else
		ret = bad(r, r->line, EXIT_USAGE, "an empty line");
	if (!ret)
		ret = take_record(r, last);
	r->from = (size_t)(end + 1 - r->buf);
	r->line += lines;
	return ret;
}

/* 1: a record was taken; 0: the file has ended; -1: the error. */
static int next_record(struct reader *r)
{
	bool in_quotes = false, quotes = false;
	size_t scanned = 0;
	char *end;

	/* A record at the very end of the buffer waits for more: whether it is
	 * the last one decides what its missing columns mean. */
	while (!(end = line_end(r, &scanned, &in_quotes, &quotes)) ||
	       (end + 1 == r->buf + r->to && !r->ended)) {
		if (r->ended)
			return r->from == r->to ? 0 : torn(r);
		if (r->to - r->from > RECORD_MAX)
			return bad(r, r->line, EXIT_USAGE, "a row without end (a stray quote?)");
		if (end)
			scanned = (size_t)(end - r->buf) - r->from;
		if (fill(r))
			return -1;
	}
	return one_record(r, end, quotes) ? -1 : 1;
}

static int read_all(struct reader *r)
{
	int ret;

	do
		ret = next_record(r);
	while (ret > 0);
	if (!ret && !r->header_nr && r->from == r->to)
		return r->torn_ok ? torn(r) : bad(r, 1, EXIT_USAGE, "empty: no header");
	return ret;
}

int csv_read(const char *path, const char *columns, bool torn_ok,
	     int (*fn)(const struct csv_row *row, void *context, struct error *err),
	     void *context, struct error *err)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	int ret = -1;

	*r = (struct reader){ .path = path, .columns = columns, .torn_ok = torn_ok, .fn = fn,
			      .context = context, .err = err, .line = 1 };
	r->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0) {
		error_errno(err, EXIT_USAGE, errno, "%s: cannot be opened", path);
	} else if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI)) {
		error_set(err, EXIT_CANNOT, "libcsv: cannot be set up");
	} else {
		ret = read_all(r);
		csv_free(&r->parser);
	}
	if (r->fd >= 0)
		close(r->fd);
	free(r->buf);
	free(r->text);
	free(r);
	return ret;
}
