/* SPDX-License-Identifier: GPL-2.0-only */
/* GitHub-flavored Markdown: tables with pipes, everything else escaped. */
#include "analysis/format_tables.h"

#include <string.h>

/* Text that no Markdown or HTML reads anything into. */
static void put_escaped(const char *s, FILE *out)
{
	while (*s) {
		uint32_t c = utf8_next(&s);

		if (c == '<' || c == '>' || c == '&') {
			fprintf(out, "&#%u;", c);
			continue;
		}
		if (c < 0x80 && strchr("\\`*_{}[]|~#!", c))
			putc('\\', out);
		put_utf8(out, c < ' ' || c == 0x7f ? UTF8_BAD : c);
	}
}

static void put_row(const struct grid *g, char *const *cells, FILE *out)
{
	for (int i = 0; i < g->columns; i++) {
		if (g->column[i].hidden)
			continue;
		fputs("| ", out);
		put_escaped(cells ? cells[i] : g->column[i].head, out);
		putc(' ', out);
	}
	fputs("|\n", out);
}

static void put_table(const char *title, struct grid *g, void *context)
{
	FILE *out = context;

	fputs("### ", out);
	put_escaped(title, out);
	fputs("\n\n", out);
	put_row(g, NULL, out);
	for (int i = 0; i < g->columns; i++)
		if (!g->column[i].hidden)
			fprintf(out, "|%s", g->column[i].right ? "---:" : ":---");
	fputs("|\n", out);
	for (int row = 0; row < g->rows; row++)
		put_row(g, g->cells + row * g->columns, out);
	putc('\n', out);
}

static void put_note(const char *key, const char *value, void *context)
{
	FILE *out = context;

	fprintf(out, "* **%s**: ", key);
	put_escaped(value, out);
	putc('\n', out);
}

static int write_markdown(const struct report *r, void *stream, struct error *err)
{
	FILE *out = stream;

	fputs("## kickbench: ", out);
	put_escaped(report_env(r, "host", "host not known"), out);
	fputs(", Linux ", out);
	put_escaped(report_env(r, "kernel", "not known"), out);
	fputs(r->emulated ? " (emulated: times mean nothing)\n\n" : "\n\n", out);
	each_table(r, put_table, out);
	incomplete_note(r, put_note, out);
	each_note(r, put_note, out);
	return check_stream(out, "markdown", err);
}

const struct format format_markdown = {
	.name = "markdown",
	.summary = "tables and notes in GitHub-flavored Markdown",
	.write = write_markdown,
};
