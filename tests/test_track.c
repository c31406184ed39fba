/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Change points: the screen's and the tracker's error rates on synthetic
 * histories, as docs/method.md states them. Seeds are fixed; the bounds allow for
 * 1000 histories. test_track_changes.c has changes that must be found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include "analysis/changepoint.h"
#include "tests/nights.h"

#define MATHLIB_STANDALONE
#include <Rmath.h>

#define HISTORIES	1000
#define QUIET		100	/* nights that are screened */
#define BEFORE		25	/* nights before them, the fewest that a screen needs */
#define YOUNG		24	/* nights of a level without a reference of their own */

/* Each alarm is met with fresh data, as scripts/nightly does. */
static bool screen_all(struct series *s, draw_fn *draw)
{
	double *x = calloc(s->nr, sizeof(*x));
	struct nights nights = { x, s->nr, 0, NULL };
	struct alarm a;
	bool screened = false;

	for (size_t i = 0; i < s->nr; i++)
		x[i] = s->points[i].value;
	for (size_t from = BEFORE; screen_next(&nights, from, &a); from = a.night + 1) {
		screened = true;
		for (int i = 0; i < FRESH; i++)
			nights_fresh(s, a.night, 1000 + draw());
	}
	free(x);
	return screened;
}

static void count_false(draw_fn *draw, int *screened, int *proven)
{
	set_seed(20261122, 7);
	*screened = *proven = 0;
	for (int h = 0; h < HISTORIES; h++) {
		struct series s = nights_new();

		for (int i = 0; i < BEFORE + QUIET; i++)
			nights_add(&s, 1000 + draw());
		*screened += screen_all(&s, draw);
		nights_find(&s);
		*proven += nights_have(&s, PROOF_FRESH) || nights_have(&s, PROOF_LATER);
		nights_drop(&s);
	}
	print_message("in %d nights without a change: %.1f%% screened, %.2f%% proven\n", QUIET,
		      100. * *screened / HISTORIES, 100. * *proven / HISTORIES);
}

static void quiet_histories_stay_quiet(void **state)
{
	int screened, proven;

	(void)state;
	count_false(night_iid, &screened, &proven);
	assert_in_range(screened, 60, 140);
	assert_in_range(proven, 0, 5);
}

static void outliers_are_screened_not_believed(void **state)
{
	int screened, proven;

	(void)state;
	count_false(night_heavy, &screened, &proven);
	assert_in_range(screened, 160, 290);
	assert_in_range(proven, 0, 5);
}

/* 60 nights of an old level, which the caller leaves behind, and the first of a new one. */
static bool screened_while_young(draw_fn *draw)
{
	double x[60 + YOUNG], noise[60];
	struct nights nights = { x, 60 + YOUNG, 60, noise };
	struct alarm a;

	for (int i = 0; i < 60; i++)
		x[i] = noise[i] = draw();
	for (int i = 60; i < 60 + YOUNG; i++)
		x[i] = 50 + draw();
	return screen_next(&nights, 60, &a);
}

static bool screened_while_old(draw_fn *draw)
{
	double x[60 + YOUNG];
	struct nights nights = { x, 60 + YOUNG, 0, NULL };
	struct alarm a;

	for (int i = 0; i < 60 + YOUNG; i++)
		x[i] = draw();
	return screen_next(&nights, 60, &a);
}

/* The nights behind a change are screened no more often than others, whatever their noise. */
static void a_young_level_is_as_quiet(void **state)
{
	draw_fn *const draws[] = { night_iid, night_heavy };

	(void)state;
	set_seed(20261122, 9);
	for (int d = 0; d < 2; d++) {
		int young = 0, old = 0;

		for (int h = 0; h < HISTORIES; h++) {
			young += screened_while_young(draws[d]);
			old += screened_while_old(draws[d]);
		}
		print_message("screened in %d nights: %.1f%% behind a change, %.1f%% elsewhere\n",
			      YOUNG, 100. * young / HISTORIES, 100. * old / HISTORIES);
		assert_in_range(young, 0, old);
	}
}

static void steps_up_and_down_are_dated(void **state)
{
	struct split at[8];
	double x[300];

	(void)state;
	set_seed(11, 13);
	for (int i = 0; i < 300; i++)
		x[i] = norm_rand() + (i >= 100 && i < 220 ? 4 : 0);
	assert_int_equal(edivisive(x, 300, .001, at, 8), 2);
	assert_in_range(at[0].at, 98, 102);
	assert_in_range(at[1].at, 218, 222);
}

static void equal_nights_are_no_change(void **state)
{
	double x[60];
	struct nights nights = { x, 60, 0, NULL };
	struct split at[4];
	struct alarm a;

	(void)state;
	for (int i = 0; i < 60; i++)
		x[i] = 7;
	assert_int_equal(edivisive(x, 60, .01, at, 4), 0);
	assert_false(screen_next(&nights, 0, &a));
	x[59] = 8;
	assert_true(screen_next(&nights, 0, &a));
	assert_int_equal(a.night, 59);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_up_and_down_are_dated),
		cmocka_unit_test(equal_nights_are_no_change),
		cmocka_unit_test(a_young_level_is_as_quiet),
		cmocka_unit_test(quiet_histories_stay_quiet),
		cmocka_unit_test(outliers_are_screened_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
