/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Integers need no statistics: any other one is an event. That of a single boot stands until
 * another boot, in fresh data or on the next night, counts otherwise.
 */
#include "analysis/track.h"

/* What fresh data of another boot say of a single boot's count: 1: the same; -1: not so; 0:
 * there are none. */
static int fresh_says(const struct series *s, const struct point *p)
{
	int said = 0;

	for (size_t k = 0; k < s->nr_fresh; k++) {
		const struct point *f = &s->fresh[k];

		if (f->night != p->night || (f->boot && f->boot == p->boot))
			continue;
		if (f->value == p->value)
			return 1;
		said = -1;
	}
	return said;
}

static bool stands(const struct series *s, size_t i, size_t end)
{
	const struct point *p = &s->points[i];
	int said = p->boot ? fresh_says(s, p) : 1;

	if (said)
		return said > 0;
	return i + 1 == end || p[1].value == p->value;
}

void exact_changes(struct series *s, size_t start, size_t end)
{
	size_t from = start;	/* where the level now began */

	for (size_t i = start + 1; i < end; i++) {
		if (s->points[i].value == s->points[from].value || !stands(s, i, end))
			continue;
		series_add_change(s, i, i, PROOF_EXACT);
		s->changes[s->nr_changes - 1].from = from;
		from = i;
	}
}

/* A lost kick does not even need a night before it; nor on another host. */
void lost_changes(struct series *s, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (s->points[i].value > 0 && (i == start || !(s->points[i - 1].value > 0)))
			series_add_change(s, i, i, PROOF_EXACT);
}
