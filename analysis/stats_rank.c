/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/stats.h"

#include <math.h>
#include <stdlib.h>
#include "lib/die.h"
#define MATHLIB_STANDALONE 1
#include <Rmath.h>

static double *walsh_averages(const double *x, size_t n, size_t *nr)
{
	double *w = xcalloc(n * (n + 1) / 2, sizeof(*w));

	*nr = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			w[(*nr)++] = (x[i] + x[j]) / 2;
	return w;
}

#define EXACT_MAX 1000	/* 2^-n, by which the exact distribution is scaled, must be a number */

/* The smallest k with P(V <= k) >= p, V being the signed rank statistic of n values. */
static double signed_rank(double p, double n)
{
	if (n <= EXACT_MAX)
		return qsignrank(p, n, 1, 0);
	return ceil(qnorm(p, n * (n + 1) / 4, sqrt(n * (n + 1) * (2 * n + 1) / 24), 1, 0) - .5);
}

struct estimate stats_hodges_lehmann(const double *x, size_t n, double level)
{
	struct estimate e = { .value = NAN, .lo = NAN, .hi = NAN, .se = NAN, .df = NAN, .p = NAN,
			      .n = n };
	double alpha = 1 - level, *w;
	size_t nr, k;

	if (!n || n > HODGES_LEHMANN_MAX)
		return e;
	w = walsh_averages(x, n, &nr);
	e.value = stats_median(w, nr);
	stats_sort(w, nr);
	e.lo = -INFINITY;
	e.hi = INFINITY;
	/* The bound may leave out k averages when P(V <= k - 1) < alpha/2. */
	k = (size_t)signed_rank(alpha / 2, (double)n);
	if (k > 0) {
		e.lo = w[k - 1];
		e.hi = w[nr - k];
	}
	free(w);
	return e;
}
