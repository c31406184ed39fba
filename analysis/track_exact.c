/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Integers need no statistics: any other one is an event. A count is exact, though,
 * only where two boots agree on it: the night's own two, or its one and another.
 */
#include "analysis/track.h"

static bool agree(const struct point *a, const struct point *b)
{
	return a->value == b->value && (!a->boot || !b->boot || a->boot != b->boot);
}

/* Whether another boot has the count of point i: the night itself, fresh data of it, or the
 * next night. */
static bool counted_twice(const struct series *s, size_t i, size_t end)
{
	const struct point *p = &s->points[i];

	if (!p->boot || (i + 1 < end && agree(p, p + 1)))
		return true;
	for (size_t k = 0; k < s->nr_fresh; k++)
		if (s->fresh[k].night == p->night && agree(p, &s->fresh[k]))
			return true;
	return false;
}

static void add_exact(struct series *s, size_t from, size_t at, enum change_proof proof)
{
	series_add_change(s, at, at, proof);
	s->changes[s->nr_changes - 1].from = from;
}

void exact_changes(struct series *s, size_t start, size_t end)
{
	bool sure = counted_twice(s, start, end);
	size_t from = start;	/* where the level now began */

	for (size_t i = start + 1; i < end; i++) {
		bool twice = counted_twice(s, i, end);

		if (s->points[i].value == s->points[from].value) {
			sure |= agree(&s->points[from], &s->points[i]);
			continue;
		}
		if (twice && sure)
			add_exact(s, from, i, PROOF_EXACT);
		else if (!twice && i + 1 == s->nr)
			add_exact(s, from, i, PROOF_NONE);
		if (twice || !sure) {
			from = i;
			sure = twice;
		}
	}
}

/* A lost kick does not even need a night before it. */
void lost_changes(struct series *s, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (s->points[i].value > 0 && (i == 0 || !(s->points[i - 1].value > 0)))
			series_add_change(s, i, i, PROOF_EXACT);
}
