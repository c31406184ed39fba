/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdicts of a summary, once all of its rows are there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/rows.h"

/*
 * The primary row is fixed by the plan, not by the data: the first comparison
 * of cost, of bench exit where there is one, in the order of cells.csv.
 */
static void choose_primary(struct builder *b)
{
	struct judging *first = NULL, *first_exit = NULL;

	for (size_t i = 0; i < b->summary->nr; i++) {
		const struct summary_row *row = &b->summary->rows[i];

		if (b->judging[i].how != JUDGED_DIFFERENCE || strcmp(row->metric, "cost"))
			continue;
		if (!first)
			first = &b->judging[i];
		if (!first_exit && !strcmp(row->bench, "exit"))
			first_exit = &b->judging[i];
	}
	if (first_exit)
		first_exit->primary = true;
	else if (first)
		first->primary = true;
}

static void adjust(struct builder *b, enum judged family)
{
	double *p = xcalloc(b->summary->nr, sizeof(*p));

	for (size_t i = 0; i < b->summary->nr; i++) {
		const struct judging *j = &b->judging[i];

		p[i] = j->how == family && !j->primary ? j->evidence.difference.p : NAN;
	}
	stats_holm(p, b->summary->nr);
	for (size_t i = 0; i < b->summary->nr; i++)
		if (b->judging[i].how == family && !b->judging[i].primary)
			b->judging[i].evidence.adjusted_p = p[i];
	free(p);
}

/* The null control of a cell speaks for all of the cell's timings. */
static void apply_null(struct builder *b, const struct summary_row *control)
{
	for (size_t i = 0; i < b->summary->nr; i++)
		if (b->judging[i].how == JUDGED_DIFFERENCE &&
		    b->summary->rows[i].cell == control->cell)
			b->judging[i].evidence.why_not = "null control failed";
}

static void judge_nulls(struct builder *b)
{
	for (size_t i = 0; i < b->summary->nr; i++) {
		struct judging *j = &b->judging[i];
		bool failed;

		if (j->how != JUDGED_NULL)
			continue;
		failed = verdict_null_failed(&j->evidence);
		rows_verdict(b, i, failed ? "failed" : "ok");
		rows_note(b, i, "null control");
		if (failed)
			apply_null(b, &b->summary->rows[i]);
	}
}

static void judge(struct builder *b, size_t i)
{
	char verdict[VERDICT_TEXT], note[VERDICT_TEXT];

	verdict_decide(&b->judging[i].evidence, VERDICT_ARMS, verdict, note);
	rows_verdict(b, i, verdict);
	rows_note(b, i, "%s", note);
}

void judge_rows(struct builder *b)
{
	choose_primary(b);
	adjust(b, JUDGED_DIFFERENCE);
	adjust(b, JUDGED_NULL);
	if (!b->emulated)
		judge_nulls(b);
	for (size_t i = 0; i < b->summary->nr; i++) {
		struct judging *j = &b->judging[i];
		struct summary_row *row = &b->summary->rows[i];

		if (j->how == JUDGED_NOT)
			continue;
		row->p = j->evidence.adjusted_p;
		if (i + 1 < b->summary->nr && !strcmp(row[1].unit, "ratio") && *row[1].versus)
			row[1].p = row->p;
		if (j->primary)
			rows_note(b, i, "primary");
		if (b->emulated)
			rows_note(b, i, "emulated: no verdict");
		else if (j->how == JUDGED_DIFFERENCE)
			judge(b, i);
	}
}
