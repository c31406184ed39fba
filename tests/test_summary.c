/* SPDX-License-Identifier: GPL-2.0-only */
/* Summaries of synthetic run directories, whose truth is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "analysis/summary.h"
#include "tests/synth.h"

static char top[] = "/tmp/kickbench-summary-XXXXXX", dir[64];

/* What a test looks at. */
static struct rundir *loaded;
static struct summary *summary;

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(top))
		return -1;
	snprintf(dir, sizeof(dir), "%s/run", top);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return rmdir(top);
}

static int forget(void **state)
{
	(void)state;
	summary_free(summary);
	rundir_free(loaded);
	summary = NULL;
	loaded = NULL;
	synth_remove(dir);
	return 0;
}

static void make(const struct synth *s)
{
	struct error err = { 0 };

	if (synth_write(dir, s, &err))
		fail_msg("%s", err.text);
	loaded = rundir_load(dir, &err);
	if (!loaded)
		fail_msg("%s", err.text);
	summary = summary_compute(loaded, &err);
	if (!summary)
		fail_msg("%s", err.text);
}

static const struct summary_row *row(const char *metric, const char *protocol,
				     const char *versus, const char *unit)
{
	const struct summary_row *r = summary_find(summary, 0, metric, protocol, versus, unit);

	if (!r)
		fail_msg("no row %s %s %s", metric, protocol, versus);
	return r;
}

/* The truth lies inside an interval that is not absurdly wide. */
static void holds(const struct summary_row *r, double truth, double width)
{
	if (!(r->lo <= truth && truth <= r->hi && r->hi - r->lo < width))
		fail_msg("%s %s: %g [%g, %g], the truth is %g", r->metric, r->protocol, r->estimate,
			 r->lo, r->hi, truth);
}

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
	assert_int_equal(summary->nr, 4);
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
	forget(NULL);
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
	forget(NULL);
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
	forget(NULL);
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

static void races(void **state)
{
	const struct summary_row *lost;

	(void)state;
	make(&(struct synth){ .bench = "race", .protocols = "naive,sigmask", .runs = 4,
			      .lost = "naive=3" });
	lost = row("lost", "naive", "", NULL);
	assert_string_equal(lost->verdict, "control");
	assert_string_equal(lost->note, "12 of 2000 kicks");
	lost = row("lost", "sigmask", "", NULL);
	assert_string_equal(lost->verdict, "none lost");
	assert_true(fabs(lost->hi - -log(.01) / 2000) < 1e-12 && lost->lo == 0);
	forget(NULL);

	make(&(struct synth){ .bench = "race", .protocols = "naive,sigmask", .runs = 4 });
	assert_string_equal(row("lost", "naive", "", NULL)->verdict, "control saw nothing");
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict,
			    "cannot tell: the detector saw nothing");
	forget(NULL);

	make(&(struct synth){ .bench = "race", .protocols = "naive,never_clear,sigmask", .runs = 4,
			      .lost = "naive=3,sigmask=1", .stale = "never_clear=9" });
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict, VERDICT_LOST);
	assert_int_equal(report_status(&(struct report){ .dir = loaded, .summary = summary }),
			 EXIT_NO);
}

static void kicks(void **state)
{
	const struct summary_row *p50, *d;

	(void)state;
	make(&(struct synth){ .bench = "kick", .variant = "in_guest" });
	p50 = row("latency_p50", "sigmask", "", NULL);
	/* Half-normal noise: its median is .674 sd; planned 250 ns before it is sent. */
	holds(p50, 3700 * (1 + .1 * .6745) + 250, 100);
	assert_true(isnan(row("latency_max", "sigmask", "", NULL)->lo));
	assert_true(row("latency_sent_p50", "sigmask", "", NULL)->estimate < p50->estimate);
	assert_true(row("latency_seen_p50", "sigmask", "", NULL)->estimate > p50->estimate);
	d = row("latency_p50", "immediate_exit", "sigmask", "ns");
	assert_string_equal(d->verdict, "slower");
	/* 500 kicks a run: 5 beyond p99 are too few to compare, 50 beyond p90 are not. */
	assert_null(summary_find(summary, 0, "latency_p99", "immediate_exit", "sigmask", NULL));
	row("latency_p90", "immediate_exit", "sigmask", "ns");
}

static void break_even_is_the_ratio_of_differences(void **state)
{
	(void)state;
	make(&(struct synth){ .bench = "kickcost", .seed = 2 });
	holds(row("kick_cost", "sigmask", "", NULL), 3700, 400);
	holds(row("kick_cost", "immediate_exit", "", NULL), 7400, 400);
	holds(row("break_even", "immediate_exit", "sigmask", NULL), 3700. / 133, 20);
	forget(NULL);
	make(&(struct synth){ .bench = "kickcost", .effect_ns = "0", .seed = 2 });
	assert_true(isnan(row("break_even", "immediate_exit", "sigmask", NULL)->estimate));
}

static void hand_off(void **state)
{
	const struct summary_row *r;

	(void)state;
	make(&(struct synth){ .bench = "contend", .vcpus = "1,2,3,4,5", .blocks = 30 });
	r = summary_find(summary, 4, "handoff", "sigmask", "", NULL);
	assert_non_null(r);
	holds(r, 400, 60);
	r = summary_find(summary, 4, "handoff", "immediate_exit", "sigmask", NULL);
	assert_non_null(r);
	holds(r, -200, 80);
	r = summary_find(summary, 4, "cost_at_14", "sigmask", "", NULL);
	assert_non_null(r);
	holds(r, 8300 + 13 * 400, 800);
	r = summary_find(summary, 1, "throughput", "sigmask", "", NULL);
	assert_non_null(r);
	holds(r, 2e9 / 8700, 5000);
	forget(NULL);
	make(&(struct synth){ .bench = "contend", .vcpus = "2,3,4", .blocks = 30 });
	r = summary_find(summary, 2, "handoff", "sigmask", "", NULL);
	assert_true(r && isnan(r->estimate));
	assert_null(summary_find(summary, 2, "cost_at_14", "sigmask", "", NULL));
}

static void counters(void **state)
{
	const struct summary_row *r;

	(void)state;
	make(&(struct synth){ .bench = "exit,counters" });
	r = row("instructions:kH", "sigmask", "", NULL);
	assert_true(r->estimate == 3035 && r->runs == 4);
	assert_string_equal(r->unit, "per exit");
	assert_true(row("siglock_contentions", "immediate_exit", "", NULL)->estimate == .01);
	assert_true(fabs(row("siglock_wait", "sigmask", "", NULL)->estimate - 184) < 1e-9);
}

/* What was written is read back the same, field by field. */
static void summaries_round_trip(void **state)
{
	struct error err = { 0 };
	struct summary *again;

	(void)state;
	make(&(struct synth){ .bench = "exit,kick,race,kickcost", .runs = 2, .blocks = 5 });
	assert_int_equal(summary_write(summary, dir, &err), 0);
	again = summary_read(dir, &err);
	assert_non_null(again);
	assert_int_equal(again->nr, summary->nr);
	for (size_t i = 0; i < again->nr; i++) {
		const struct summary_row *a = &again->rows[i], *b = &summary->rows[i];

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

#define TEST(name) cmocka_unit_test_teardown(name, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_effect_comes_back), TEST(no_effect_is_the_same),
		TEST(a_failed_null_control_settles_nothing),
		TEST(flagged_blocks_that_decide_are_told), TEST(rare_large_costs_are_told),
		TEST(emulated_times_get_no_verdict), TEST(one_boot_of_path_is_not_exact),
		TEST(races), TEST(kicks), TEST(break_even_is_the_ratio_of_differences),
		TEST(hand_off), TEST(counters), TEST(summaries_round_trip),
		TEST(one_run_has_no_interval),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
