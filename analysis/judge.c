/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdicts of a summary, once all of its rows are there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/rows.h"

/* "bench:guest:vcpus:place:variant:metric:protocol:versus", as the plan named it. */
static bool is_named(const struct summary_row *row, const char *name)
{
	char *mine = xasprintf("%s:%s:%d:%s:%s:%s:%s:%s", row->bench, row->guest, row->vcpus,
			       row->place, row->variant, row->metric, row->protocol, row->versus);
	bool same = !strcmp(mine, name);

	free(mine);
	return same;
}

/* The same of a cell that has no rows: nothing of it was measured. Or exact paths, which no
 * chance makes differ: theirs need no adjustment. */
static bool is_unmeasured(const struct builder *b, const struct cell_info *c, const char *name)
{
	char *mine = xasprintf("%s:%s:%d:%s:%s:", c->bench, c->guest, c->vcpus, c->place,
			       c->variant);
	bool same = !strncmp(mine, name, strlen(mine));

	free(mine);
	for (size_t i = 0; same && i < b->summary->nr; i++)
		same = b->summary->rows[i].cell != c->cell ||
		       !strcmp(b->summary->rows[i].metric, "path");
	return same;
}

/* To let another row stand in for it would be to choose by what came out. */
static int choose_named(struct builder *b, const char *name, struct error *err)
{
	for (size_t i = 0; i < b->summary->nr; i++)
		if (b->judging[i].how == JUDGED_DIFFERENCE &&
		    is_named(&b->summary->rows[i], name)) {
			b->judging[i].primary = true;
			return 0;
		}
	for (size_t i = 0; i < b->dir->nr_cells; i++)
		if (is_unmeasured(b, &b->dir->cells[i], name))
			return 0;
	return error_set(err, EXIT_USAGE, "%s/env.csv: primary is '%.200s': there is no such "
			 "difference (name a row as BENCH:GUEST:VCPUS:PLACE:VARIANT:METRIC:"
			 "PROTOCOL:VERSUS, or none)", b->dir->path, name);
}

/*
 * The primary row is fixed by the plan, not by the data: env.csv names it; else the
 * first comparison of cost, of bench exit where there is one, in the order of cells.csv.
 */
static int choose_primary(struct builder *b, struct error *err)
{
	const char *name = rundir_env(b->dir, "primary");
	struct judging *first = NULL, *first_exit = NULL;

	if (name)
		return choose_named(b, name, err);
	for (size_t i = b->summary->nr; i-- > 0;) {
		const struct summary_row *row = &b->summary->rows[i];

		if (b->judging[i].how != JUDGED_DIFFERENCE || strcmp(row->metric, "cost"))
			continue;
		first = &b->judging[i];
		if (!strcmp(row->bench, "exit"))
			first_exit = first;
	}
	first = first_exit ? first_exit : first;
	if (first)
		first->primary = true;
	return 0;
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
		rows_verdict(b, i, isnan(j->evidence.adjusted_p) ? NULL_UNTOLD :
			     failed ? "failed" : "ok");
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

/* A quotient of two differences: where one of them cannot be told, nor can it. */
static void judge_break_even(struct builder *b, size_t row)
{
	const struct summary_row *r = &b->summary->rows[row];

	for (size_t i = 0; i < b->summary->nr; i++) {
		const struct summary_row *d = &b->summary->rows[i];
		const char *why = b->judging[i].evidence.why_not;

		if (why && b->judging[i].how == JUDGED_DIFFERENCE && d->cell == r->cell &&
		    !strcmp(d->protocol, r->protocol) && !strcmp(d->versus, r->versus)) {
			char *verdict = xasprintf("cannot tell (%s)", why);

			rows_verdict(b, row, verdict);
			free(verdict);
			return;
		}
	}
}

int judge_rows(struct builder *b, struct error *err)
{
	if (choose_primary(b, err))
		return -1;
	adjust(b, JUDGED_DIFFERENCE);
	adjust(b, JUDGED_NULL);
	if (!b->emulated)
		judge_nulls(b);
	for (size_t i = 0; i < b->summary->nr; i++)
		if (!strcmp(b->summary->rows[i].metric, "break_even"))
			judge_break_even(b, i);
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
	return 0;
}
