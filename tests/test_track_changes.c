/* SPDX-License-Identifier: GPL-2.0-only */
/* Real changes are found, dated and proven; what is none is not. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "analysis/changepoint.h"
#include "tests/nights.h"

#define MATHLIB_STANDALONE
#include <Rmath.h>

/* A step of `size` sigmas at night 60 of 60 + after. */
static struct series step(double size, int after)
{
	struct series s = nights_new();

	set_seed(3, 5);
	for (int i = 0; i < 60; i++)
		nights_add(&s, 1000 + norm_rand());
	for (int i = 0; i < after; i++)
		nights_add(&s, 1000 + size + norm_rand());
	return s;
}

static void a_step_waits_for_proof(void **state)
{
	struct series s = step(6, 2);

	(void)state;
	assert_int_equal(nights_find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_NONE);
	assert_int_equal(s.changes[0].at, 60);
	nights_drop(&s);
}

/* An old one must not hide it: what is asked is by how much, and since when. */
static void an_unproven_change_does_not_hide_another(void **state)
{
	struct series s = step(0, 0);

	(void)state;
	nights_add(&s, 980);
	for (int i = 0; i < 5; i++)
		nights_add(&s, 1000 + norm_rand());
	nights_add(&s, 1012);
	assert_int_equal(nights_find(&s), 2);
	assert_int_equal(s.changes[1].at, 66);
	nights_add(&s, 1013);
	assert_int_equal(nights_find(&s), 2);
	assert_true(s.changes[1].at == 66 && s.changes[1].alarm == 67);
	nights_add(&s, 1050);
	assert_int_equal(nights_find(&s), 3);
	assert_true(s.changes[2].at == 68 && s.changes[2].proof == PROOF_NONE);
	nights_drop(&s);
}

static void fresh_data_proves_a_step(void **state)
{
	struct series s = step(6, 2);

	(void)state;
	nights_find(&s);
	for (int i = 0; i < FRESH; i++)
		nights_fresh(&s, s.changes[0].alarm, 1006 + norm_rand());
	nights_find(&s);
	assert_true(nights_have(&s, PROOF_FRESH));
	nights_drop(&s);
}

static void fresh_data_refutes_an_outlier(void **state)
{
	struct series s = step(0, 0);

	(void)state;
	nights_add(&s, 1020);
	nights_find(&s);
	assert_true(nights_have(&s, PROOF_NONE));
	for (int i = 0; i < FRESH; i++)
		nights_fresh(&s, 60, 1000 + norm_rand());
	assert_int_equal(nights_find(&s), 0);
	nights_drop(&s);
}

static void later_nights_prove_a_step(void **state)
{
	struct series s = step(4, 12);

	(void)state;
	nights_find(&s);
	assert_int_equal(nights_proven(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_LATER);
	assert_in_range(s.changes[0].at, 58, 62);
	nights_drop(&s);
}

/* 40 nights, of which the last stands out; so many before it are slightly high. */
static struct series slightly_high_then_out(int high)
{
	static const double noise[] = { 0, 7, -11, 4, -3, 12, -8, 2, 15, -14, 6, -5, 9, -2, -9, 3,
					11, -7, 1, -12 };
	struct series s = nights_new();

	for (int i = 0; i < 40; i++)
		nights_add(&s, 8300 + (i < 39 - high ? noise[i % 20] : i < 39 ? 16 : 400));
	return s;
}

static void the_last_night_does_not_prove_itself(void **state)
{
	struct series s = slightly_high_then_out(4);

	(void)state;
	assert_int_equal(nights_find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_NONE);
	assert_int_equal(s.changes[0].alarm, 39);
	for (int i = 0; i < FRESH; i++)
		nights_fresh(&s, 39, 8700 + i);
	assert_int_equal(nights_find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_FRESH);
	assert_int_equal(s.changes[0].at, 39);
	nights_drop(&s);
}

static void nights_before_are_no_later_nights(void **state)
{
	struct series s = slightly_high_then_out(3);

	(void)state;
	nights_add(&s, 8300);
	assert_int_equal(nights_find(&s), 1);
	assert_int_equal(s.changes[0].proof, PROOF_NONE);
	assert_int_equal(s.changes[0].at, 39);
	nights_drop(&s);
}

/* A step down at night 60, and `after` nights later a night up again, far enough to tell. */
static struct series step_and_out(int after)
{
	struct series s = step(-13, after);

	nights_add(&s, 1040);
	return s;
}

static void nights_behind_a_change_are_screened(void **state)
{
	(void)state;
	for (int after = 5; after < 40; after++) {
		struct series s = step_and_out(after);
		const struct change *last;

		assert_true(nights_find(&s) > 0);
		last = &s.changes[s.nr_changes - 1];
		assert_int_equal(last->proof, PROOF_NONE);
		assert_int_equal(last->alarm, 60 + after);
		for (int i = 0; i < FRESH; i++)
			nights_fresh(&s, s.nr - 1, 1040 + norm_rand());
		nights_find(&s);
		last = &s.changes[s.nr_changes - 1];
		assert_int_equal(last->proof, PROOF_FRESH);
		assert_int_equal(last->at, 60 + after);
		nights_drop(&s);
	}
}

static void fresh_data_refute_behind_a_change(void **state)
{
	struct series s = step_and_out(15);

	(void)state;
	for (int i = 0; i < FRESH; i++)
		nights_fresh(&s, s.nr - 1, 987 + norm_rand());
	nights_find(&s);
	assert_int_equal(nights_proven(&s), 1);
	assert_int_equal(s.changes[0].at, 60);
	for (size_t i = 0; i < s.nr_changes; i++)
		assert_true(s.changes[i].alarm < s.nr - 1);
	nights_drop(&s);
}

/* A percentile that lost kicks have made infinite, for a night now and then or for all. */
static void nights_without_end_blind_nobody(void **state)
{
	struct series s = step(4, 12);

	(void)state;
	s.points[20].value = s.points[48].value = s.points[66].value = INFINITY;
	nights_find(&s);
	assert_int_equal(nights_proven(&s), 1);
	assert_in_range(s.changes[0].at, 58, 62);
	for (size_t i = 0; i < s.nr; i++)
		s.points[i].value = INFINITY;
	assert_int_equal(nights_find(&s), 0);
	for (size_t i = 0; i < s.nr; i += 3)
		s.points[i].value = 1000;
	nights_find(&s);
	assert_int_equal(nights_proven(&s), 0);
	nights_drop(&s);
}

static void any_other_integer_is_an_event(void **state)
{
	struct series s = nights_new();
	struct history h = { 0 };

	(void)state;
	s.kind = COMPARED_EXACT;
	s.like.metric = "path";
	for (int i = 0; i < 6; i++)
		nights_add(&s, i < 4 ? 3035 : 3036);
	assert_int_equal(nights_find(&s), 1);
	assert_int_equal(s.changes[0].at, 4);
	series_judge(&s, &h);
	assert_false(s.changes[0].matters);
	assert_true(change_alarms(&s.changes[0]));
	nights_drop(&s);
}

/* A night counted in one boot, by that name. */
static void add_count(struct series *s, double value, uint64_t boot)
{
	nights_add(s, value);
	s->points[s->nr - 1].boot = boot;
}

/* What one boot says stands until the next night counts otherwise. */
static void one_boot_stands_alone(void **state)
{
	static const double counts[] = { 3035, 3035, 3050, 3035, 3040, 3040, 3035 };
	struct series s = nights_new();
	struct history h = { 0 };

	(void)state;
	s.kind = COMPARED_EXACT;
	s.like.metric = "path";
	for (uint64_t i = 0; i < 7; i++)
		add_count(&s, counts[i], i + 1);
	assert_int_equal(nights_find(&s), 2);
	assert_int_equal(s.changes[0].at, 4);
	assert_int_equal(s.changes[1].at, 6);
	series_judge(&s, &h);
	assert_true(s.changes[0].before == 3035 && s.changes[0].worse);
	assert_true(s.level.value == 3035);
	nights_drop(&s);
}

static void another_host_is_no_change(void **state)
{
	struct series s = step(50, 40);

	(void)state;
	for (size_t i = 60; i < s.nr; i++)
		s.points[i].segment = 1;
	assert_int_equal(nights_find(&s), 0);
	nights_drop(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_waits_for_proof),
		cmocka_unit_test(an_unproven_change_does_not_hide_another),
		cmocka_unit_test(fresh_data_proves_a_step),
		cmocka_unit_test(fresh_data_refutes_an_outlier),
		cmocka_unit_test(later_nights_prove_a_step),
		cmocka_unit_test(the_last_night_does_not_prove_itself),
		cmocka_unit_test(nights_before_are_no_later_nights),
		cmocka_unit_test(nights_behind_a_change_are_screened),
		cmocka_unit_test(fresh_data_refute_behind_a_change),
		cmocka_unit_test(nights_without_end_blind_nobody),
		cmocka_unit_test(any_other_integer_is_an_event),
		cmocka_unit_test(one_boot_stands_alone),
		cmocka_unit_test(another_host_is_no_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
