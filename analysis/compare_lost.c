/* SPDX-License-Identifier: GPL-2.0-only */
/* The verdict on lost kicks: one is one too many. All directories of a side count. */
#include "analysis/compare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What the directories of a side saw. */
struct seen {
	double lo, hi;		/* of all their intervals */
	bool blind;		/* a detector saw nothing */
	bool control;
};

static struct seen look(const struct side *s, const struct summary_row *like)
{
	struct seen seen = { INFINITY, -INFINITY, false, false };

	for (size_t i = 0; i < s->nr_dirs; i++) {
		const struct summary_row *row = side_row(&s->dirs[i], like);

		if (!row)
			continue;
		seen.lo = fmin(seen.lo, row->lo);
		seen.hi = fmax(seen.hi, row->hi);
		seen.blind |= !strncmp(row->verdict, "cannot tell", 11);
		seen.control |= strstr(row->note, "control") || strstr(row->verdict, "control");
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

static const char *none_lost(const struct compared *row, const struct seen *base,
			     const struct seen *now)
{
	if (base->blind || now->blind)
		return "cannot tell (the detector saw nothing)";
	if (!(row->base_value > 0))
		return "same";
	return now->hi < base->lo ? "IMPROVED" : "cannot tell (too few kicks)";
}

void compare_lost(const struct comparison *c, struct compared *row)
{
	struct seen base = look(&c->base, row->base), now = look(&c->now, row->base);

	if (base.control || now.control) {
		snprintf(row->verdict, VERDICT_TEXT, "-");
		snprintf(row->note, VERDICT_TEXT, "control");
	} else if (!(row->now_value > 0)) {
		snprintf(row->verdict, VERDICT_TEXT, "%s", none_lost(row, &base, &now));
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
