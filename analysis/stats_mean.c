/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/stats.h"

#include <math.h>
#include <stdlib.h>
#define MATHLIB_STANDALONE 1
#include <Rmath.h>

double stats_mean(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return n ? sum / (double)n : NAN;
}

double stats_variance(const double *x, size_t n)
{
	double mean = stats_mean(x, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (x[i] - mean) * (x[i] - mean);
	return n > 1 ? sum / (double)(n - 1) : NAN;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void stats_sort(double *x, size_t n)
{
	if (n > 1)
		qsort(x, n, sizeof(*x), ascending);
}

static void swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

/* The pivot's neighborhood: x[lo..j] <= pivot <= x[i..hi] afterwards (Hoare). */
static void partition(double *x, size_t lo, size_t hi, size_t *i, size_t *j)
{
	double a = x[lo], b = x[lo + (hi - lo) / 2], c = x[hi];
	double pivot = fmax(fmin(a, b), fmin(fmax(a, b), c));

	*i = lo;
	*j = hi + 1;	/* one more than the index: an index is never negative */
	while (*i < *j) {
		while (x[*i] < pivot)
			++*i;
		while (x[*j - 1] > pivot)
			--*j;
		if (*i < *j)
			swap(&x[(*i)++], &x[--*j]);
	}
}

/* Puts the k smallest first, in any order. Linear, where sorting is not: a run may
 * have a hundred thousand blocks. */
static void select_smallest(double *x, size_t n, size_t k)
{
	size_t lo = 0, hi = n, i, j;	/* the border lies within x[lo..hi) */

	while (hi - lo > 1) {
		partition(x, lo, hi - 1, &i, &j);
		if (k <= j)
			hi = j;
		else if (k >= i)
			lo = i;
		else
			return;
	}
}

double stats_trimmed_mean(double *x, size_t n, double share)
{
	size_t cut = (size_t)(share * (double)n);

	select_smallest(x, n, cut);
	select_smallest(x + cut, n - cut, n - 2 * cut);
	return stats_mean(x + cut, n - 2 * cut);
}

static double least(const double *x, size_t n)
{
	double v = x[0];

	for (size_t i = 1; i < n; i++)
		v = fmin(v, x[i]);
	return v;
}

static double greatest(const double *x, size_t n)
{
	double v = x[0];

	for (size_t i = 1; i < n; i++)
		v = fmax(v, x[i]);
	return v;
}

double stats_median(double *x, size_t n)
{
	size_t half = n / 2;
	double above;

	if (!n)
		return NAN;
	select_smallest(x, n, half);
	above = least(x + half, n - half);
	return n % 2 ? above : (greatest(x, half) + above) / 2;
}

double stats_lag1(const double *x, size_t n)
{
	double mean = stats_mean(x, n), with = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		all += (x[i] - mean) * (x[i] - mean);
		if (i)
			with += (x[i] - mean) * (x[i - 1] - mean);
	}
	return all > 0 ? with / all : 0;
}

double stats_widening(const double *x, size_t n)
{
	/* + 1/n: the estimator is biased downward by about that much. */
	double r = n > 1 ? stats_lag1(x, n) + 1 / (double)n : 0;

	if (!(r > 0))
		return 1;
	return r < 1 ? (1 + r) / (1 - r) : INFINITY;	/* nothing was learned */
}

struct estimate stats_t_from(double value, double se, double df, size_t n, double level)
{
	struct estimate e = { .value = value, .se = se, .df = df, .n = n, .p = NAN };

	stats_bounds(&e, level, &e.lo, &e.hi);
	if (df >= 1 && se > 0)
		e.p = 2 * pt(-fabs(value) / se, df, 1, 0);
	else if (df >= 1 && se == 0)
		e.p = value == 0 ? 1 : 0;
	return e;
}

#define ROUNDING 1e-26	/* of the mean's square: a variance as small is one of the arithmetic */

double stats_mean_error(const double *x, size_t n)
{
	double variance = stats_variance(x, n);

	if (variance <= ROUNDING * pow(stats_mean(x, n), 2))
		return 0;
	return sqrt(variance * stats_widening(x, n) / (double)n);
}

struct estimate stats_t(const double *x, size_t n, double level)
{
	return stats_t_from(stats_mean(x, n), stats_mean_error(x, n), (double)n - 1, n, level);
}

struct estimate stats_welch(const double *a, size_t na, const double *b, size_t nb, double level)
{
	double va = stats_variance(a, na) / (double)na, vb = stats_variance(b, nb) / (double)nb;
	double sum = va + vb;
	double df = sum * sum / (va * va / ((double)na - 1) + vb * vb / ((double)nb - 1));

	if (sum == 0)		/* all equal: any df will do */
		df = (double)(na + nb) - 2;
	return stats_t_from(stats_mean(a, na) - stats_mean(b, nb), sqrt(sum), df, na + nb, level);
}

void stats_bounds(const struct estimate *e, double level, double *lo, double *hi)
{
	double half;

	if (isnan(e->value)) {
		*lo = *hi = NAN;
		return;
	}
	half = e->df >= 1 && !isnan(e->se) ? qt(.5 + level / 2, e->df, 1, 0) * e->se : INFINITY;
	*lo = e->value - half;
	*hi = e->value + half;
}

double stats_detectable(const struct estimate *e, double level)
{
	if (!(e->df >= 1) || isnan(e->se))
		return INFINITY;
	return (qt(.5 + level / 2, e->df, 1, 0) + qt(.8, e->df, 1, 0)) * e->se;
}
