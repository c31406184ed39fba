/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Change points: the screen's and the tracker's error rates on synthetic
 * histories, as docs/method.md states them, and that real changes are found.
 * Seeds are fixed; the bounds allow for 1000 histories.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/changepoint.h"
#include "analysis/track.h"

#define MATHLIB_STANDALONE
#include <Rmath.h>

#define HISTORIES	1000
#define QUIET		100	/* nights that are screened */
#define BEFORE		25	/* nights before them, the fewest that a screen needs */
#define FRESH		3	/* runs that scripts/nightly adds to a screened night */

typedef double draw_fn(void);

static double iid(void)
{
	return norm_rand();
}

/* Student's t with 6 degrees of freedom: outliers every few weeks. */
static double heavy(void)
{
	return norm_rand() / sqrt(rchisq(6) / 6);
}

static struct series new_series(void)
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

static void add_point(struct series *s, double value)
{
	s->points = realloc(s->points, (s->nr + 1) * sizeof(*s->points));
	s->points[s->nr] = (struct point){ s->nr, value, NAN, NAN, value, 0, 0 };
	s->nr++;
}

static void add_fresh(struct series *s, size_t night, double value)
{
	s->fresh = realloc(s->fresh, (s->nr_fresh + 1) * sizeof(*s->fresh));
	s->fresh[s->nr_fresh++] = (struct point){ night, value, NAN, NAN, value, 0, 0 };
}

static void drop(struct series *s)
{
	free(s->points);
	free(s->fresh);
	free(s->changes);
}

static size_t find(struct series *s)
{
	free(s->changes);
	s->changes = NULL;
	s->nr_changes = 0;
	series_changes(s);
	return s->nr_changes;
}

static bool has(const struct series *s, enum change_proof proof)
{
	for (size_t i = 0; i < s->nr_changes; i++)
		if (s->changes[i].proof == proof)
			return true;
	return false;
}

static size_t nr_proven(const struct series *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nr_changes; i++)
		n += s->changes[i].proof != PROOF_NONE;
	return n;
}

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
			add_fresh(s, a.night, 1000 + draw());
	}
	free(x);
	return screened;
}

static void count_false(draw_fn *draw, int *screened, int *proven)
{
	set_seed(20261122, 7);
	*screened = *proven = 0;
	for (int h = 0; h < HISTORIES; h++) {
		struct series s = new_series();

		for (int i = 0; i < BEFORE + QUIET; i++)
			add_point(&s, 1000 + draw());
		*screened += screen_all(&s, draw);
		find(&s);
		*proven += has(&s, PROOF_FRESH) || has(&s, PROOF_LATER);
		drop(&s);
	}
	print_message("in %d nights without a change: %.1f%% screened, %.2f%% proven\n", QUIET,
		      100. * *screened / HISTORIES, 100. * *proven / HISTORIES);
}

static void quiet_histories_stay_quiet(void **state)
{
	int screened, proven;

	(void)state;
	count_false(iid, &screened, &proven);
	assert_in_range(screened, 60, 140);
	assert_in_range(proven, 0, 5);
}

static void outliers_are_screened_not_believed(void **state)
{
	int screened, proven;

	(void)state;
	count_false(heavy, &screened, &proven);
	assert_in_range(screened, 160, 290);
	assert_in_range(proven, 0, 5);
}

#define YOUNG		24	/* nights of a level without a reference of their own */

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
	draw_fn *const draws[] = { iid, heavy };

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

/* A step of `size` sigmas at night 60 of 60 + after. */
static struct series step(double size, int after)
{
	struct series s = new_series();

	set_seed(3, 5);
	for (int i = 0; i < 60; i++)
		add_point(&s, 1000 + norm_rand());
	for (int i = 0; i < after; i++)
		add_point(&s, 1000 + size + norm_rand());
	return s;
}

static void a_step_waits_for_proof(void **state)
{
	struct series s = step(6, 2);

	(void)state;
	assert_int_equal(find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_NONE);
	assert_int_equal(s.changes[0].at, 60);
	drop(&s);
}

static void fresh_data_proves_a_step(void **state)
{
	struct series s = step(6, 2);

	(void)state;
	find(&s);
	for (int i = 0; i < FRESH; i++)
		add_fresh(&s, s.changes[0].alarm, 1006 + norm_rand());
	find(&s);
	assert_true(has(&s, PROOF_FRESH));
	drop(&s);
}

static void fresh_data_refutes_an_outlier(void **state)
{
	struct series s = step(0, 0);

	(void)state;
	add_point(&s, 1020);
	find(&s);
	assert_true(has(&s, PROOF_NONE));
	for (int i = 0; i < FRESH; i++)
		add_fresh(&s, 60, 1000 + norm_rand());
	assert_int_equal(find(&s), 0);
	drop(&s);
}

static void later_nights_prove_a_step(void **state)
{
	struct series s = step(4, 12);

	(void)state;
	find(&s);
	assert_int_equal(nr_proven(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_LATER);
	assert_in_range(s.changes[0].at, 58, 62);
	drop(&s);
}

/* 40 nights, of which the last stands out; so many before it are slightly high. */
static struct series slightly_high_then_out(int high)
{
	static const double noise[] = { 0, 7, -11, 4, -3, 12, -8, 2, 15, -14, 6, -5, 9, -2, -9, 3,
					11, -7, 1, -12 };
	struct series s = new_series();

	for (int i = 0; i < 40; i++)
		add_point(&s, 8300 + (i < 39 - high ? noise[i % 20] : i < 39 ? 16 : 400));
	return s;
}

static void the_last_night_does_not_prove_itself(void **state)
{
	struct series s = slightly_high_then_out(4);

	(void)state;
	assert_int_equal(find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_NONE);
	assert_int_equal(s.changes[0].alarm, 39);
	for (int i = 0; i < FRESH; i++)
		add_fresh(&s, 39, 8700 + i);
	assert_int_equal(find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_FRESH);
	assert_int_equal(s.changes[0].at, 39);
	drop(&s);
}

static void nights_before_are_no_later_nights(void **state)
{
	struct series s = slightly_high_then_out(3);

	(void)state;
	add_point(&s, 8300);
	assert_int_equal(find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_NONE);
	assert_int_equal(s.changes[0].at, 39);
	drop(&s);
}

/* A step down at night 60, and `after` nights later a night up again, far enough to tell. */
static struct series step_and_out(int after)
{
	struct series s = step(-13, after);

	add_point(&s, 1040);
	return s;
}

static void nights_behind_a_change_are_screened(void **state)
{
	(void)state;
	for (int after = 5; after < 40; after++) {
		struct series s = step_and_out(after);
		const struct change *last;

		assert_true(find(&s) > 0);
		last = &s.changes[s.nr_changes - 1];
		assert_int_equal(last->proof, PROOF_NONE);
		assert_int_equal(last->alarm, 60 + after);
		for (int i = 0; i < FRESH; i++)
			add_fresh(&s, s.nr - 1, 1040 + norm_rand());
		find(&s);
		last = &s.changes[s.nr_changes - 1];
		assert_int_equal(last->proof, PROOF_FRESH);
		assert_int_equal(last->at, 60 + after);
		drop(&s);
	}
}

static void fresh_data_refute_behind_a_change(void **state)
{
	struct series s = step_and_out(15);

	(void)state;
	for (int i = 0; i < FRESH; i++)
		add_fresh(&s, s.nr - 1, 987 + norm_rand());
	find(&s);
	assert_int_equal(nr_proven(&s), 1);
	assert_int_equal(s.changes[0].at, 60);
	for (size_t i = 0; i < s.nr_changes; i++)
		assert_true(s.changes[i].alarm < s.nr - 1);
	drop(&s);
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

static void any_other_integer_is_an_event(void **state)
{
	struct series s = new_series();
	struct history h = { 0 };

	(void)state;
	s.kind = COMPARED_EXACT;
	s.like.metric = "path";
	for (int i = 0; i < 6; i++)
		add_point(&s, i < 4 ? 3035 : 3036);
	assert_int_equal(find(&s), 1);
	assert_int_equal(s.changes[0].at, 4);
	series_judge(&s, &h);
	assert_false(s.changes[0].matters);
	assert_true(change_alarms(&s.changes[0]));
	drop(&s);
}

static void another_host_is_no_change(void **state)
{
	struct series s = step(50, 40);

	(void)state;
	for (size_t i = 60; i < s.nr; i++)
		s.points[i].segment = 1;
	assert_int_equal(find(&s), 0);
	drop(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_nights_are_no_change),
		cmocka_unit_test(steps_up_and_down_are_dated),
		cmocka_unit_test(a_step_waits_for_proof),
		cmocka_unit_test(fresh_data_proves_a_step),
		cmocka_unit_test(fresh_data_refutes_an_outlier),
		cmocka_unit_test(later_nights_prove_a_step),
		cmocka_unit_test(the_last_night_does_not_prove_itself),
		cmocka_unit_test(nights_before_are_no_later_nights),
		cmocka_unit_test(nights_behind_a_change_are_screened),
		cmocka_unit_test(fresh_data_refute_behind_a_change),
		cmocka_unit_test(a_young_level_is_as_quiet),
		cmocka_unit_test(any_other_integer_is_an_event),
		cmocka_unit_test(another_host_is_no_change),
		cmocka_unit_test(quiet_histories_stay_quiet),
		cmocka_unit_test(outliers_are_screened_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
