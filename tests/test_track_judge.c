/* SPDX-License-Identifier: GPL-2.0-only */
/* What a change amounts to, how far it counts, and which rules its proof keeps. */
#include "tests/nights.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "analysis/changepoint.h"

static const struct history none;

static void add(struct series *s, int nr, double value)
{
	for (int i = 0; i < nr; i++)
		nights_add(s, value);
}

/* Nights around a value, of which half lie so far above and half so far below. */
static void add_around(struct series *s, int nr, double value, double distance)
{
	for (int i = 0; i < nr; i++)
		nights_add(s, value + (i % 2 ? distance : -distance));
}

static void a_fall_has_its_own_date(void **state)
{
	double x[64];
	struct nights nights = { x, 64, 0, NULL };
	struct alarm a;

	(void)state;
	for (int i = 0; i < 64; i++)
		x[i] = i < 60 ? 999 + i % 3 : 994;
	assert_true(screen_next(&nights, 0, &a));
	assert_true(a.direction == -1 && a.since == 60 && a.night == 62);
}

/* Student's t of the reference's nights, not a normal distribution: 3.88 of 20 at .001. */
static void fresh_data_are_tested_by_t(void **state)
{
	struct reference r = { .nr = 20, .nr_sigma = 20 };

	(void)state;
	assert_false(fresh_confirms(&r, 3.87, 1, .001));
	assert_true(fresh_confirms(&r, 3.90, 1, .001));
	assert_false(fresh_confirms(&r, 3.90, -1, .001));
	assert_true(fresh_confirms(&r, -3.90, -1, .001));
}

static void segments_have_five_nights(void **state)
{
	struct split at[8];
	double x[40];

	(void)state;
	for (int high = 3; high <= 5; high++)
		for (int end = 0; end < 2; end++) {
			size_t nr, border = end ? 40 - high : high;

			for (int i = 0; i < 40; i++)
				x[i] = (i * 7 % 11) + ((end ? i >= 40 - high : i < high) ? 90 : 0);
			nr = edivisive(x, 40, .05, at, 8);
			assert_true(nr > 0 || high < 5);
			for (size_t i = 0; i < nr; i++)
				assert_in_range(at[i].at, 5, 35);
			if (high == 5)
				assert_int_equal(at[0].at, border);
		}
}

/* Fifteen nights, and what nothing has proven is dismissed. */
static void patience_ends(void **state)
{
	struct series s = nights_new();

	(void)state;
	add_around(&s, 60, 1000, 1);
	nights_add(&s, 1020);
	add_around(&s, 14, 1000, 1);
	assert_true(nights_find(&s) == 1 && s.changes[0].alarm == 60);
	nights_add(&s, 1000);
	assert_int_equal(nights_find(&s), 0);
	nights_drop(&s);
}

/* 65 nights before it, and those behind it with the fresh data of its alarm. */
static void a_change_is_sized_by_what_is_near(void **state)
{
	struct series s = nights_new();

	(void)state;
	add(&s, 35, 500);
	add(&s, 65, 1000);
	add(&s, 10, 1100);
	for (int i = 0; i < 10; i++)
		nights_fresh(&s, 100, 1120);
	nights_fresh(&s, 99, 5000);
	series_add_change(&s, 100, 100, PROOF_FRESH);
	series_judge(&s, &none);
	assert_true(s.changes[0].before == 1000 && s.changes[0].after == 1110);
	assert_true(s.changes[0].worse && s.changes[0].matters);
	nights_drop(&s);
}

/* Kicks that were lost make a night infinite, which no mean withstands. */
static void a_night_without_end_has_no_size(void **state)
{
	struct series s = nights_new();

	(void)state;
	add(&s, 20, 1000);
	add(&s, 20, 1100);
	s.points[10].value = s.points[10].level = INFINITY;
	s.points[30].value = s.points[30].level = INFINITY;
	series_add_change(&s, 20, 20, PROOF_LATER);
	series_judge(&s, &none);
	assert_true(s.changes[0].before == 1000 && s.changes[0].after == 1100);
	assert_true(isnan(s.changes[0].lo) && isnan(s.changes[0].hi));
	assert_true(change_alarms(&s.changes[0]));
	assert_true(s.level.value == 1100 && isnan(s.level.lo) && s.level.n == 20);
	nights_drop(&s);
}

/* 1000, then 1030, then this: whether the rise is undone. */
static bool rise_undone(double level)
{
	struct series s = nights_new();
	bool undone;

	add(&s, 20, 1000);
	add(&s, 20, 1030);
	add(&s, 20, level);
	series_add_change(&s, 20, 20, PROOF_LATER);
	series_add_change(&s, 40, 40, PROOF_LATER);
	series_judge(&s, &none);
	undone = s.changes[0].undone;
	nights_drop(&s);
	return undone;
}

static void half_way_back_is_not_back(void **state)
{
	(void)state;
	assert_true(rise_undone(990));
	assert_true(rise_undone(1000));
	assert_true(rise_undone(1014));
	assert_false(rise_undone(1016));
	assert_false(rise_undone(1030));
}

/* Twice a spread of 1.4826 MAD is compared with what is of interest: 2% of 1000. */
static void noise_that_hides_what_matters(void **state)
{
	(void)state;
	for (int much = 0; much < 2; much++) {
		struct series s = nights_new();

		add_around(&s, 40, 1000, much ? 6.9 : 6.6);
		series_judge(&s, &none);
		assert_int_equal(s.noisy, much);
		nights_drop(&s);
	}
}

/* From night `cut` on, at that level, on that host; whether the rise there was is undone. */
static bool undone_elsewhere(double before_cut, double behind_cut, const char *other)
{
	struct series s = nights_new();
	bool undone;

	add(&s, 20, 1000);
	add(&s, 20, 1100);
	add(&s, 20, before_cut);
	add(&s, 20, behind_cut);
	for (size_t i = 60; i < 80; i++)
		s.points[i].segment = 1;
	for (size_t i = 0; i < 80; i++)
		s.points[i].host = i < 60 ? "a" : other;
	series_add_change(&s, 20, 20, PROOF_LATER);
	if (before_cut < 1100)
		series_add_change(&s, 40, 40, PROOF_LATER);
	series_judge(&s, &none);
	undone = s.changes[0].undone;
	nights_drop(&s);
	return undone;
}

static void another_host_undoes_nothing(void **state)
{
	(void)state;
	assert_false(undone_elsewhere(1100, 900, "b"));
	assert_true(undone_elsewhere(1000, 1200, "b"));
	/* The same host, in batches of another length. */
	assert_true(undone_elsewhere(1100, 1000, "a"));
}

/* It needs no night before it; a second one of the same loss is none. */
static void a_loss_in_the_first_night(void **state)
{
	struct series s = nights_new();

	(void)state;
	s.kind = COMPARED_LOST;
	s.like.metric = "lost";
	add(&s, 2, .001);
	assert_int_equal(nights_find(&s), 1);
	series_judge(&s, &none);
	assert_true(s.changes[0].at == 0 && change_alarms(&s.changes[0]));
	nights_drop(&s);
}

static void a_loss_on_another_host_is_another(void **state)
{
	struct series s = nights_new();

	(void)state;
	s.kind = COMPARED_LOST;
	s.like.metric = "lost";
	add(&s, 4, .001);
	s.points[2].segment = s.points[3].segment = 1;
	assert_int_equal(nights_find(&s), 2);
	series_judge(&s, &none);
	assert_true(s.changes[1].at == 2 && change_alarms(&s.changes[1]));
	nights_drop(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fall_has_its_own_date),
		cmocka_unit_test(fresh_data_are_tested_by_t),
		cmocka_unit_test(segments_have_five_nights),
		cmocka_unit_test(patience_ends),
		cmocka_unit_test(a_change_is_sized_by_what_is_near),
		cmocka_unit_test(a_night_without_end_has_no_size),
		cmocka_unit_test(half_way_back_is_not_back),
		cmocka_unit_test(noise_that_hides_what_matters),
		cmocka_unit_test(another_host_undoes_nothing),
		cmocka_unit_test(a_loss_in_the_first_night),
		cmocka_unit_test(a_loss_on_another_host_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
