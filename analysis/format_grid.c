/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/format_grid.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/format_common.h"

void grid_add(struct grid *g, const char *text)
{
	size_t n = (size_t)g->rows * g->columns + g->filled;

	if (g->filled == 0)
		g->cells = xrealloc(g->cells, (n + g->columns) * sizeof(*g->cells));
	g->cells[n] = xstrdup(text);
	if (++g->filled == g->columns) {
		g->filled = 0;
		g->rows++;
	}
}

void grid_clear(struct grid *g)
{
	for (int i = 0; i < g->rows * g->columns + g->filled; i++)
		free(g->cells[i]);
	free(g->cells);
	g->cells = NULL;
	g->rows = g->filled = 0;
}

static const char *cell(const struct grid *g, int row, int column)
{
	return row < 0 ? g->column[column].head : g->cells[row * g->columns + column];
}

/* Nothing to see in any row, or the same in all where that is told elsewhere. */
static bool says_nothing(const struct grid *g, int column)
{
	if (!g->column[column].constant && g->rows && *cell(g, 0, column))
		return false;
	for (int row = 1; row < g->rows; row++)
		if (strcmp(cell(g, row, column), cell(g, 0, column)))
			return false;
	return true;
}

void grid_hide_constant(struct grid *g)
{
	for (int i = 0; i < g->columns; i++)
		if (says_nothing(g, i))
			g->column[i].hidden = true;
}

static int column_width(const struct grid *g, int column)
{
	int width = 0;

	for (int row = -1; row < g->rows; row++) {
		int n = strlen(cell(g, row, column));

		width = n > width ? n : width;
	}
	return width;
}

static int grid_width(const struct grid *g, int gap)
{
	int width = 0;

	for (int i = 0; i < g->columns; i++)
		if (!g->column[i].hidden)
			width += (width ? gap : 0) + column_width(g, i);
	return width;
}

/* What the table can do without, a step at a time; false when nothing is left. */
static bool shrink(struct grid *g)
{
	bool shorter = false;

	for (int i = 0; i < g->columns; i++) {
		if (!g->column[i].brief)
			continue;
		g->column[i].head = g->column[i].brief;
		g->column[i].brief = NULL;
		shorter = true;
	}
	if (shorter)
		return true;
	for (int i = 0; i < g->columns; i++) {
		if (g->column[i].spare && !g->column[i].hidden) {
			g->column[i].hidden = true;
			return true;
		}
	}
	return false;
}

static void put_line(const struct grid *g, int row, const int *width, int gap, FILE *out)
{
	int pending = 0;	/* blanks owed; none stand at a line's end */

	for (int i = 0, first = 1; i < g->columns; i++) {
		const char *text = cell(g, row, i);
		int pad = width[i] - (int)strlen(text);

		if (g->column[i].hidden)
			continue;
		pending += first ? 0 : gap;
		first = 0;
		if (*text) {
			fprintf(out, "%*s%s", pending + (g->column[i].right ? pad : 0), "", text);
			pending = g->column[i].right ? 0 : pad;
		} else {
			pending += pad;
		}
	}
	putc('\n', out);
}

static void put_paragraph(const struct grid *g, int row, int width, FILE *out)
{
	char *text = xstrdup("");

	for (int i = 0; i < g->columns; i++) {
		const char *head = cell(g, -1, i), *value = cell(g, row, i);
		char *longer;

		if (!*value || (g->column[i].constant && g->column[i].hidden))
			continue;
		longer = xasprintf("%s%s%s%s%s", text, *text ? ", " : "", head, *head ? ": " : "",
				   value);
		free(text);
		text = longer;
	}
	put_wrapped(text, 0, 4, width, out);
	free(text);
}

/* The gap between columns with which the table fits; 0 if it does with none. */
static int fitting_gap(const struct grid *g, int width)
{
	for (int gap = 2; gap; gap--)
		if (!width || grid_width(g, gap) <= width)
			return gap;
	return 0;
}

void grid_put_text(struct grid *g, int width, FILE *out)
{
	int gap, columns[GRID_COLUMNS];

	grid_hide_constant(g);
	while (!(gap = fitting_gap(g, width)) && shrink(g))
		;
	for (int i = 0; i < g->columns; i++)
		columns[i] = column_width(g, i);
	for (int row = gap ? -1 : 0; row < g->rows; row++)
		if (gap)
			put_line(g, row, columns, gap, out);
		else
			put_paragraph(g, row, width, out);
}

/* How many of the next `room` characters stand on this line: up to the last
 * blank that fits; where there is none all of them, or none if a whole line
 * waits for them. */
static int piece(const char *text, int room, bool may_wait)
{
	int n = strlen(text), last = 0;

	if (n <= room)
		return n;
	for (int i = 1; i <= room; i++)
		if (text[i] == ' ')
			last = i;
	return last ? last : may_wait ? 0 : room;
}

void put_wrapped(const char *text, int at, int indent, int width, FILE *out)
{
	char *clean = xcalloc(strlen(text) + 1, 1), *p = clean;

	for (const char *s = text; *s; ) {
		uint32_t c = utf8_next(&s);

		*p++ = c >= ' ' && c < 0x7f ? c : '?';
	}
	for (p = clean + strspn(clean, " "); *p; p += strspn(p, " ")) {
		int n = piece(p, width > at ? width - at : 0, at > indent);

		fprintf(out, "%.*s", n, p);
		p += n;
		if (!p[strspn(p, " ")])
			break;
		at = indent;
		fprintf(out, "\n%*s", indent, "");
	}
	putc('\n', out);
	free(clean);
}
