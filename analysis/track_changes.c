/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a series changed, and what proves it. The screen and the permutation test
 * err at different nights: a screened night counts only when fresh data or the
 * nights after it agree; without a screen, the permutation must be extreme.
 */
#include "analysis/track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/changepoint.h"
#include "analysis/stats.h"

#define FRESH_A		.001	/* level at which fresh data prove a screened night */
#define SCREENED_A	.01	/* permutation p where the screen alarmed as well */
#define UNSCREENED_A	.001	/* and where it did not: none of 999 was as extreme */
#define PATIENCE	15	/* later nights that did not prove it have dismissed it */
#define SPLITS_MAX	64
#define FRESH_MAX	16

const char *const proof_names[] = {
	[PROOF_NONE] = "screened", [PROOF_EXACT] = "exact", [PROOF_FRESH] = "fresh data",
	[PROOF_LATER] = "later nights",
};

void series_add_change(struct series *s, size_t at, size_t alarm, enum change_proof proof)
{
	s->changes = xrealloc(s->changes, (s->nr_changes + 1) * sizeof(*s->changes));
	s->changes[s->nr_changes++] = (struct change){ .at = at, .alarm = alarm, .proof = proof,
						   .from = at ? at - 1 : 0 };
}

static size_t fresh_of(const struct series *s, size_t night, double *v)
{
	size_t nr = 0;

	for (size_t i = 0; i < s->nr_fresh && nr < FRESH_MAX; i++)
		if (s->fresh[i].night == night)
			v[nr++] = s->fresh[i].value;
	return nr;
}

/* The nights of one host, as numbers; the search stands where their last level begins. */
struct stretch {
	struct series *s;
	size_t first;		/* the point of the series that is night 0 */
	struct nights nights;	/* nr: the search ends there */
	double *noise;		/* nights.noise, being filled */
	bool open;		/* nothing is known of what follows: it ends tonight */
};

static void add_change(const struct stretch *t, size_t at, size_t alarm, enum change_proof proof)
{
	series_add_change(t->s, t->first + at, t->first + alarm, proof);
}

/* A new level begins: how the nights of the last one lay around it stays known, for a young
 * level has few of its own. */
static void begin_level(struct stretch *t, size_t at)
{
	size_t from = t->nights.level, n = at - from;
	double *v = t->noise + from, median;

	memcpy(v, t->nights.x + from, n * sizeof(*v));
	median = stats_median(v, n);
	for (size_t i = 0; i < n; i++)
		v[i] = distance_from(median, t->nights.x[from + i]);
	t->nights.level = at;
}

/* One behind the last night that may prove something. Not tonight: one night far off would
 * make a split of whatever little the nights before it happen to differ by. */
static size_t proving_end(const struct stretch *t)
{
	return t->open ? t->nights.nr - 1 : t->nights.nr;
}

/* The split near the alarm that the nights around it prove, or 0. The night that alarmed
 * was picked for being extreme: it is left out, and those after it must be enough. */
static size_t proven_split(const struct stretch *t, const struct alarm *a)
{
	size_t start = t->nights.level, end = proving_end(t), nr = 0, found = 0;
	size_t first = a->since > start + SCREEN_FROM ? a->since - SCREEN_FROM : start;
	size_t last = a->night + SCREEN_FROM < end ? a->night + SCREEN_FROM : end;
	struct split splits[SPLITS_MAX];
	double *v;

	if (last < a->night + 1 + EDIVISIVE_LEAST)
		return 0;
	v = xcalloc(last - first, sizeof(*v));
	for (size_t i = first; i < last; i++)
		if (i != a->night)
			v[nr++] = t->nights.x[i];
	nr = edivisive(v, nr, SCREENED_A, splits, SPLITS_MAX);
	free(v);
	for (size_t i = 0; i < nr && !found; i++) {
		size_t at = first + splits[i].at;

		at += at > a->night;	/* right behind it: it is the first of the new level */
		if (at + NIGHTS_NEAR >= a->since && at <= a->night + NIGHTS_NEAR)
			found = at;
	}
	return found;
}

static bool fresh_proves(const struct alarm *a, double *fresh, size_t nr)
{
	const struct reference *r = &a->reference;

	return fresh_confirms(r, fresh_z(r, fresh, nr), a->direction, FRESH_A);
}

static double median_from(const struct stretch *t, size_t start, size_t end)
{
	double *v = xcalloc(end - start, sizeof(*v)), median;

	memcpy(v, t->nights.x + start, (end - start) * sizeof(*v));
	median = stats_median(v, end - start);
	free(v);
	return median;
}

/* Whether an alarm is of the level that the last change began: on its side, and as far. */
static bool same_level(const struct stretch *t, const struct change *last, const struct alarm *a)
{
	const struct reference *r = &a->reference;
	double then = median_from(t, last->at - t->first, last->alarm - t->first + 1);
	double now = median_from(t, a->since, a->night + 1);

	return (then > r->median) == (a->direction > 0) &&
	       fabs(distance_from(then, now)) <= SCREEN_RAW * r->sigma_z;
}

/* Alarms that nothing has proven yet go on from night to night while a new level lasts: they are
 * one change. A rise behind a fall, or a much larger one, is another. */
static void add_open(const struct stretch *t, const struct alarm *a)
{
	struct series *s = t->s;
	struct change *last = s->nr_changes ? &s->changes[s->nr_changes - 1] : NULL;

	if (last && last->proof == PROOF_NONE && same_level(t, last, a))
		last->alarm = t->first + a->night;
	else
		add_change(t, a->since, a->night, PROOF_NONE);
}

/* What became of an alarm; returns where the search goes on: behind the alarm, or
 * at the start of the new level (then *proven). */
static size_t settle(const struct stretch *t, const struct alarm *a, bool *proven)
{
	double fresh[FRESH_MAX];
	size_t nr = fresh_of(t->s, t->s->points[t->first + a->night].night, fresh), split;

	*proven = nr && fresh_proves(a, fresh, nr);
	if (*proven)
		add_change(t, a->since, a->night, PROOF_FRESH);
	if (nr)
		return *proven ? a->since : a->night + 1;
	split = proven_split(t, a);
	*proven = split > t->nights.level;
	if (*proven)
		add_change(t, split, a->night, PROOF_LATER);
	else if (t->open && a->night + PATIENCE >= t->nights.nr)
		add_open(t, a);
	return *proven ? split : a->night + 1;
}

static void screen(struct stretch *t)
{
	size_t from = t->nights.level;
	struct alarm a;

	while (screen_next(&t->nights, from, &a)) {
		bool proven;

		from = settle(t, &a, &proven);
		if (proven)
			begin_level(t, from);
	}
}

/* A segment has so many nights at least, and tonight is not among them: the youngest that there
 * can be may have had to take the last one before it. */
static size_t first_of_new(const struct stretch *t, size_t from, size_t at, size_t known)
{
	double before, after;

	if (at + EDIVISIVE_LEAST != known || at + 1 >= t->s->nr - t->first)
		return at;
	before = median_from(t, from, at);
	after = median_from(t, at + 1, known);
	return fabs(t->nights.x[at] - before) < fabs(t->nights.x[at] - after) ? at + 1 : at;
}

/* Nights that are comparable: first the changes that stand out by themselves,
 * then the screen between them. */
static void timed_changes(struct series *s, const double *x, size_t start, size_t end)
{
	double *noise = xcalloc(end - start, sizeof(*noise));
	struct stretch t = { s, start, { x + start, 0, 0, noise }, noise, false };
	size_t known = end - start - (end == s->nr);	/* tonight proves nothing */
	struct split splits[SPLITS_MAX];
	size_t nr = edivisive(x + start, known, UNSCREENED_A, splits, SPLITS_MAX);

	for (size_t i = 0; i < nr; i++) {
		size_t at = first_of_new(&t, t.nights.level, splits[i].at, known);

		t.nights.nr = at;
		screen(&t);
		add_change(&t, at, at, PROOF_LATER);
		begin_level(&t, at);
	}
	t.nights.nr = end - start;
	t.open = end == s->nr;
	screen(&t);
	free(noise);
}

void series_changes(struct series *s)
{
	double *x = xcalloc(s->nr, sizeof(*x));

	for (size_t i = 0; i < s->nr; i++)
		x[i] = s->points[i].value;
	for (size_t start = 0, end; start < s->nr; start = end) {
		for (end = start + 1; end < s->nr; end++)
			if (s->points[end].segment != s->points[start].segment)
				break;
		if (s->kind == COMPARED_EXACT)
			exact_changes(s, start, end);
		else if (s->kind == COMPARED_LOST)
			lost_changes(s, start, end);
		else
			timed_changes(s, x, start, end);
	}
	free(x);
}
