/* SPDX-License-Identifier: GPL-2.0-only */
/* Holm, Fisher, Fieller, shares and fits, against libRmath and worked examples. */
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

static void holm(void **state)
{
	double p[] = { .01, .04, NAN, .03, .005 };

	(void)state;
	stats_holm(p, 5);
	NEAR(p[4], .02, 1e-12);
	NEAR(p[0], .03, 1e-12);
	NEAR(p[3], .06, 1e-12);
	NEAR(p[1], .06, 1e-12);
	assert_true(isnan(p[2]));
	stats_holm(p, 0);
}

/* By summing the hypergeometric probabilities by hand. */
static void fisher(void **state)
{
	(void)state;
	NEAR(stats_fisher(3, 4, 1, 4), 34. / 70, 1e-9);	/* the lady tasting tea */
	NEAR(stats_fisher(0, 10, 0, 10), 1, 0);
	NEAR(stats_fisher(10, 10, 0, 10), 2 / choose(20, 10), 1e-12);
	NEAR(stats_fisher(10, 10, 0, 10), stats_fisher(0, 10, 10, 10), 1e-12);
	assert_true(stats_fisher(200000, 1e6, 210000, 1e6) < 1e-6);
	/* Too many to be summed: the same, but for one more. */
	NEAR(stats_fisher(49901, 1e6, 50100, 1e6) / stats_fisher(49900, 1e6, 50100, 1e6), 1, .01);
	assert_true(isnan(stats_fisher(0, 0, 0, 10)));
}

/* A ratio's bounds are where the test of a - ratio b = 0 just does not reject. */
static void fieller(void **state)
{
	double a[] = { 10.1, 9.7, 10.3, 9.6, 10.2, 9.9, 10.4, 9.8 };
	double b[] = { 2.1, 1.9, 2.2, 1.8, 2.1, 1.9, 2.0, 2.0 }, d[8];
	double none[] = { -1, 1, -1, 1, -1, 1.2, -1, 1 };
	struct estimate e = stats_fieller(a, b, 8, .95);

	(void)state;
	NEAR(e.value, stats_mean(a, 8) / stats_mean(b, 8), 1e-12);
	assert_true(stats_widening(a, 8) == 1 && stats_widening(b, 8) == 1);
	for (int side = 0; side < 2; side++) {
		double bound = side ? e.hi : e.lo, se;

		for (int i = 0; i < 8; i++)
			d[i] = a[i] - bound * b[i];
		se = sqrt(stats_variance(d, 8) / 8);
		NEAR(fabs(stats_mean(d, 8)) / se, qt(.975, 7, 1, 0), 1e-6);
	}
	assert_true(isnan(stats_fieller(a, none, 8, .95).value));
	/* A ratio that is the same in all runs has no uncertainty, whatever their order. */
	for (int i = 0; i < 8; i++)
		a[i] = 4 * (b[i] = 2 + i * .1);
	assert_true(stats_widening(a, 8) > 1);
	e = stats_fieller(a, b, 8, .95);
	NEAR(e.lo, 4, 1e-6);
	NEAR(e.hi, 4, 1e-6);
}

/* Runs that drift to and fro: an interval without end is no missing one. */
static void fieller_without_end(void **state)
{
	struct estimate e;
	double a[40], b[40];

	(void)state;
	for (int i = 0; i < 40; i++) {
		a[i] = 10 + sin(2 * M_PI * i / 40);
		b[i] = 2 + (i % 2) * .1;
	}
	assert_true(isinf(stats_widening(a, 40)));
	e = stats_fieller(a, b, 40, .99);
	NEAR(e.value, 10 / 2.05, 1e-9);
	assert_true(isinf(e.lo) && isinf(e.hi) && e.lo < e.hi);
}

static void shares(void **state)
{
	struct estimate e = stats_share(0, 1000, .99);

	(void)state;
	NEAR(e.hi, -log(.01) / 1000, 1e-12);
	NEAR(e.lo, 0, 0);
	e = stats_share(3, 1000, .99);
	NEAR(pbinom(3, 1000, e.hi, 1, 0), .005, 1e-6);
	NEAR(pbinom(2, 1000, e.lo, 0, 0), .005, 1e-6);
	NEAR(stats_share(5, 5, .99).hi, 1, 0);
	assert_true(isnan(stats_share(0, 0, .99).value));
}

static void fits(void **state)
{
	double x[] = { 1, 1, 2, 2, 3, 3 }, y[] = { 3.1, 2.9, 5.1, 4.9, 7.1, 6.9 };
	double bent[] = { 3.1, 2.9, 9.1, 8.9, 4.1, 3.9 };
	struct fit f = stats_fit(x, y, 6);

	(void)state;
	NEAR(f.slope, 2, 1e-12);
	NEAR(f.intercept, 1, 1e-12);
	NEAR(stats_lack_of_fit(x, y, 6), 1, 1e-9);
	assert_true(stats_lack_of_fit(x, bent, 6) < .001);
	/* Without any noise a line is one, and what is bent is none. */
	for (int i = 0; i < 6; i++) {
		y[i] = .1 + .7 * x[i];
		bent[i] = x[i] * x[i];
	}
	NEAR(stats_lack_of_fit(x, y, 6), 1, 0);
	NEAR(stats_lack_of_fit(x, bent, 6), 0, 0);
	assert_true(isnan(stats_lack_of_fit(x, y, 4)));
	assert_true(isnan(stats_fit(x, y, 2).slope));
}

/* Where a line is true, the test rejects as often as its level says: 5%, here
 * 50 to 155 of 2000, which a right test misses once in 1e7. */
static void lack_of_fit_rejects_at_its_level(void **state)
{
	struct random_state r;
	int rejected = 0;

	(void)state;
	random_seed(&r, 4);
	for (int i = 0; i < 2000; i++) {
		double x[40], y[40];

		for (int j = 0; j < 40; j++) {
			x[j] = j % 4;
			y[j] = 8000 + 400 * x[j] + 30 * normal(&r);
		}
		rejected += stats_lack_of_fit(x, y, 40) < .05;
	}
	assert_in_range(rejected, 50, 155);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holm),
		cmocka_unit_test(fisher),
		cmocka_unit_test(fieller),
		cmocka_unit_test(fieller_without_end),
		cmocka_unit_test(shares),
		cmocka_unit_test(fits),
		cmocka_unit_test(lack_of_fit_rejects_at_its_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
