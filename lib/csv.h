/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CSV as the run directory has it: RFC 4180 by libcsv, a header row, one
 * record per line, an empty field for what was not measured.
 */
#ifndef KICKBENCH_LIB_CSV_H
#define KICKBENCH_LIB_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "lib/die.h"

/* -- writing: fields of a row in order, then csv_end() -- */
struct csv_out {
	FILE *file;
	char *path;
	bool first;		/* the next field starts a row */
	struct error err;	/* the first failure; later calls do nothing */
};

/* Opens path for appending; a new or empty file gets the header row `columns`
 * (comma-separated names). 0, or -1 with *err. */
int csv_append(struct csv_out *o, const char *path, const char *columns, struct error *err);
void csv_str(struct csv_out *o, const char *s);		/* NULL or "": empty */
void csv_int(struct csv_out *o, int64_t v);
void csv_uint(struct csv_out *o, uint64_t v);
/* NaN: empty; infinite: inf, -inf; else the shortest that reads back the same. */
void csv_num(struct csv_out *o, double v);
void csv_empty(struct csv_out *o);
void csv_end(struct csv_out *o);
/* Flushes and fsyncs. 0, or -1 with *err (disk full ...). */
int csv_sync(struct csv_out *o, struct error *err);
/* Flushes and closes. 0, or -1 with *err. */
int csv_close(struct csv_out *o, struct error *err);

/* -- reading -- */
struct csv_row {
	const char *path;	/* for error texts */
	unsigned long line;	/* of the row's first character, from 1 */
	bool last;		/* torn: nothing follows it in the file and it lacks its
				 * newline or columns. Then nr is 0, and field[] is "" but
				 * for the wanted columns that are whole */
	const char *columns;	/* the names that were asked for */
	size_t nr;		/* wanted columns */
	char **field;		/* [nr] as wanted; "" where empty; valid during the call */
};

/* What the end of a file may look like. */
enum csv_end {
	CSV_END_WHOLE,		/* a torn last record is an error */
	CSV_END_TORN,		/* it goes to fn, with row->last set */
	CSV_END_OPEN,		/* the same, but one that lacks its line end alone is whole:
				 * RFC 4180 leaves that to the writer */
};

/*
 * Calls fn for each record with the fields that `columns` (comma-separated)
 * asks for, wherever the header has them; other columns are ignored. A record
 * with too few or too many fields, a missing column, no header: *err names file
 * and line (EXIT_USAGE); a torn end that may not be: EXIT_DISTURBED. fn returns 0 to
 * go on, -1 to stop with *err set.
 */
int csv_read(const char *path, const char *columns, enum csv_end end,
	     int (*fn)(const struct csv_row *row, void *context, struct error *err),
	     void *context, struct error *err);

/* Fields as numbers; a field that is none, or out of range, is an error naming
 * file, line and column. Empty: `csv_get_num` gives NaN, the integer
 * forms fail. "inf"/"-inf" are read. 0, or -1 with *err. */
int csv_get_num(const struct csv_row *row, size_t i, double *v, struct error *err);
/* The same without rounding what int64_t holds: ns of a clock that began long ago. */
int csv_get_time(const struct csv_row *row, size_t i, long double *v, struct error *err);
/* A number of 0 or more, finite; empty: NaN. Quick where it is a whole one. */
int csv_get_amount(const struct csv_row *row, size_t i, double *v, struct error *err);
int csv_get_int(const struct csv_row *row, size_t i, int64_t min, int64_t max, int64_t *v,
		struct error *err);

#endif
