/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/stats.h"

#include <math.h>
#include <stdlib.h>
#include "lib/die.h"
#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#define EXACT_MAX 100000	/* the exact test sums that many terms */

static int by_value(const void *a, const void *b)
{
	double x = **(double *const *)a, y = **(double *const *)b;

	return (x > y) - (x < y);
}

void stats_holm(double *p, size_t n)
{
	double **order = xcalloc(n, sizeof(*order)), most = 0;
	size_t nr = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(p[i]))
			order[nr++] = &p[i];
	if (nr > 1)
		qsort(order, nr, sizeof(*order), by_value);
	for (size_t i = 0; i < nr; i++) {
		most = fmax(most, fmin(1, (double)(nr - i) * *order[i]));
		*order[i] = most;
	}
	free(order);
}

static double fisher_normal(double a, double na, double b, double nb)
{
	double share = (a + b) / (na + nb);
	double z = (a / na - b / nb) / sqrt(share * (1 - share) * (1 / na + 1 / nb));

	return 2 * pnorm(-fabs(z), 0, 1, 1, 0);
}

double stats_fisher(double a, double na, double b, double nb)
{
	double marked = a + b, observed, lo, hi, sum = 0;

	if (!(na > 0) || !(nb > 0))
		return NAN;
	if (marked > (na + nb) / 2)
		return stats_fisher(na - a, na, nb - b, nb);
	if (marked > EXACT_MAX)
		return fisher_normal(a, na, b, nb);
	lo = fmax(0, marked - nb);
	hi = fmin(marked, na);
	/* As likely as what was seen, or less; the factor forgives rounding. */
	observed = dhyper(a, na, nb, marked, 0) * (1 + 1e-7);
	for (double k = lo; k <= hi; k++) {
		double probability = dhyper(k, na, nb, marked, 0);

		if (probability <= observed)
			sum += probability;
	}
	return fmin(1, sum);
}

static double covariance(const double *x, const double *y, size_t n)
{
	double mx = stats_mean(x, n), my = stats_mean(y, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (x[i] - mx) * (y[i] - my);
	return sum / (double)(n - 1);
}

struct estimate stats_fieller(const double *numerator, const double *denominator, size_t n,
			      double level)
{
	double a = stats_mean(numerator, n), b = stats_mean(denominator, n);
	struct estimate e = { .value = NAN, .lo = NAN, .hi = NAN, .se = NAN, .p = NAN,
			      .df = (double)n - 1, .n = n };
	double t2, vaa, vbb, vab, middle, root;

	if (n < 2)
		return e;
	t2 = pow(qt(.5 + level / 2, e.df, 1, 0), 2);
	vaa = pow(stats_mean_error(numerator, n), 2);
	vbb = pow(stats_mean_error(denominator, n), 2);
	/* Widened as the variances are: two that go together stay so. */
	vab = covariance(numerator, denominator, n) / (double)n *
	      sqrt(stats_widening(numerator, n) * stats_widening(denominator, n));
	if (b * b - t2 * vbb <= 0)	/* the denominator's interval holds 0 */
		return e;
	if (isinf(vaa)) {		/* nothing was learned of the numerator */
		e.value = a / b;
		e.lo = -INFINITY;
		e.hi = INFINITY;
		return e;
	}
	middle = a * b - t2 * vab;
	root = middle * middle - (a * a - t2 * vaa) * (b * b - t2 * vbb);
	if (root < 0)
		return e;
	e.value = a / b;
	e.lo = (middle - sqrt(root)) / (b * b - t2 * vbb);
	e.hi = (middle + sqrt(root)) / (b * b - t2 * vbb);
	return e;
}

struct estimate stats_share(double k, double n, double level)
{
	struct estimate e = { .value = n > 0 ? k / n : NAN, .lo = NAN, .hi = NAN, .se = NAN,
			      .df = NAN, .p = NAN, .n = (size_t)n };
	double alpha = 1 - level;

	if (!(n > 0))
		return e;
	e.lo = k > 0 ? qbeta(alpha / 2, k, n - k + 1, 1, 0) : 0;
	if (k == 0)
		e.hi = fmin(1, -log(alpha) / n);
	else
		e.hi = k < n ? qbeta(1 - alpha / 2, k + 1, n - k, 1, 0) : 1;
	return e;
}
