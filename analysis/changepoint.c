/* SPDX-License-Identifier: GPL-2.0-only */
/* The screen for change points, and its confirmation by fresh data. */
#include <math.h>
#include <string.h>
#define MATHLIB_STANDALONE
#include <Rmath.h>
#include "analysis/changepoint.h"
#include "analysis/stats.h"

#define MAD_TO_SIGMA	1.4826

bool reference_before(const double *x, size_t t, struct reference *r)
{
	size_t first = t > SCREEN_FROM ? t - SCREEN_FROM : 0;
	double v[SCREEN_FROM];

	if (t < SCREEN_TO || t - SCREEN_TO + 1 < first + SCREEN_LEAST)
		return false;
	r->nr = t - SCREEN_TO + 1 - first;
	memcpy(v, x + first, r->nr * sizeof(*v));
	r->median = stats_median(v, r->nr);
	for (size_t i = 0; i < r->nr; i++)
		v[i] = fabs(v[i] - r->median);
	r->sigma = MAD_TO_SIGMA * stats_median(v, r->nr);
	return true;
}

static double ratio(double difference, double sigma)
{
	if (sigma > 0)
		return difference / sigma;
	return difference > 0 ? INFINITY : difference < 0 ? -INFINITY : 0;
}

double reference_z(const struct reference *r, double value)
{
	return ratio(value - r->median, r->sigma);
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

bool screen_next(const double *x, size_t n, size_t from, struct alarm *a)
{
	struct cusum up = { 0 }, down = { 0 };
	struct reference r;

	for (size_t t = from; t < n; t++) {
		double z;
		bool rose, fell;

		if (!reference_before(x, t, &r))
			continue;
		z = reference_z(&r, x[t]);
		rose = cusum_add(&up, z, t);
		fell = cusum_add(&down, -z, t);
		if (!rose && !fell)
			continue;
		a->night = t;
		a->since = rose ? up.since : down.since;
		a->direction = rose ? 1 : -1;
		return true;
	}
	return false;
}

/* A median of n normal values has variance about (pi/2) / (n + pi/2 - 1): 1 for
 * one value, pi/(2 n) for many. */
static double median_variance(size_t n)
{
	return M_PI_2 / ((double)n + M_PI_2 - 1);
}

double fresh_z(const struct reference *r, double *fresh, size_t nr)
{
	double se = r->sigma * sqrt(median_variance(nr) + median_variance(r->nr));

	return ratio(stats_median(fresh, nr) - r->median, se);
}

bool fresh_confirms(const struct reference *r, double z, int direction, double a)
{
	return direction * z > qt(1 - a / 2, (double)r->nr - 1, 1, 0);
}
