/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A comparison for a patch's cover letter: for each metric and protocol a table
 * whose rows are exits or numbers of vCPUs, then all that reviewers ask for.
 */
#include "analysis/compare_text.h"

#include <stdlib.h>
#include <string.h>
#include "analysis/format_grid.h"
#include "analysis/format_tables.h"

#define COVER_WIDTH	72
#define NOTE_SHORT	24

static const struct grid empty_grid = {
	.column = {
		{ .head = "exit" },
		{ .head = "vCPUs", .right = true, .constant = true },
		{ .head = "place", .constant = true },
		{ .head = "base", .right = true },
		{ .head = "patched", .right = true },
		{ .head = "delta", .right = true },
		{ .head = "", .right = true, .spare = true },
		{ .head = "verdict" },
	},
	.columns = 8,
};

enum { COLUMN_VCPUS = 1, COLUMN_PLACE = 2 };

static bool same_group(const struct compared *a, const struct compared *b)
{
	return !strcmp(a->base->bench, b->base->bench) &&
	       !strcmp(a->base->metric, b->base->metric) &&
	       !strcmp(a->base->protocol, b->base->protocol) &&
	       !strcmp(a->base->versus, b->base->versus);
}

static bool first_of_group(const struct comparison *c, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (same_group(&c->rows[i], &c->rows[row]))
			return false;
	return true;
}

/* What all rows of a group share stands in its title, not in each row. */
static struct text group_title(const struct comparison *c, const struct compared *first,
			       struct grid *g)
{
	const struct summary_row *f = first->base;
	bool vcpus = true, place = true;

	for (size_t i = 0; i < c->nr; i++) {
		const struct summary_row *row = c->rows[i].base;

		if (!same_group(&c->rows[i], first))
			continue;
		vcpus &= row->vcpus == f->vcpus;
		place &= !strcmp(row->place, f->place);
	}
	g->column[COLUMN_VCPUS].hidden = vcpus;
	g->column[COLUMN_PLACE].hidden = place;
	return text_of("%.40s, %.40s: %.40s%s%.40s%s%s%.40s", f->bench, f->metric, f->protocol,
		       *f->versus ? " minus " : "", f->versus,
		       vcpus ? text_of(", %d vCPU%s", f->vcpus, f->vcpus > 1 ? "s" : "").s : "",
		       place ? ", place " : "", place ? f->place : "");
}

static bool note_is_long(const struct compared *row)
{
	return strlen(row->note) > NOTE_SHORT;
}

static void add_row(struct grid *g, const struct compared *row)
{
	grid_add(g, row_label(row->base).s);
	grid_add(g, text_of("%d", row->base->vcpus).s);
	grid_add(g, ascii(row->base->place).s);
	grid_add(g, base_text(row).s);
	grid_add(g, now_text(row).s);
	grid_add(g, change_text(row).s);
	grid_add(g, share_text(row).s);
	grid_add(g, (note_is_long(row) ? ascii(row->verdict) : judgement_text(row)).s);
}

/* Long ones stand behind the table, as a row has no room for them. */
static void put_row_note(const struct compared *row, const struct grid *g, FILE *out)
{
	const struct summary_row *b = row->base;
	bool vcpus = !g->column[COLUMN_VCPUS].hidden, place = !g->column[COLUMN_PLACE].hidden;

	if (!note_is_long(row))
		return;
	put_wrapped(text_of("%.40s%s%s%.30s: %.160s", row_label(b).s,
			    vcpus ? text_of(", %d vCPU%s", b->vcpus,
					    b->vcpus > 1 ? "s" : "").s : "",
			    place ? ", " : "", place ? b->place : "", row->note).s,
		    0, 4, COVER_WIDTH, out);
}

static void put_group(const struct comparison *c, const struct compared *first, FILE *out)
{
	struct grid g = empty_grid;
	struct text title = group_title(c, first, &g);

	for (size_t i = 0; i < c->nr; i++)
		if (same_group(&c->rows[i], first) && compared_shown(&c->rows[i]))
			add_row(&g, &c->rows[i]);
	if (g.rows) {
		putc('\n', out);
		put_wrapped(title.s, 0, 4, COVER_WIDTH, out);
		grid_put_text(&g, COVER_WIDTH, out);
	}
	for (size_t i = 0; i < c->nr; i++)
		if (same_group(&c->rows[i], first) && compared_shown(&c->rows[i]))
			put_row_note(&c->rows[i], &g, out);
	grid_clear(&g);
}

static void put_note(const char *title, const char *value, void *context)
{
	FILE *out = context;

	fprintf(out, "%-12s ", text_of("%.20s:", title).s);
	put_wrapped(value, strlen(title) < 12 ? 13 : (int)strlen(title) + 2, 13, COVER_WIDTH, out);
}

/* What reviewers ask about the host, of the side that is new. */
static void put_host(const struct comparison *c, FILE *out)
{
	struct report r = { .dir = c->now.dirs[0].dir, .summary = c->now.dirs[0].summary,
			    .emulated = c->emulated };

	each_note(&r, put_note, out);
}

static void write_cover(const struct comparison *c, FILE *out)
{
	char *sentence = compare_sentence(c);

	put_wrapped(sentence, 0, 0, COVER_WIDTH, out);
	free(sentence);
	fprintf(out, "%s intervals; boots: %zu of base, %zu patched\n",
		level_text(c->level).s, c->base.nr_boots, c->now.nr_boots);
	for (size_t i = 0; i < c->nr; i++)
		if (first_of_group(c, i))
			put_group(c, &c->rows[i], out);
	putc('\n', out);
	compare_notes(c, put_note, out);
	put_host(c, out);
}

const struct compare_format compare_cover = {
	.name = "cover",
	.summary = "plain text of at most 72 columns, for a patch's cover letter",
	.write = write_cover,
};
