/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rows both sides have, and which only one. */
#include "analysis/compare.h"

#include <stdlib.h>
#include <string.h>

/* A relative row says again what the row in the unit says: not judged twice. */
static bool repeats(const struct summary_row *row)
{
	return *row->versus && !strcmp(row->unit, "ratio");
}

/* The control of the measurement itself is no result. */
static bool is_control(const struct summary_row *row)
{
	return !strcmp(row->protocol, "null");
}

static const struct summary_row *find(const struct side *s, const struct summary_row *like)
{
	for (size_t i = 0; i < s->nr_dirs; i++) {
		const struct summary_row *row = side_row(&s->dirs[i], like);

		if (row)
			return row;
	}
	return NULL;
}

static void add_only(const struct summary_row ***list, size_t *nr, const struct summary_row *row)
{
	*list = xrealloc(*list, (*nr + 1) * sizeof(**list));
	(*list)[(*nr)++] = row;
}

static void add_matched(struct comparison *c, const struct summary_row *base,
			const struct summary_row *now)
{
	c->rows = xrealloc(c->rows, (c->nr + 1) * sizeof(*c->rows));
	c->rows[c->nr++] = (struct compared){ .base = base, .now = now };
}

/* Calls fn for each row of the side, those of later directories only if none
 * before has them. */
static void each_row(const struct side *s, struct comparison *c,
		     void (*fn)(struct comparison *c, const struct summary_row *row))
{
	for (size_t i = 0; i < s->nr_dirs; i++)
		for (size_t j = 0; j < s->dirs[i].summary->nr; j++) {
			const struct summary_row *row = &s->dirs[i].summary->rows[j];

			if (!repeats(row) && !is_control(row) && find(s, row) == row)
				fn(c, row);
		}
}

static void match_base(struct comparison *c, const struct summary_row *row)
{
	const struct summary_row *now = find(&c->now, row);

	if (now)
		add_matched(c, row, now);
	else
		add_only(&c->only_base, &c->nr_only_base, row);
}

static void match_now(struct comparison *c, const struct summary_row *row)
{
	if (!find(&c->base, row))
		add_only(&c->only_now, &c->nr_only_now, row);
}

void compare_match(struct comparison *c)
{
	each_row(&c->base, c, match_base);
	each_row(&c->now, c, match_now);
}
