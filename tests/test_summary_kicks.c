/* SPDX-License-Identifier: GPL-2.0-only */
/* Summaries of kicks, races, counters and many vCPUs, whose truth is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/format_common.h"
#include "tests/summaries.h"

static void races(void **state)
{
	const struct summary_row *lost;
	struct report r;

	(void)state;
	make(&(struct synth){ .bench = "race", .protocols = "naive,sigmask", .runs = 4,
			      .lost = "naive=3" });
	lost = row("lost", "naive", "", NULL);
	assert_string_equal(lost->verdict, "control");
	assert_string_equal(lost->note, "12 of 2000 kicks");
	lost = row("lost", "sigmask", "", NULL);
	assert_string_equal(lost->verdict, "none lost");
	assert_true(fabs(lost->hi - -log(.01) / 2000) < 1e-12 && lost->lo == 0);
	summaries_forget(NULL);

	make(&(struct synth){ .bench = "race", .protocols = "naive,sigmask", .runs = 4 });
	assert_string_equal(row("lost", "naive", "", NULL)->verdict, "control saw nothing");
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict,
			    "cannot tell: the detector saw nothing");
	summaries_forget(NULL);

	make(&(struct synth){ .bench = "race", .protocols = "naive,never_clear,sigmask", .runs = 4,
			      .lost = "naive=3,sigmask=1", .stale = "never_clear=9" });
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict, VERDICT_LOST);
	r = (struct report){ .dir = now.loaded, .summary = now.summary };
	assert_int_equal(report_status(&r), EXIT_NO);
}

/* One control that saw what it must does not make up for another that did not. */
static void each_control_must_fail(void **state)
{
	struct synth s = { .bench = "race", .protocols = "naive,never_clear,sigmask", .runs = 2,
			   .kicks = 5, .stale = "never_clear=9" };
	const struct summary_row *stale;

	(void)state;
	make(&s);
	assert_string_equal(row("lost", "naive", "", NULL)->verdict, "control saw nothing");
	assert_string_equal(row("lost", "never_clear", "", NULL)->verdict, "control");
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict,
			    "cannot tell: the detector saw nothing");
	stale = row("stale", "never_clear", "", NULL);	/* more than one a kick: no share */
	assert_true(stale->estimate == 1.8 && isnan(stale->lo) && isnan(stale->hi));
	summaries_forget(NULL);
	s.lost = "naive=3";
	s.stale = NULL;
	make(&s);
	assert_string_equal(row("lost", "naive", "", NULL)->verdict, "control");
	assert_string_equal(row("lost", "never_clear", "", NULL)->verdict, "control saw nothing");
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict,
			    "cannot tell: the detector saw nothing");
	summaries_forget(NULL);
	s.stale = "never_clear=9";
	make(&s);
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict, "none lost");
	summaries_forget(NULL);
	s.protocols = "sigmask,immediate_exit";
	make(&s);
	assert_string_equal(row("lost", "sigmask", "", NULL)->verdict,
			    "cannot tell: no control took part");
}

/* A tenth of 200 kicks are 20, of 199 fewer. */
static void twenty_beyond_a_quantile_are_compared(void **state)
{
	struct synth s = { .bench = "kick", .kicks = 200, .runs = 3 };

	(void)state;
	make(&s);
	row("latency_p90", "immediate_exit", "sigmask", "ns");
	assert_int_equal(row("lost", "sigmask", "", NULL)->runs, 3);
	summaries_forget(NULL);
	s.kicks = 199;
	make(&s);
	assert_null(summary_find(now.summary, 0, "latency_p90", "immediate_exit", "sigmask", NULL));
	row("latency_p50", "immediate_exit", "sigmask", "ns");
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
	assert_null(summary_find(now.summary, 0, "latency_p99", "immediate_exit", "sigmask", NULL));
	row("latency_p90", "immediate_exit", "sigmask", "ns");
}

static void break_even_is_the_ratio_of_differences(void **state)
{
	(void)state;
	make(&(struct synth){ .bench = "kickcost", .seed = 2 });
	holds(row("kick_cost", "sigmask", "", NULL), 3700, 400);
	holds(row("kick_cost", "immediate_exit", "", NULL), 7400, 400);
	holds(row("break_even", "immediate_exit", "sigmask", NULL), 3700. / 133, 20);
	summaries_forget(NULL);
	make(&(struct synth){ .bench = "kickcost", .effect_ns = "0", .seed = 2 });
	assert_true(isnan(row("break_even", "immediate_exit", "sigmask", NULL)->estimate));
}

/* The quotient is the same, whichever of the two arms has the dearer exit. */
static void break_even_says_on_which_side_it_pays(void **state)
{
	const struct summary_row *r;

	(void)state;
	make(&(struct synth){ .bench = "kickcost", .seed = 2, .kick_cost_ns = -3700,
			      .effect_ns = "133" });
	r = row("break_even", "immediate_exit", "sigmask", NULL);
	assert_true(r->estimate > 0);
	assert_int_equal(strncmp(r->note, BREAK_EVEN_UP_TO, strlen(BREAK_EVEN_UP_TO)), 0);
	assert_int_equal(strncmp(break_even_text(r).s, "pays up to ", 11), 0);
	summaries_forget(NULL);
	make(&(struct synth){ .bench = "kickcost", .seed = 2, .effect_ns = "133" });
	assert_string_equal(break_even_text(row("break_even", "immediate_exit", "sigmask",
						NULL)).s,
			    "none (sigmask is cheaper in both, exit and kick)");
	summaries_forget(NULL);
	make(&(struct synth){ .bench = "kickcost", .seed = 2, .kick_cost_ns = -3700 });
	assert_string_equal(break_even_text(row("break_even", "immediate_exit", "sigmask",
						NULL)).s,
			    "none (immediate_exit is cheaper in both, exit and kick)");
	summaries_forget(NULL);
	make(&(struct synth){ .bench = "kickcost", .seed = 2, .kick_cost_ns = -30 });
	r = row("break_even", "immediate_exit", "sigmask", NULL);
	assert_true(r->estimate < 0 && r->hi > 0);
	assert_string_equal(break_even_text(r).s,
			    "none (the exit of immediate_exit is the cheaper one, "
			    "the costs of a kick do not differ for sure)");
}

static void hand_off(void **state)
{
	const struct summary_row *r;

	(void)state;
	make(&(struct synth){ .bench = "contend", .vcpus = "1,2,3,4,5", .blocks = 30 });
	r = summary_find(now.summary, 4, "handoff", "sigmask", "", NULL);
	assert_non_null(r);
	holds(r, 400, 60);
	r = summary_find(now.summary, 4, "handoff", "immediate_exit", "sigmask", NULL);
	assert_non_null(r);
	holds(r, -200, 80);
	r = summary_find(now.summary, 4, "handoff", "immediate_exit", "sigmask", "ratio");
	assert_non_null(r);
	holds(r, -.5, .2);
	r = summary_find(now.summary, 4, "cost_at_14", "sigmask", "", NULL);
	assert_non_null(r);
	holds(r, 8300 + 13 * 400, 800);
	r = summary_find(now.summary, 1, "throughput", "sigmask", "", NULL);
	assert_non_null(r);
	holds(r, 2e9 / 8700, 5000);
	summaries_forget(NULL);
	make(&(struct synth){ .bench = "contend", .vcpus = "2,3,4", .blocks = 30 });
	r = summary_find(now.summary, 2, "handoff", "sigmask", "", NULL);
	assert_true(r && isnan(r->estimate));
	assert_null(summary_find(now.summary, 2, "cost_at_14", "sigmask", "", NULL));
}

/* More vCPUs than CPUs measure the scheduler. */
static void no_hand_off_of_oversubscribed(void **state)
{
	(void)state;
	make(&(struct synth){ .bench = "contend", .vcpus = "2,3,4,5", .blocks = 30,
			      .variant = "oversubscribed" });
	assert_null(summary_find(now.summary, 3, "handoff", "sigmask", "", NULL));
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
	r = row("siglock_contentions", "immediate_exit", "sigmask", "ratio");
	assert_true(r && r->estimate < -.9 && !*r->verdict);
}

#define TEST(name) cmocka_unit_test_teardown(name, summaries_forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(races), TEST(each_control_must_fail),
		TEST(twenty_beyond_a_quantile_are_compared), TEST(kicks),
		TEST(break_even_is_the_ratio_of_differences),
		TEST(break_even_says_on_which_side_it_pays),
		TEST(hand_off), TEST(no_hand_off_of_oversubscribed), TEST(counters),
	};

	return cmocka_run_group_tests(tests, summaries_setup, summaries_teardown);
}
