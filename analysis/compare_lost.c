/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdict on lost kicks: one is one too many. All directories of a side count. */
#include "analysis/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What the directories of a side saw. */
struct seen {
	double lo, hi;		/* of all their intervals */
	const char *blind;	/* why a loss would not have been seen; NULL: it would */
	bool control;
};

static struct seen look(const struct side *s, const struct summary_row *like)
{
	struct seen seen = { INFINITY, -INFINITY, NULL, false };

	for (size_t i = 0; i < s->nr_dirs; i++) {
		const struct summary_row *row = side_row(&s->dirs[i], like);

		if (!row)
			continue;
		seen.lo = fmin(seen.lo, row->lo);
		seen.hi = fmax(seen.hi, row->hi);
		if (!strncmp(row->verdict, "cannot tell: ", 13))
			seen.blind = row->verdict + 13;
		seen.control |= row_of_control(row);
	}
	return seen;
}

static void both_lose(struct compared *row, const struct seen *base, const struct seen *now)
{
	snprintf(row->verdict, VERDICT_TEXT, now->lo > base->hi ? "REGRESSED" :
		 now->hi < base->lo ? "IMPROVED" : "cannot tell (both lose kicks)");
	if (!compared_undecided(row))	/* which says so itself */
		snprintf(row->note, VERDICT_TEXT, "both lose kicks");
}

static void none_lost(struct compared *row, const struct seen *base, const struct seen *now)
{
	const char *blind = base->blind ? base->blind : now->blind;

	if (blind)
		snprintf(row->verdict, VERDICT_TEXT, "cannot tell (%s)", blind);
	else
		snprintf(row->verdict, VERDICT_TEXT, !(row->base_value > 0) ? "same" :
			 now->hi < base->lo ? "IMPROVED" : "cannot tell (too few kicks)");
}

void compare_lost(const struct comparison *c, struct compared *row)
{
	struct seen base = look(&c->base, row->base), now = look(&c->now, row->base);

	if (base.control || now.control) {
		snprintf(row->verdict, VERDICT_TEXT, "-");
		snprintf(row->note, VERDICT_TEXT, "control");
	} else if (!(row->now_value > 0)) {
		none_lost(row, &base, &now);
	} else if (row->base_value > 0) {
		both_lose(row, &base, &now);
	} else {
		snprintf(row->verdict, VERDICT_TEXT, "REGRESSED");
		snprintf(row->note, VERDICT_TEXT, "a lost kick is one too many");
	}
}

bool compare_row_loses(const struct comparison *c, const struct summary_row *like)
{
	for (size_t i = 0; i < c->now.nr_dirs; i++) {
		const struct summary_row *row = side_row(&c->now.dirs[i], like);

		if (row && !strcmp(row->verdict, VERDICT_LOST))
			return true;
	}
	return false;
}

bool compare_loses(const struct comparison *c)
{
	for (size_t i = 0; i < c->now.nr_dirs; i++)
		for (size_t k = 0; k < c->now.dirs[i].summary->nr; k++)
			if (!strcmp(c->now.dirs[i].summary->rows[k].verdict, VERDICT_LOST))
				return true;
	return false;
}
