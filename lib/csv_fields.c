/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A record with quotes is taken apart by libcsv, a plain one at its commas: ten
 * million samples are plain, and libcsv takes each byte through a state machine.
 */
#include "lib/csv_fields.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <csv.h>
#include "lib/die.h"

#define STRICT	(CSV_STRICT | CSV_STRICT_FINI)

struct csv_fields_private {
	struct csv_parser parser;
	char *text;			/* of the fields that libcsv made */
	size_t size, used;
	size_t offset[CSV_FIELDS_MAX];
};

/* RFC 4180: blanks are part of a field. */
static int no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static int parser_init(struct csv_parser *p)
{
	int ret = csv_init(p, STRICT);

	csv_set_space_func(p, no_blank);
	return ret;
}

int fields_open(struct csv_fields *f)
{
	f->private = xcalloc(1, sizeof(*f->private));
	return parser_init(&f->private->parser) ? -1 : 0;
}

void fields_close(struct csv_fields *f)
{
	csv_free(&f->private->parser);
	free(f->private->text);
	free(f->private);
}

char *fields_split(struct csv_fields *f, char *s)
{
	f->nr = 0;
	f->field[f->nr++] = s;
	for (;; s++) {
		/* All that matters is no larger than a comma. */
		if (__builtin_expect((unsigned char)*s > ',', 1))
			continue;
		if (*s == '\n')
			return s;
		if (*s == '"' || !*s || (*s == ',' && f->nr == CSV_FIELDS_MAX))
			return NULL;
		if (*s == ',')
			f->field[f->nr++] = s + 1;
	}
}

void fields_end(struct csv_fields *f, char *line_end)
{
	for (size_t i = 1; i < f->nr; i++)
		f->field[i][-1] = '\0';
	if (line_end > f->field[0] && line_end[-1] == '\r')
		line_end--;
	*line_end = '\0';
}

static void take_field(void *s, size_t n, void *context)
{
	struct csv_fields *f = context;
	struct csv_fields_private *p = f->private;

	if (f->nr == CSV_FIELDS_MAX)
		return;
	if (p->used + n + 1 > p->size) {
		p->size = 2 * (p->used + n + 1);
		p->text = xrealloc(p->text, p->size);
	}
	if (n)
		memcpy(p->text + p->used, s, n);
	p->text[p->used + n] = '\0';
	p->offset[f->nr++] = p->used;
	p->used += n + 1;
}

static void take_row(int c, void *context)
{
	(void)c;
	(void)context;
}

int fields_parse(struct csv_fields *f, const char *record, size_t n)
{
	struct csv_fields_private *p = f->private;

	f->nr = 0;
	p->used = 0;
	if (csv_parse(&p->parser, record, n, take_field, take_row, f) != n ||
	    csv_fini(&p->parser, take_field, take_row, f)) {
		csv_free(&p->parser);	/* it stands inside the quotes */
		parser_init(&p->parser);
		return -1;
	}
	for (size_t i = 0; i < f->nr; i++)
		f->field[i] = p->text + p->offset[i];
	return 0;
}

size_t fields_last(const char *record, size_t n)
{
	bool in_quotes = false;
	size_t begins = 0;

	for (size_t i = 0; i < n; i++) {
		if (record[i] == '"')
			in_quotes = !in_quotes;
		else if (record[i] == ',' && !in_quotes)
			begins = i + 1;
	}
	return begins;
}
