/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "analysis/summary_csv.h"

void summary_names(struct csv_out *o, const struct summary_row *row)
{
	csv_str(o, row->bench);
	csv_str(o, row->guest);
	csv_int(o, row->vcpus);
	csv_str(o, row->place);
	csv_str(o, row->variant);
	csv_str(o, row->metric);
	csv_str(o, row->protocol);
	csv_str(o, row->versus);
	csv_str(o, row->unit);
}

static void write_row(struct csv_out *o, const struct summary_row *row)
{
	csv_int(o, row->cell);
	summary_names(o, row);
	csv_num(o, row->estimate);
	csv_num(o, row->lo);
	csv_num(o, row->hi);
	csv_num(o, row->level);
	csv_int(o, row->runs);
	csv_num(o, row->p);
	csv_str(o, row->verdict);
	csv_str(o, row->note);
	csv_end(o);
}

int summary_print(const struct summary *s, FILE *out, struct error *err)
{
	struct csv_out o = { .file = out, .path = (char *)"standard output", .first = true };

	fprintf(out, "%s\n", SUMMARY_COLUMNS);
	for (size_t i = 0; i < s->nr; i++)
		write_row(&o, &s->rows[i]);
	if (!fflush(out) && !ferror(out) && !o.err.status)
		return 0;
	error_errno(err, EXIT_DISTURBED, errno, "standard output: cannot be written");
	return error_hint(err, "is the disk full?");
}

static int write_rows(const struct summary *s, const char *path, struct error *err)
{
	struct csv_out o;

	if (unlink(path) && errno != ENOENT)
		return error_errno(err, EXIT_CANNOT, errno, "%s: cannot be replaced", path);
	if (csv_append(&o, path, SUMMARY_COLUMNS, err))
		return -1;
	for (size_t i = 0; i < s->nr; i++)
		write_row(&o, &s->rows[i]);
	csv_sync(&o, err);
	return csv_close(&o, err);
}

int summary_write(const struct summary *s, const char *dir, struct error *err)
{
	char *path = xasprintf("%s/summary.csv", dir);
	char *tmp = xasprintf("%s/summary.csv.tmp", dir);
	int ret = write_rows(s, tmp, err);

	if (!ret && rename(tmp, path))
		ret = error_errno(err, EXIT_CANNOT, errno, "%s: cannot be replaced", path);
	if (ret)
		unlink(tmp);
	free(path);
	free(tmp);
	return ret;
}

void summary_outdate(const char *dir)
{
	static const struct timespec first[] = { { 0 }, { 0 } };
	char *path = xasprintf("%s/summary.csv", dir);

	if (utimensat(AT_FDCWD, path, first, 0))
		unlink(path);	/* none is better than one that is believed */
	free(path);
}

static int get_numbers(const struct csv_row *row, struct summary_row *r, struct error *err)
{
	int64_t cell, vcpus, runs;

	if (csv_get_int(row, 0, 0, INT32_MAX, &cell, err) ||
	    csv_get_int(row, 3, 0, INT32_MAX, &vcpus, err) ||
	    csv_get_num(row, 10, &r->estimate, err) || csv_get_num(row, 11, &r->lo, err) ||
	    csv_get_num(row, 12, &r->hi, err) || csv_get_num(row, 13, &r->level, err) ||
	    csv_get_int(row, 14, 0, INT32_MAX, &runs, err) || csv_get_num(row, 15, &r->p, err))
		return -1;
	r->cell = (int)cell;
	r->vcpus = (int)vcpus;
	r->runs = (int)runs;
	return 0;
}

static int read_row(const struct csv_row *row, void *context, struct error *err)
{
	struct summary *s = context;
	struct summary_row r = { 0 };

	if (get_numbers(row, &r, err))
		return -1;
	r.bench = xstrdup(row->field[1]);
	r.guest = xstrdup(row->field[2]);
	r.place = xstrdup(row->field[4]);
	r.variant = xstrdup(row->field[5]);
	r.metric = xstrdup(row->field[6]);
	r.protocol = xstrdup(row->field[7]);
	r.versus = xstrdup(row->field[8]);
	r.unit = xstrdup(row->field[9]);
	r.verdict = xstrdup(row->field[16]);
	r.note = xstrdup(row->field[17]);
	if (!(s->nr & (s->nr - 1)))
		s->rows = xrealloc(s->rows, (s->nr ? 2 * s->nr : 1) * sizeof(r));
	s->rows[s->nr++] = r;
	return 0;
}

struct summary *summary_read(const char *dir, struct error *err)
{
	struct summary *s = xcalloc(1, sizeof(*s));
	char *path = xasprintf("%s/summary.csv", dir);
	int ret = csv_read(path, SUMMARY_COLUMNS, false, read_row, s, err);

	s->level = NAN;
	free(path);
	if (!ret)
		return s;
	summary_free(s);
	return NULL;
}
