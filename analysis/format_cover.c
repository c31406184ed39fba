/* SPDX-License-Identifier: GPL-2.0-only */
/* Plain text for a patch's cover letter: ASCII, no line over 72 columns. */
#include "analysis/format_tables.h"

#include <string.h>

#define COVER_WIDTH 72

static void put_title(const struct report *r, FILE *out)
{
	struct text line = text_of("kickbench %.40s on Linux %.100s%s",
				   report_env(r, "tool_version", ""),
				   report_env(r, "kernel", "(kernel not known)"),
				   r->emulated ? " (emulated: times mean nothing)" : "");

	put_wrapped(line.s, 0, 4, COVER_WIDTH, out);
}

static void put_table(const char *title, struct grid *g, void *context)
{
	FILE *out = context;

	putc('\n', out);
	put_wrapped(title, 0, 4, COVER_WIDTH, out);
	grid_put_text(g, COVER_WIDTH, out);
}

static void put_note(const char *key, const char *value, void *context)
{
	FILE *out = context;

	struct text title = text_of("%s:", key);
	int at = fprintf(out, "%-11s ", title.s);

	put_wrapped(value, at, 12, COVER_WIDTH, out);
}

static int write_cover(const struct report *r, void *stream, struct error *err)
{
	FILE *out = stream;

	put_title(r, out);
	each_table(r, put_table, out);
	putc('\n', out);
	incomplete_note(r, put_note, out);
	each_note(r, put_note, out);
	return check_stream(out, "cover", err);
}

const struct format format_cover = {
	.name = "cover",
	.summary = "plain text of at most 72 columns, for a patch's cover letter",
	.write = write_cover,
};
