/* SPDX-License-Identifier: GPL-2.0-only */
/* What a series' changes amount to, where it stands now, and who knows of it. */
#include "analysis/track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/changepoint.h"

#define LEVEL		.99
#define WINDOW		65	/* nights on either side that a change is sized by */
#define NOISY_SIGMAS	2	/* a change of so many sigmas is seen within a few nights */

bool change_proven(const struct change *c)
{
	return c->proof != PROOF_NONE;
}

bool series_exact(const struct series *s)
{
	return s->kind == COMPARED_EXACT || s->kind == COMPARED_LOST;
}

/* The first point of the level that holds just before point `at`. */
static size_t level_start(const struct series *s, size_t at)
{
	size_t start = 0;

	for (size_t i = 0; i < s->nr_changes; i++) {
		const struct change *c = &s->changes[i];

		if (change_proven(c) && c->at < at && c->at > start)
			start = c->at;
	}
	for (size_t i = at - 1; i > start; i--)
		if (s->points[i].segment != s->points[i - 1].segment)
			return i;
	return start;
}

/* One behind the last point of the level that starts with point `at`. */
static size_t level_end(const struct series *s, size_t at)
{
	size_t end = s->nr;

	for (size_t i = s->nr_changes; i-- > 0;) {
		const struct change *c = &s->changes[i];

		if (change_proven(c) && c->at > at && c->at < end)
			end = c->at;
	}
	for (size_t i = at + 1; i < end; i++)
		if (s->points[i].segment != s->points[at].segment)
			return i;
	return end;
}

static double *values_of(const struct series *s, size_t start, size_t end, size_t room)
{
	double *v = xcalloc(end - start + room, sizeof(*v));

	for (size_t i = start; i < end; i++)
		v[i - start] = s->points[i].value;
	return v;
}

/* Where these nights lie; of some that have no end the median tells. Reorders v then. */
static double middle(double *v, size_t n)
{
	double mean = stats_mean(v, n);

	return isinf(mean) ? stats_median(v, n) : mean;
}

static double middle_level(const struct series *s, size_t start, size_t end)
{
	double *v = xcalloc(end - start, sizeof(*v)), level;

	for (size_t i = start; i < end; i++)
		v[i - start] = s->points[i].level;
	level = fabs(middle(v, end - start));
	free(v);
	return level;
}

static size_t add_fresh(const struct series *s, const struct change *c, double *v, size_t nr)
{
	for (size_t i = 0; i < s->nr_fresh; i++)
		if (s->fresh[i].night == s->points[c->alarm].night)
			v[nr++] = s->fresh[i].value;
	return nr;
}

static void size_timed(const struct series *s, struct change *c)
{
	size_t start = level_start(s, c->at), end = level_end(s, c->at), na, nb;
	double *a, *b;
	struct estimate e;

	start = c->at - start > WINDOW ? c->at - WINDOW : start;
	end = end - c->at > WINDOW ? c->at + WINDOW : end;
	na = c->at - start;
	a = values_of(s, start, c->at, 0);
	b = values_of(s, c->at, end, s->nr_fresh);
	nb = add_fresh(s, c, b, end - c->at);
	e = stats_welch(b, nb, a, na, LEVEL);
	c->before = middle(a, na);
	c->after = middle(b, nb);
	c->lo = na > 1 && nb > 1 && isfinite(e.value) ? e.lo : NAN;
	c->hi = na > 1 && nb > 1 && isfinite(e.value) ? e.hi : NAN;
	c->matters = fabs(c->after - c->before) >=
		     row_minimal(&s->like, middle_level(s, start, c->at));
	free(a);
	free(b);
}

static void size_exact(const struct series *s, struct change *c)
{
	double effect;

	c->before = c->at && s->kind != COMPARED_LOST ? s->points[c->from].value : 0;
	c->after = s->points[c->at].value;
	effect = c->after - c->before;
	c->lo = c->hi = effect;
	c->matters = s->kind == COMPARED_LOST ||
		     fabs(effect) >= row_minimal(&s->like, c->at ? s->points[c->from].level : 0);
}

static void size_change(const struct series *s, struct change *c)
{
	bool higher_is_better = row_higher_is_better(&s->like);

	if (series_exact(s))
		size_exact(s, c);
	else
		size_timed(s, c);
	c->worse = higher_is_better ? c->after < c->before : c->after > c->before;
}

/* Where the series stands: since its last proven change or change of host. */
static void find_level(struct series *s)
{
	size_t start = level_start(s, s->nr), n = s->nr - start;
	bool lost = row_kind(&s->like) == COMPARED_LOST;	/* of one night, not from it on */
	double *v = values_of(s, start, s->nr, 0), last = s->points[lost ? s->nr - 1 : start].value;

	if (series_exact(s))
		s->level = (struct estimate){ last, last, last, 0, NAN, NAN, n };
	else
		s->level = stats_t(v, n, LEVEL);
	if (isinf(s->level.value))
		s->level = (struct estimate){ stats_median(v, n), NAN, NAN, NAN, NAN, NAN, n };
	free(v);
}

static void find_noise(struct series *s)
{
	size_t start = level_start(s, s->nr), n;
	double *v, median, minimal;

	start = s->nr - start > WINDOW ? s->nr - WINDOW : start;
	n = s->nr - start;
	if (series_exact(s) || n < EDIVISIVE_LEAST)
		return;
	v = values_of(s, start, s->nr, 0);
	median = stats_median(v, n);
	for (size_t i = 0; i < n; i++)
		v[i] = fabs(distance_from(median, v[i]));
	minimal = row_minimal(&s->like, middle_level(s, start, s->nr));
	s->noisy = NOISY_SIGMAS * 1.4826 * stats_median(v, n) > minimal;
	free(v);
}

static bool same_host(const struct point *a, const struct point *b)
{
	return !a->host || !b->host || !strcmp(a->host, b->host);
}

/* Where the series stood last on the host that the change was seen on: what another host shows
 * undoes nothing, nor brings it back. */
static double last_level(const struct series *s, const struct change *c)
{
	size_t end = s->nr, start;
	double *v, level;

	while (!same_host(&s->points[end - 1], &s->points[c->at]))
		end--;
	start = level_start(s, end);
	if (series_exact(s))
		return s->points[start].value;
	v = values_of(s, start, end, 0);
	level = middle(v, end - start);
	free(v);
	return level;
}

/* Back within what matters of where it was before. */
static bool undone(const struct series *s, const struct change *c)
{
	double level = last_level(s, c);
	double left = fabs(level - c->before), was = fabs(c->after - c->before);
	bool same_side = (level > c->before) == (c->after > c->before);

	if (!same_side || left == 0)
		return true;
	return !series_exact(s) && left < was / 2 &&
	       left < row_minimal(&s->like, fabs(s->points[c->at].level));
}

void series_judge(struct series *s, const struct history *h)
{
	find_level(s);
	find_noise(s);
	for (size_t i = 0; i < s->nr_changes; i++)
		size_change(s, &s->changes[i]);
	series_answer(s, h);
	for (size_t i = 0; i < s->nr_changes; i++)
		s->changes[i].undone = change_proven(&s->changes[i]) && undone(s, &s->changes[i]);
}

bool change_alarms(const struct change *c)
{
	return change_proven(c) && c->worse && !c->undone && !c->why &&
	       (c->matters || c->proof == PROOF_EXACT);
}

const struct change *series_last(const struct series *s)
{
	const struct change *alarm = NULL, *last = NULL;

	for (size_t i = 0; i < s->nr_changes; i++) {
		last = &s->changes[i];
		if (change_alarms(last))
			alarm = last;
	}
	return alarm ? alarm : last;
}

const char *series_state(const struct series *s)
{
	const struct change *c = series_last(s);

	if (!c)
		return !series_exact(s) && s->level.n < SCREEN_LEAST + SCREEN_TO ?
		       "young" : "steady";
	if (change_alarms(c))
		return "REGRESSED";
	if (!change_proven(c))
		return "screened";
	if (c->why)
		return "acknowledged";
	if (!c->matters && !series_exact(s))
		return "changed";
	if (c->worse)
		return "recovered";
	return "IMPROVED";
}
