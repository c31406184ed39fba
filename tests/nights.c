/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/nights.h"

#include <math.h>
#include <stdlib.h>

#define MATHLIB_STANDALONE
#include <Rmath.h>

double night_iid(void)
{
	return norm_rand();
}

double night_heavy(void)
{
	return norm_rand() / sqrt(rchisq(6) / 6);
}

struct series nights_new(void)
{
	struct series s = {
		.name = "exit:pmtimer:1:0/0/0::cost:sigmask:ns",
		.like = { .bench = "exit", .guest = "pmtimer", .vcpus = 1, .place = "0/0/0",
			  .variant = "", .metric = "cost", .protocol = "sigmask", .versus = "",
			  .unit = "ns" },
		.kind = COMPARED_LEVEL,
	};

	return s;
}

void nights_add(struct series *s, double value)
{
	s->points = realloc(s->points, (s->nr + 1) * sizeof(*s->points));
	s->points[s->nr] = (struct point){ s->nr, value, NAN, NAN, value, 0, 0, 0, NULL };
	s->nr++;
}

void nights_fresh(struct series *s, size_t night, double value)
{
	s->fresh = realloc(s->fresh, (s->nr_fresh + 1) * sizeof(*s->fresh));
	s->fresh[s->nr_fresh++] = (struct point){ night, value, NAN, NAN, value, 0, 0, 0, NULL };
}

void nights_drop(struct series *s)
{
	free(s->points);
	free(s->fresh);
	free(s->changes);
}

size_t nights_find(struct series *s)
{
	free(s->changes);
	s->changes = NULL;
	s->nr_changes = 0;
	series_changes(s);
	return s->nr_changes;
}

bool nights_have(const struct series *s, enum change_proof proof)
{
	for (size_t i = 0; i < s->nr_changes; i++)
		if (s->changes[i].proof == proof)
			return true;
	return false;
}

size_t nights_proven(const struct series *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nr_changes; i++)
		n += s->changes[i].proof != PROOF_NONE;
	return n;
}
