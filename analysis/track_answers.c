/* SPDX-License-Identifier: GPL-2.0-only */
/* Who knows of which change, and what the steps add up to that nobody answered for. */
#include "analysis/track.h"

#include <math.h>
#include <string.h>

#define GROWN	1.5

/* How many nights from there the change is; SIZE_MAX: it is another one. A date may wander by
 * some nights as later ones come in; that of an integer cannot. */
static size_t nights_from(const struct series *s, const struct change *c, size_t night)
{
	size_t near = series_exact(s) ? 0 : NIGHTS_NEAR, at = s->points[c->at].night;

	if (!c->worse || night + near < at || night > s->points[c->alarm].night + near)
		return SIZE_MAX;
	return night > at ? night - at : at - night;
}

/* It grows as later nights come in, but not by half. */
static bool as_large(const struct series *s, const struct change *c, double by)
{
	double own = c->after - c->before;

	return series_exact(s) || isnan(by) ||
	       ((own > 0) == (by > 0) && fabs(own) <= GROWN * fabs(by));
}

static struct change *nearest(struct series *s, size_t night, double by, bool proven)
{
	struct change *best = NULL;

	for (size_t i = 0; i < s->nr_changes; i++)
		if (change_proven(&s->changes[i]) == proven && as_large(s, &s->changes[i], by) &&
		    nights_from(s, &s->changes[i], night) <
		    (best ? nights_from(s, best, night) : SIZE_MAX))
			best = &s->changes[i];
	return best;
}

static struct change *change_near(struct series *s, size_t night, double by)
{
	struct change *c = nearest(s, night, by, true);

	return c ? c : nearest(s, night, by, false);
}

struct change *series_change_near(struct series *s, size_t night)
{
	return change_near(s, night, NAN);
}

/* Who acknowledges a change knows of that one, not of what came a few nights later. */
static void acknowledge_nearest(struct series *s, const struct acknowledgment *a, size_t night)
{
	struct change *c = change_near(s, night, a->by);

	if (c)
		c->why = a->why;
}

static void find_why(struct series *s, const struct history *h)
{
	size_t night;

	for (size_t i = 0; i < h->nr_acks; i++)
		if (!strcmp(h->acks[i].series, s->name) &&
		    history_night(h, h->acks[i].night, &night))
			acknowledge_nearest(s, &h->acks[i], night);
}

static bool better(const struct series *s, double a, double b)
{
	return row_higher_is_better(&s->like) ? a > b : a < b;
}

/* Whether all since that level amount to what matters, though no single step did. */
static bool adds_up(const struct series *s, const struct change *c, double best)
{
	double level = fabs(s->points[c->at - 1].level);

	return c->worse && !c->matters && better(s, best, c->before) &&
	       fabs(c->after - best) >= row_minimal(&s->like, level);
}

/* Measured from the best level of that host since the last step that somebody answered for. Of
 * such a sum there is no interval. */
static void add_up(struct series *s)
{
	const struct change *last = NULL;
	double best = NAN;

	for (size_t i = 0; i < s->nr_changes; i++) {
		struct change *c = &s->changes[i];

		if (!change_proven(c))
			continue;
		if (!last || s->points[c->at].segment != s->points[last->at].segment ||
		    !better(s, best, c->before))
			best = c->before;
		if (adds_up(s, c, best)) {
			c->before = best;
			c->lo = c->hi = NAN;
			c->matters = true;
		}
		/* What alarms by itself, or is known, is no part of what comes later. */
		if (c->why || c->matters)
			best = c->after;
		last = c;
	}
}

void series_answer(struct series *s, const struct history *h)
{
	find_why(s, h);
	if (!series_exact(s))
		add_up(s);
}
