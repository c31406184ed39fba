/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside csv_read(): a record cut into its fields. */
#ifndef KICKBENCH_LIB_CSV_FIELDS_H
#define KICKBENCH_LIB_CSV_FIELDS_H

#include <stddef.h>

#define CSV_FIELDS_MAX	256

struct csv_fields {
	char *field[CSV_FIELDS_MAX];	/* NUL-terminated, in the buffer or in text */
	size_t nr;
	struct csv_fields_private *private;
};

/* 0, or -1 where libcsv cannot be set up. */
int fields_open(struct csv_fields *f);
void fields_close(struct csv_fields *f);

/*
 * Finds the fields of a plain record in one pass and returns its line end, or
 * NULL where it has quotes, a NUL or too many fields: that takes libcsv. The buffer
 * ends with a NUL. fields_end() then ends each field, in the buffer.
 */
char *fields_split(struct csv_fields *f, char *record);
void fields_end(struct csv_fields *f, char *line_end);

/* Any record of n bytes, without its line end, taken apart by libcsv. 0, or -1
 * where quotes are out of place. */
int fields_parse(struct csv_fields *f, const char *record, size_t n);

/* Where the last field of a record of n bytes begins, quotes closed or not. */
size_t fields_last(const char *record, size_t n);

#endif
