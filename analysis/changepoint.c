/* SPDX-License-Identifier: GPL-2.0-only */
/* The screen for change points, and its confirmation by fresh data. */
#include <math.h>
#include <string.h>
#define MATHLIB_STANDALONE
#include <Rmath.h>
#include "analysis/changepoint.h"
#include "analysis/stats.h"

#define MAD_TO_SIGMA	1.4826

/* A median of n normal values has variance about (pi/2) / (n + pi/2 - 1): 1 for
 * one value, pi/(2 n) for many. */
static double median_variance(size_t n)
{
	return M_PI_2 / ((double)n + M_PI_2 - 1);
}

double distance_from(double median, double value)
{
	return value == median ? 0 : value - median;
}

static double sigma_of(double *residual, size_t n)
{
	for (size_t i = 0; i < n; i++)
		residual[i] = fabs(residual[i]);
	return MAD_TO_SIGMA * stats_median(residual, n);
}

static double median_between(const double *x, size_t first, size_t end)
{
	double v[SCREEN_FROM];

	memcpy(v, x + first, (end - first) * sizeof(*v));
	return stats_median(v, end - first);
}

/* The level is old enough to tell all by itself, and to leave out the last nights: a slow
 * rise must not be its own reference. */
static bool own_reference(const struct nights *v, size_t t, struct reference *r)
{
	size_t first = t > v->level + SCREEN_FROM ? t - SCREEN_FROM : v->level;
	size_t end = t - SCREEN_TO + 1;
	double residual[SCREEN_FROM];

	if (t < SCREEN_TO || end < first + SCREEN_LEAST)
		return false;
	r->median = median_between(v->x, first, end);
	r->nr = r->nr_sigma = end - first;
	for (size_t i = first; i < end; i++)
		residual[i - first] = distance_from(r->median, v->x[i]);
	r->sigma = r->sigma_z = sigma_of(residual, r->nr);
	return true;
}

/* Behind a change: where the level lies its own few nights must say, but how nights vary
 * the older ones say as well. */
static bool young_reference(const struct nights *v, size_t t, struct reference *r)
{
	size_t first = t > SCREEN_FROM ? t - SCREEN_FROM : 0;
	double residual[SCREEN_FROM];

	if (t < v->level + SCREEN_YOUNGEST || t < first + SCREEN_LEAST)
		return false;
	r->nr = t - v->level;
	r->nr_sigma = t - first;
	r->median = median_between(v->x, v->level, t);
	for (size_t i = first; i < t; i++)
		residual[i - first] = i < v->level ? v->noise[i] :
				      distance_from(r->median, v->x[i]);
	r->sigma = sigma_of(residual, r->nr_sigma);
	r->sigma_z = r->sigma * sqrt(1 + median_variance(r->nr));
	return true;
}

bool reference_before(const struct nights *v, size_t t, struct reference *r)
{
	return own_reference(v, t, r) || (v->level && young_reference(v, t, r));
}

static double ratio(double difference, double sigma)
{
	if (isinf(sigma))		/* nothing stands out */
		return 0;
	if (sigma > 0)
		return difference / sigma;
	return difference > 0 ? INFINITY : difference < 0 ? -INFINITY : 0;
}

double reference_z(const struct reference *r, double value)
{
	return ratio(distance_from(r->median, value), r->sigma_z);
}

/* One direction of the CUSUM. */
struct cusum {
	double sum;
	size_t since;		/* the sum was 0 before this night */
};

static bool cusum_add(struct cusum *c, double z, size_t night)
{
	if (c->sum == 0)
		c->since = night;
	c->sum = fmax(0, c->sum + fmin(z, SCREEN_CLIP) - SCREEN_K);
	if (z > SCREEN_RAW)	/* by itself: what the nights before it added is noise */
		c->since = night;
	return c->sum > SCREEN_H || z > SCREEN_RAW;
}

bool screen_next(const struct nights *v, size_t from, struct alarm *a)
{
	struct cusum up = { 0 }, down = { 0 };
	struct reference r;

	for (size_t t = from; t < v->nr; t++) {
		double z;
		bool rose, fell;

		if (!reference_before(v, t, &r))
			continue;
		z = reference_z(&r, v->x[t]);
		rose = cusum_add(&up, z, t);
		fell = cusum_add(&down, -z, t);
		if (!rose && !fell)
			continue;
		a->night = t;
		a->since = rose ? up.since : down.since;
		a->direction = rose ? 1 : -1;
		a->reference = r;
		return true;
	}
	return false;
}

double fresh_z(const struct reference *r, double *fresh, size_t nr)
{
	double se = r->sigma * sqrt(median_variance(nr) + median_variance(r->nr));

	return ratio(distance_from(r->median, stats_median(fresh, nr)), se);
}

bool fresh_confirms(const struct reference *r, double z, int direction, double a)
{
	return direction * z > qt(1 - a / 2, (double)r->nr_sigma - 1, 1, 0);
}
