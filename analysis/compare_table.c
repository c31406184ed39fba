/* SPDX-License-Identifier: GPL-2.0-only */
/* A comparison for people: as wide as it gets, as Markdown. */
#include "analysis/compare_text.h"

#include <stdlib.h>
#include <string.h>
#include "analysis/format_grid.h"

static const struct grid empty_grid = {
	.column = {
		{ .head = "bench" },
		{ .head = "guest" },
		{ .head = "vCPUs", .right = true },
		{ .head = "place" },
		{ .head = "variant" },
		{ .head = "metric" },
		{ .head = "protocol" },
		{ .head = "BASE", .right = true },
		{ .head = "NEW", .right = true },
		{ .head = "difference", .right = true },
		{ .head = "", .right = true, .spare = true },
		{ .head = "verdict" },
	},
	.columns = 12,
};

static void add_names(struct grid *g, const struct summary_row *row)
{
	grid_add(g, ascii(row->bench).s);
	grid_add(g, ascii(row->guest).s);
	grid_add(g, text_of("%d", row->vcpus).s);
	grid_add(g, ascii(row->place).s);
	grid_add(g, ascii(row->variant).s);
	grid_add(g, ascii(row->metric).s);
	grid_add(g, text_of("%.60s%s%.60s", ascii(row->protocol).s, *row->versus ? " - " : "",
			    ascii(row->versus).s).s);
}

static void fill_grid(struct grid *g, const struct comparison *c)
{
	for (size_t i = 0; i < c->nr; i++) {
		const struct compared *row = &c->rows[i];

		if (!compared_shown(row))
			continue;
		add_names(g, row->base);
		grid_add(g, base_text(row).s);
		grid_add(g, now_text(row).s);
		grid_add(g, change_text(row).s);
		grid_add(g, share_text(row).s);
		grid_add(g, judgement_text(row).s);
	}
}

static void put_ascii(const char *s, FILE *out)
{
	while (*s)
		putc(ascii_next(&s), out);
}

static void put_note(const char *title, const char *value, void *context)
{
	FILE *out = context;

	fprintf(out, "%s: ", title);
	put_ascii(value, out);
	putc('\n', out);
}

static void put_sentence(const struct comparison *c, FILE *out)
{
	char *sentence = compare_sentence(c);

	fprintf(out, "%s\n", sentence);
	free(sentence);
}

static void write_table(const struct comparison *c, FILE *out)
{
	struct grid g = empty_grid;

	compare_notes(c, put_note, out);
	putc('\n', out);
	fill_grid(&g, c);
	if (g.rows)
		grid_put_text(&g, 0, out);
	grid_clear(&g);
	fprintf(out, "%s", c->nr ? "\n" : "");
	put_sentence(c, out);
}

const struct compare_format compare_table = {
	.name = "table",
	.summary = "a line a row, and the one sentence that matters",
	.write = write_table,
};

/* A cell of Markdown: nothing in it may end it or format it. */
static void put_cell(const char *text, FILE *out)
{
	fputs("| ", out);
	while (*text) {
		char c = ascii_next(&text);

		if (strchr("|*_`<>[]\\&", c))
			putc('\\', out);
		putc(c, out);
	}
	putc(' ', out);
}

static void put_markdown_note(const char *title, const char *value, void *context)
{
	FILE *out = context;

	fprintf(out, "- %s: `", ascii(title).s);
	while (*value) {
		char c = ascii_next(&value);

		putc(c == '`' ? '\'' : c, out);
	}
	fputs("`\n", out);
}

static void put_markdown_grid(const struct grid *g, FILE *out)
{
	for (int i = 0; i < g->columns; i++)
		if (!g->column[i].hidden)
			put_cell(g->column[i].head, out);
	fputs("|\n", out);
	for (int i = 0; i < g->columns; i++)
		if (!g->column[i].hidden)
			fputs(g->column[i].right ? "|---:" : "|---", out);
	fputs("|\n", out);
	for (int row = 0; row < g->rows; row++) {
		for (int i = 0; i < g->columns; i++)
			if (!g->column[i].hidden)
				put_cell(g->cells[row * g->columns + i], out);
		fputs("|\n", out);
	}
}

static void write_markdown(const struct comparison *c, FILE *out)
{
	struct grid g = empty_grid;
	char *sentence = compare_sentence(c);

	fputs("**", out);
	put_ascii(sentence, out);
	fputs("**\n\n", out);
	free(sentence);
	fill_grid(&g, c);
	grid_hide_constant(&g);
	if (g.rows)
		put_markdown_grid(&g, out);
	grid_clear(&g);
	putc('\n', out);
	compare_notes(c, put_markdown_note, out);
}

const struct compare_format compare_markdown = {
	.name = "markdown",
	.summary = "a table for a wiki, an issue or a pull request",
	.write = write_markdown,
};
