/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing, and the fields of a row as numbers; csv_read.c reads. */
#include "lib/csv.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csv.h>

static int failed(struct csv_out *o, const char *what)
{
	return error_errno(&o->err, EXIT_CANNOT, errno, "%s: %s", o->path, what);
}

static int copy_error(const struct csv_out *o, struct error *err)
{
	return o->err.status ? error_set(err, o->err.status, "%s", o->err.text) : 0;
}

int csv_append(struct csv_out *o, const char *path, const char *columns, struct error *err)
{
	struct stat st;

	*o = (struct csv_out){ .path = xstrdup(path), .first = true };
	o->file = fopen(path, "ae");
	if (!o->file) {
		failed(o, "cannot be opened for writing");
		goto fail;
	}
	if (fstat(fileno(o->file), &st)) {
		failed(o, "cannot be examined");
		goto fail;
	}
	if (!st.st_size && fprintf(o->file, "%s\n", columns) < 0) {
		failed(o, "cannot be written");
		goto fail;
	}
	return 0;
fail:
	copy_error(o, err);
	csv_close(o, NULL);
	return -1;
}

/* Commas, quotes and line ends need quotes; so do outer blanks, which libcsv strips. */
static bool needs_quotes(const char *s, size_t n)
{
	return s[strcspn(s, ",\"\r\n")] || (n && strchr(" \t", s[0])) ||
	       (n && strchr(" \t", s[n - 1]));
}

static void put(struct csv_out *o, const char *s)
{
	size_t n = strlen(s);
	int bad = 0;

	if (o->err.status || !o->file)
		return;
	if (!o->first)
		bad = putc(',', o->file) == EOF;
	o->first = false;
	if (needs_quotes(s, n))
		bad |= csv_fwrite(o->file, s, n) == EOF;
	else
		bad |= fwrite(s, 1, n, o->file) != n;
	if (bad)
		failed(o, "cannot be written");
}

void csv_str(struct csv_out *o, const char *s)
{
	put(o, s ? s : "");
}

void csv_int(struct csv_out *o, int64_t v)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, v);
	put(o, text);
}

void csv_uint(struct csv_out *o, uint64_t v)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, v);
	put(o, text);
}

void csv_num(struct csv_out *o, double v)
{
	char text[40] = "";

	if (isinf(v))
		snprintf(text, sizeof(text), "%s", v < 0 ? "-inf" : "inf");
	else if (!isnan(v))
		for (int digits = 15; digits <= 17; digits++) {
			snprintf(text, sizeof(text), "%.*g", digits, v);
			if (strtod(text, NULL) == v)
				break;
		}
	put(o, text);
}

void csv_empty(struct csv_out *o)
{
	put(o, "");
}

void csv_end(struct csv_out *o)
{
	o->first = true;
	if (!o->err.status && o->file && putc('\n', o->file) == EOF)
		failed(o, "cannot be written");
}

int csv_sync(struct csv_out *o, struct error *err)
{
	if (!o->err.status && o->file && (fflush(o->file) || fsync(fileno(o->file))))
		failed(o, "cannot be written");
	return copy_error(o, err);
}

int csv_close(struct csv_out *o, struct error *err)
{
	int ret;

	if (o->file && fclose(o->file) && !o->err.status)
		failed(o, "cannot be written");
	o->file = NULL;
	ret = copy_error(o, err);
	free(o->path);
	o->path = NULL;
	return ret;
}

/* The name of the i-th wanted column. */
static const char *column(const struct csv_row *row, size_t i, int *n)
{
	const char *s = row->columns;

	while (i--)
		s += strcspn(s, ",") + 1;
	*n = (int)strcspn(s, ",");
	return s;
}

static int bad_field(const struct csv_row *row, size_t i, const char *wanted, struct error *err)
{
	int n;
	const char *name = column(row, i, &n);

	return error_set(err, EXIT_USAGE, "%s:%lu: %.*s is '%.40s', not %s", row->path,
			 row->line, n, name, row->field[i], wanted);
}

/* Decimal only: no hexadecimal, "nan" or blanks, which strtod would take. */
static bool decimal(const char *s)
{
	return *s && !s[strspn(s, "+-.0123456789eE")];
}

int csv_get_num(const struct csv_row *row, size_t i, double *v, struct error *err)
{
	const char *s = row->field[i];
	char *end;

	*v = NAN;
	if (!*s)
		return 0;
	if (!strcmp(s, "inf") || !strcmp(s, "-inf")) {
		*v = *s == '-' ? -INFINITY : INFINITY;
		return 0;
	}
	if (!decimal(s))
		return bad_field(row, i, "a number", err);
	*v = strtod(s, &end);
	if (*end || !isfinite(*v))
		return bad_field(row, i, "a number", err);
	return 0;
}

int csv_get_time(const struct csv_row *row, size_t i, long double *v, struct error *err)
{
	const char *s = row->field[i];
	char *end;

	*v = NAN;
	if (!*s)
		return 0;
	if (!decimal(s))
		return bad_field(row, i, "a number", err);
	*v = strtold(s, &end);
	if (*end || !isfinite(*v))
		return bad_field(row, i, "a number", err);
	return 0;
}

int csv_get_amount(const struct csv_row *row, size_t i, double *v, struct error *err)
{
	const char *s = row->field[i];
	uint64_t n = 0;
	int digits = 0;

	for (; *s >= '0' && *s <= '9' && digits < 18; s++, digits++)
		n = n * 10 + (uint64_t)(*s - '0');
	*v = (double)n;
	if (digits && !*s)
		return 0;
	if (csv_get_num(row, i, v, err))
		return -1;
	return *v < 0 || isinf(*v) ? bad_field(row, i, "a number of 0 or more", err) : 0;
}

int csv_get_int(const struct csv_row *row, size_t i, int64_t min, int64_t max, int64_t *v,
		struct error *err)
{
	const char *s = row->field[i];
	bool negative = *s == '-';
	uint64_t n = 0;
	int digits = 0;

	/* By hand: this is most of the work of reading ten million samples. */
	for (s += negative; *s >= '0' && *s <= '9' && digits < 18; s++, digits++)
		n = n * 10 + (uint64_t)(*s - '0');
	if (!digits || *s)
		return bad_field(row, i, "a whole number", err);
	*v = negative ? -(int64_t)n : (int64_t)n;
	if (*v < min || *v > max) {
		char range[80];

		snprintf(range, sizeof(range), "a number from %" PRId64 " to %" PRId64, min, max);
		return bad_field(row, i, range, err);
	}
	return 0;
}
