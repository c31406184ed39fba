/* SPDX-License-Identifier: GPL-2.0-only */
/* A table in memory, to be printed as plain text or as Markdown. */
#ifndef KICKBENCH_ANALYSIS_FORMAT_GRID_H
#define KICKBENCH_ANALYSIS_FORMAT_GRID_H

#include <stdbool.h>
#include <stdio.h>

#define GRID_COLUMNS 12

struct grid_column {
	const char *head;	/* not owned; "" for none */
	const char *brief;	/* a head to take where the table gets too wide, or NULL */
	bool right;		/* figures stand to the right */
	bool spare;		/* may be left out where the table gets too wide */
	bool constant;		/* left out if all rows say the same (or nothing) */
	bool hidden;		/* set by grid_hide_constant() and by grid_put_text() */
};

struct grid {
	struct grid_column column[GRID_COLUMNS];
	int columns;
	char **cells;		/* [rows * columns], owned */
	int rows;
	int filled;		/* cells of the row that is being added */
};

/* Adds the next cell of the table, row by row; text is copied. */
void grid_add(struct grid *g, const char *text);
/* Hides each column whose rows are all empty, and each `constant` one whose rows are
 * all the same. */
void grid_hide_constant(struct grid *g);
/* In columns, no line wider than `width`: the gaps shrink, then heads get brief, then
 * spare columns are left out, from the left, until it fits; if it never
 * does, each row becomes a paragraph of "head: value" parts. width 0: as wide as it gets. */
void grid_put_text(struct grid *g, int width, FILE *out);
/* Frees the cells; the columns stay. */
void grid_clear(struct grid *g);

/* Prints text in lines of at most `width` columns, broken at blanks; what is
 * longer than a line is broken where the line ends. Lines after the first
 * start with `indent` blanks; `at` columns of the first are taken already.
 * Everything that is not printable ASCII appears as '?'. Ends with a newline. */
void put_wrapped(const char *text, int at, int indent, int width, FILE *out);

#endif
