/* SPDX-License-Identifier: GPL-2.0-only */
/* Summaries of synthetic run directories, whose truth is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/summaries.h"

static void an_effect_comes_back(void **state)
{
	const struct summary_row *d;

	(void)state;
	make(&(struct synth){ .seed = 3 });
	holds(row("cost", "sigmask", "", NULL), 8300, 80);
	d = row("cost", "immediate_exit", "sigmask", "ns");
	holds(d, -133, 60);
	assert_string_equal(d->verdict, "faster");
	assert_string_equal(d->note, "primary");
	assert_int_equal(d->runs, 20);
	holds(row("cost", "immediate_exit", "sigmask", "ratio"), -133. / 8300, .008);
	assert_int_equal(now.summary->nr, 4);
}

/* Exits may take longer in one run than in another; what an arm adds to them is the same. */
static void a_fixed_cost_comes_back_whatever_the_exit_takes(void **state)
{
	(void)state;
	make(&(struct synth){ .effect_ns = "200", .common_sd = .2, .noise = .001,
			      .run_sd = .00001 });
	assert_true(fabs(row("cost", "immediate_exit", "sigmask", "ns")->estimate - 200) < 1);
}

static void no_effect_is_the_same(void **state)
{
	const struct summary_row *d;

	(void)state;
	make(&(struct synth){ .effect_ns = "0", .protocols = "sigmask,immediate_exit,null" });
	d = row("cost", "immediate_exit", "sigmask", "ns");
	assert_string_equal(d->verdict, "same");
	d = row("cost", "null", "sigmask", "ns");
	assert_string_equal(d->verdict, "ok");
	assert_string_equal(d->note, "null control");
}

/* An arm named null that is dearer all the same: nothing else is believed. */
static void a_failed_null_control_settles_nothing(void **state)
{
	struct synth s = { .protocols = "null,immediate_exit" };

	(void)state;
	make(&s);	/* null as baseline is no control: only names compare */
	assert_string_equal(row("cost", "immediate_exit", "null", "ns")->verdict, "faster");
	summaries_forget(NULL);
	s.protocols = "sigmask,immediate_exit,null";
	s.null_ns = 60;
	make(&s);
	assert_string_equal(row("cost", "null", "sigmask", "ns")->verdict, "failed");
	assert_string_equal(row("cost", "immediate_exit", "sigmask", "ns")->verdict,
			    "cannot tell (null control failed)");
}

static void flagged_blocks_that_decide_are_told(void **state)
{
	const struct summary_row *d;

	(void)state;
	/* Two thirds of the blocks are flagged, and only in those do the arms differ. */
	make(&(struct synth){ .effect_ns = "0", .flagged = .67, .flagged_cost_ns = 400,
			      .flagged_arm = 1 });
	d = row("cost", "immediate_exit", "sigmask", "ns");
	assert_string_equal(d->verdict, "cannot tell (disturbed)");
	assert_non_null(strstr(d->note, "without flagged blocks"));
	summaries_forget(NULL);
	/* The same cost in both arms: the pairing takes it out. */
	make(&(struct synth){ .flagged = .3, .flagged_cost_ns = 4000 });
	assert_string_equal(row("cost", "immediate_exit", "sigmask", "ns")->verdict, "faster");
}

static void rare_large_costs_are_told(void **state)
{
	(void)state;
	/* A tenth of the blocks of one arm costs three times as much: trimmed away. */
	make(&(struct synth){ .effect_ns = "0", .flagged = .1, .flagged_cost_ns = 16600,
			      .flagged_arm = 1 });
	assert_non_null(strstr(row("cost", "immediate_exit", "sigmask", "ns")->note,
			       "all-in mean +"));
}

static void emulated_times_get_no_verdict(void **state)
{
	const struct summary_row *d;

	(void)state;
	make(&(struct synth){ .env = { "emulated=1" }, .nr_env = 1 });
	d = row("cost", "immediate_exit", "sigmask", "ns");
	assert_string_equal(d->verdict, "");
	assert_non_null(strstr(d->note, "emulated"));
	summaries_forget(NULL);
	make(&(struct synth){ .bench = "path", .env = { "emulated=1" }, .nr_env = 1, .runs = 2,
			      .effect_ns = "-186" });
	d = row("path", "immediate_exit", "sigmask", "instructions");
	assert_string_equal(d->verdict, "faster");
	assert_true(d->estimate == -186 && isnan(d->lo) && isnan(d->p));
	assert_true(row("path", "sigmask", "", NULL)->estimate == 3035);
}

static void one_boot_of_path_is_not_exact(void **state)
{
	(void)state;
	make(&(struct synth){ .bench = "path", .runs = 1 });
	assert_string_equal(row("path", "immediate_exit", "sigmask", "instructions")->verdict,
			    "cannot tell (one boot)");
}

/* What was written is read back the same, field by field. */
static void summaries_round_trip(void **state)
{
	struct error err = { 0 };
	struct summary *again;

	(void)state;
	make(&(struct synth){ .bench = "exit,kick,race,kickcost", .runs = 2, .blocks = 5 });
	assert_int_equal(summary_write(now.summary, now.dir, &err), 0);
	again = summary_read(now.dir, &err);
	assert_non_null(again);
	assert_int_equal(again->nr, now.summary->nr);
	for (size_t i = 0; i < again->nr; i++) {
		const struct summary_row *a = &again->rows[i], *b = &now.summary->rows[i];

		assert_string_equal(a->metric, b->metric);
		assert_string_equal(a->verdict, b->verdict);
		assert_string_equal(a->note, b->note);
		assert_true(a->estimate == b->estimate ||
			    (isnan(a->estimate) && isnan(b->estimate)));
		assert_true(a->lo == b->lo || (isnan(a->lo) && isnan(b->lo)));
		assert_true(a->p == b->p || (isnan(a->p) && isnan(b->p)));
		assert_int_equal(a->runs, b->runs);
	}
	summary_free(again);
}

static void one_run_has_no_interval(void **state)
{
	const struct summary_row *d;

	(void)state;
	make(&(struct synth){ .runs = 1 });
	d = row("cost", "immediate_exit", "sigmask", "ns");
	assert_true(isinf(d->lo) && isinf(d->hi) && isnan(d->p));
	assert_string_equal(d->verdict, "cannot tell");
}

#define TEST(name) cmocka_unit_test_teardown(name, summaries_forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_effect_comes_back), TEST(no_effect_is_the_same),
		TEST(a_fixed_cost_comes_back_whatever_the_exit_takes),
		TEST(a_failed_null_control_settles_nothing),
		TEST(flagged_blocks_that_decide_are_told), TEST(rare_large_costs_are_told),
		TEST(emulated_times_get_no_verdict), TEST(one_boot_of_path_is_not_exact),
		TEST(summaries_round_trip), TEST(one_run_has_no_interval),
	};

	return cmocka_run_group_tests(tests, summaries_setup, summaries_teardown);
}
