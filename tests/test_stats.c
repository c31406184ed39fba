/* SPDX-License-Identifier: GPL-2.0-only */
/* Statistics against libRmath, against brute force and against worked examples. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/stats.h"
#include "lib/die.h"
#include "lib/random.h"
#define MATHLIB_STANDALONE 1
#include <Rmath.h>

#define NEAR(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static double normal(struct random_state *r)
{
	return qnorm((double)(random_next(r) >> 11) * 0x1p-53 + 0x1p-54, 0, 1, 1, 0);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Selecting instead of sorting must leave out the very same values, and find the middle. */
static void selecting_is_sorting(void **state)
{
	struct random_state r;

	(void)state;
	random_seed(&r, 1);
	for (size_t n = 1; n < 200; n++) {
		double x[200], y[200], sum = 0;
		size_t cut = (size_t)(.2 * (double)n);

		for (size_t i = 0; i < n; i++)	/* many ties with small ranges */
			x[i] = y[i] = (double)random_below(&r, n % 7 ? 1000 : 3);
		qsort(y, n, sizeof(y[0]), ascending);
		for (size_t i = cut; i < n - cut; i++)
			sum += y[i];
		NEAR(stats_trimmed_mean(x, n, .2), sum / (double)(n - 2 * cut), 1e-9);
		NEAR(stats_median(x, n), (y[(n - 1) / 2] + y[n / 2]) / 2, 0);
		qsort(x, n, sizeof(x[0]), ascending);
		assert_memory_equal(x, y, n * sizeof(x[0]));
	}
}

static void median_and_moments(void **state)
{
	double odd[] = { 5, 1, 3 }, even[] = { 4, 1, 3, 2 }, x[] = { 2, 4, 4, 4, 5, 5, 7, 9 };

	(void)state;
	NEAR(stats_median(odd, 3), 3, 0);
	NEAR(stats_median(even, 4), 2.5, 0);
	NEAR(stats_mean(x, 8), 5, 0);
	NEAR(stats_variance(x, 8), 32. / 7, 1e-12);
	assert_true(isnan(stats_mean(x, 0)));
	assert_true(isnan(stats_variance(x, 1)));
}

/* Student's own sleep data (Biometrika 1908), ten paired differences: t = 4.06. */
static void t_interval(void **state)
{
	double d[] = { 1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, .8, 4.6, 1.4 };
	double half = qt(.975, 9, 1, 0) * sqrt(stats_variance(d, 10) *
					       stats_widening(d, 10) / 10);
	struct estimate e = stats_t(d, 10, .95);

	(void)state;
	NEAR(e.value, 1.58, 1e-12);
	NEAR(e.hi - e.value, half, 1e-12);
	NEAR(e.value - e.lo, half, 1e-12);
	NEAR(stats_t_from(1.58, sqrt(stats_variance(d, 10) / 10), 9, 10, .95).p, .00283, 1e-5);
	e = stats_t(d, 1, .95);
	assert_true(isinf(e.lo) && isinf(e.hi) && isnan(e.p));
	assert_true(isnan(stats_t(d, 0, .95).value));
}

/* The interval of a level holds 0 exactly when p says so. */
static void p_agrees_with_the_interval(void **state)
{
	struct random_state r;

	(void)state;
	random_seed(&r, 2);
	for (int i = 0; i < 500; i++) {
		double x[12];
		struct estimate e;

		for (int j = 0; j < 12; j++)
			x[j] = normal(&r) + .8;
		e = stats_t(x, 12, .99);
		assert_true((e.p < .01) == (e.lo > 0 || e.hi < 0));
	}
}

static void widening(void **state)
{
	double up[] = { 1, 2, 3, 4, 5, 6, 7, 8 }, saw[] = { 1, -1, 1, -1, 1, -1, 1, -1 };
	double wave[40], alike[] = { .3, .1 + .2, .3 };

	(void)state;
	/* r1 of 1..8 is .625, and 1/8 of bias: (1 + .75)/(1 - .75). */
	NEAR(stats_lag1(up, 8), .625, 1e-12);
	NEAR(stats_widening(up, 8), 7, 1e-9);
	NEAR(stats_widening(saw, 8), 1, 0);
	NEAR(stats_widening(saw, 1), 1, 0);
	/* A wave of 40: r1 and 1/40 exceed 1, and nothing was learned. */
	for (int i = 0; i < 40; i++)
		wave[i] = sin(2 * M_PI * i / 40);
	assert_true(isinf(stats_widening(wave, 40)));
	/* Equal but for rounding: no variance, and no dependence either. */
	assert_true(stats_mean_error(alike, 3) == 0);
}

static void welch(void **state)
{
	double a[] = { 27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0,
		       21.7, 21.4 };
	double b[] = { 27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9,
		       20.5, 24.4 };
	double va = stats_variance(a, 15) / 15, vb = stats_variance(b, 15) / 15;
	double df = (va + vb) * (va + vb) / (va * va / 14 + vb * vb / 14);
	struct estimate e = stats_welch(a, 15, b, 15, .95);

	(void)state;
	NEAR(e.df, df, 1e-9);
	NEAR(e.df, 24.99, .01);
	NEAR(e.p, .021, .001);
	NEAR(e.value, stats_mean(a, 15) - stats_mean(b, 15), 1e-12);
}

/* P(V <= v) of Wilcoxon's signed rank statistic by enumeration of all signs. */
static double signed_rank(int n, int v)
{
	int hits = 0;

	for (unsigned signs = 0; signs < 1U << n; signs++) {
		int sum = 0;

		for (int i = 0; i < n; i++)
			sum += signs >> i & 1 ? i + 1 : 0;
		hits += sum <= v;
	}
	return (double)hits / (double)(1U << n);
}

/* The bounds are those Walsh averages that the exact test does not reject. */
static void hodges_lehmann(void **state)
{
	double x[10], w[55];
	struct random_state r;
	struct estimate e;
	int k = 0, nr = 0;

	(void)state;
	random_seed(&r, 3);
	for (int i = 0; i < 10; i++)
		x[i] = normal(&r);
	for (int i = 0; i < 10; i++)
		for (int j = i; j < 10; j++)
			w[nr++] = (x[i] + x[j]) / 2;
	qsort(w, 55, sizeof(w[0]), ascending);
	while (signed_rank(10, k) < .005)
		k++;
	e = stats_hodges_lehmann(x, 10, .99);
	NEAR(e.value, w[27], 0);
	NEAR(e.lo, w[k - 1], 0);
	NEAR(e.hi, w[55 - k], 0);
	e = stats_hodges_lehmann(x, 5, .99);	/* too few for the level */
	assert_true(isinf(e.lo) && isinf(e.hi));
}

/* The normal distribution goes on where the exact one ends. */
static void hodges_lehmann_of_many(void **state)
{
	static double many[HODGES_LEHMANN_MAX + 1];
	struct estimate e;
	double half;

	(void)state;
	for (size_t i = 0; i < HODGES_LEHMANN_MAX; i++)
		many[i] = (double)i;
	e = stats_hodges_lehmann(many, 1000, .99);
	half = (e.hi - e.lo) / 2;
	e = stats_hodges_lehmann(many, 1001, .99);
	NEAR(e.value, 500, 1e-9);
	NEAR((e.hi - e.lo) / 2, half * sqrt(1001. / 1000), .01 * half);
	e = stats_hodges_lehmann(many, HODGES_LEHMANN_MAX, .99);
	assert_true(e.lo < e.value && e.value < e.hi);
	e = stats_hodges_lehmann(many, HODGES_LEHMANN_MAX + 1, .99);
	assert_true(isnan(e.value) && isnan(e.lo) && isnan(e.hi));
}

static void woodruff(void **state)
{
	struct clustered x[100];
	struct estimate e;
	double sum = 0, se;

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		x[i] = (struct clustered){ i + 1, i % 5 };
	/* Every run has 20 values of which 10 are at or below 50: e_r = 0, so the
	 * binomial's standard error is the larger. */
	e = stats_woodruff(x, 100, 5, .5, .95);
	se = sqrt(.25 / 100);
	NEAR(e.value, 50, 0);
	NEAR(e.lo, floor(100 * (.5 - qt(.975, 4, 1, 0) * se)), 0);
	NEAR(e.hi, ceil(100 * (.5 + qt(.975, 4, 1, 0) * se)), 0);
	/* Runs that lie apart: all that vary are the clusters. */
	for (unsigned i = 0; i < 100; i++)
		x[i].run = i / 20;
	for (unsigned run = 0; run < 5; run++) {
		double below = run < 2 ? 20 : run == 2 ? 10 : 0;

		sum += (below - 10) * (below - 10);
	}
	e = stats_woodruff(x, 100, 5, .5, .5);
	se = sqrt(5. / 4 * sum) / 100;
	NEAR(e.lo, floor(100 * (.5 - qt(.75, 4, 1, 0) * se)), 0);
	e = stats_woodruff(x, 100, 5, .999, .99);
	assert_true(isinf(e.hi) && e.value == 100);
	/* One cluster tells nothing of others; a run without values is none. */
	for (unsigned i = 0; i < 100; i++)
		x[i].run = 3;
	e = stats_woodruff(x, 100, 5, .5, .5);
	assert_true(e.n == 1 && isinf(e.lo) && isinf(e.hi));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selecting_is_sorting),
		cmocka_unit_test(median_and_moments),
		cmocka_unit_test(t_interval),
		cmocka_unit_test(p_agrees_with_the_interval),
		cmocka_unit_test(widening),
		cmocka_unit_test(welch),
		cmocka_unit_test(hodges_lehmann),
		cmocka_unit_test(hodges_lehmann_of_many),
		cmocka_unit_test(woodruff),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
