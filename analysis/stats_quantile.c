/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/stats.h"

#include <math.h>
#include <stdlib.h>
#include "lib/die.h"
#define MATHLIB_STANDALONE 1
#include <Rmath.h>

static int ascending(const void *a, const void *b)
{
	double x = ((const struct clustered *)a)->value, y = ((const struct clustered *)b)->value;

	return (x > y) - (x < y);
}

void stats_sort_clustered(struct clustered *x, size_t n)
{
	if (n > 1)
		qsort(x, n, sizeof(*x), ascending);
}

/* 1-based rank of the p-quantile among n; the small amount keeps .9 * 10 at 9. */
static size_t rank_of(double p, size_t n)
{
	double rank = ceil(p * (double)n - 1e-9);

	return rank < 1 ? 1 : rank > (double)n ? n : (size_t)rank;
}

double stats_quantile(const double *x, size_t n, double p)
{
	return n ? x[rank_of(p, n) - 1] : NAN;
}

/* sum of e_r^2, e_r = #{x in run r <= q} - p n_r */
static double cluster_errors(const struct clustered *x, size_t n, unsigned nr_runs, double p,
			     double q)
{
	double *e = xcalloc(nr_runs, sizeof(*e)), sum = 0;

	for (size_t i = 0; i < n; i++)
		e[x[i].run] += (x[i].value <= q) - p;
	for (unsigned r = 0; r < nr_runs; r++)
		sum += e[r] * e[r];
	free(e);
	return sum;
}

/* Runs that have a value. */
static size_t clusters(const struct clustered *x, size_t n, unsigned nr_runs)
{
	bool *has = xcalloc(nr_runs, sizeof(*has));
	size_t nr = 0;

	for (size_t i = 0; i < n; i++) {
		nr += !has[x[i].run];
		has[x[i].run] = true;
	}
	free(has);
	return nr;
}

struct estimate stats_woodruff(const struct clustered *x, size_t n, unsigned nr_runs, double p,
			       double level)
{
	struct estimate e = { .value = NAN, .lo = NAN, .hi = NAN, .se = NAN, .p = NAN,
			      .n = clusters(x, n, nr_runs) };
	double runs = (double)e.n, count = (double)n, se, t, lo, hi;

	e.df = runs - 1;
	if (!n)
		return e;
	e.value = x[rank_of(p, n) - 1].value;
	e.lo = -INFINITY;
	e.hi = INFINITY;
	if (e.n < 2)
		return e;
	se = sqrt(runs / (runs - 1) * cluster_errors(x, n, nr_runs, p, e.value)) / count;
	se = fmax(se, sqrt(p * (1 - p) / count));
	t = qt(.5 + level / 2, runs - 1, 1, 0);
	lo = floor(count * (p - t * se));
	hi = ceil(count * (p + t * se));
	if (lo >= 1)
		e.lo = x[(size_t)lo - 1].value;
	if (hi <= count)
		e.hi = x[(size_t)hi - 1].value;
	return e;
}
