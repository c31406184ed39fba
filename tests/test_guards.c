/* SPDX-License-Identifier: GPL-2.0-only */
/* Which runs are measured again for what disturbed them. */
#include <math.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "harness/guards.h"

#define ROWS 80		/* of each arm */

/* Two arms, of which so many rows each are flagged. */
static const char *rejected(const struct guards *g, int flagged_a, int flagged_b)
{
	struct sample_row row[2 * ROWS] = { 0 };
	struct rows samples = { .row = row, .nr = 2 * ROWS, .size = sizeof(*row) };

	for (int i = 0; i < ROWS; i++) {
		row[2 * i].flags = i < flagged_a ? SAMPLE_SWITCHED : 0;
		row[2 * i + 1].arm = 1;
		row[2 * i + 1].flags = i < flagged_b ? SAMPLE_SWITCHED : 0;
	}
	return guards_reject(g, &samples);
}

static void a_disturbed_run_is_replaced(void **state)
{
	struct guards g = { .flagged = .3, .steal_ns = NAN };

	(void)state;
	assert_non_null(strstr(rejected(&g, 24, 24), "20%"));
	assert_non_null(rejected(&g, 20, 28));
	g.flagged = .1;
	assert_null(rejected(&g, 8, 8));
	g.migrated = 1;
	assert_string_equal(rejected(&g, 8, 8), "migrated");
}

/* The arm itself may be what disturbs: to measure again until it does not would judge it. */
static void not_where_one_arm_is_disturbed_more(void **state)
{
	struct guards g = { .flagged = .3, .steal_ns = NAN, .migrated = 1 };

	(void)state;
	assert_null(rejected(&g, 4, 44));
	assert_null(rejected(&g, 44, 4));
}

/* Two ticks of each CPU that was used; less may be rounding. */
static void steal_is_a_share_of_all_cpus(void **state)
{
	double tick = 1e9 / (double)sysconf(_SC_CLK_TCK);
	struct guards g = { .flagged = .2, .elapsed_ns = 100 * tick, .nr_cpus = 1 };

	(void)state;
	g.steal_ns = 2.01 * tick;
	assert_string_equal(rejected(&g, 16, 16), "steal above 2%");
	g.nr_cpus = 2;
	assert_null(rejected(&g, 16, 16));
	g.steal_ns = 4.01 * tick;
	assert_string_equal(rejected(&g, 16, 16), "steal above 2%");
	g = (struct guards){ .flagged = .2, .steal_ns = 1.5 * tick, .elapsed_ns = 2 * tick,
			     .nr_cpus = 1 };
	assert_null(rejected(&g, 16, 16));
}

static void warm_up_and_runs_without_samples_have_no_rates(void **state)
{
	struct guards g = { .flagged = NAN, .steal_ns = 1e9, .elapsed_ns = 1e9, .nr_cpus = 1 };
	struct sample_row row[ROWS] = { 0 };
	struct rows samples = { .row = row, .nr = 0, .size = sizeof(*row) };

	(void)state;
	assert_string_equal(guards_reject(&g, &samples), "steal above 2%");
	samples.nr = ROWS;
	for (int i = 0; i < ROWS; i++)
		row[i] = (struct sample_row){ .arm = i & 1, .flags = i & 1 ? SAMPLE_WARMUP |
					      SAMPLE_SWITCHED : 0 };
	assert_string_equal(guards_reject(&g, &samples), "steal above 2%");
}

/* As read from /proc/stat, where a CPU that is offline has no line. */
static void a_cpu_that_is_not_there_tells_nothing(void **state)
{
	long nr = sysconf(_SC_NPROCESSORS_CONF);
	int cpus[] = { sched_getcpu(), (int)nr + 1000 };
	struct guards g;

	(void)state;
	guards_read(&g, cpus, 1);
	assert_true(g.softirq_ns >= 0 && g.steal_ns >= 0);
	guards_read(&g, cpus, 2);
	assert_true(isnan(g.softirq_ns) && isnan(g.steal_ns));
}

static void time_that_ran_backward_tells_nothing(void **state)
{
	struct guards before = { .steal_ns = 30, .softirq_ns = 120 };
	struct guards now = { .steal_ns = 20, .softirq_ns = 130 }, g;

	(void)state;
	guards_since(&g, &before, &now);
	assert_true(isnan(g.steal_ns));
	assert_true(g.softirq_ns == 10);
}

static double run_delay(const char *text)
{
	FILE *f = fmemopen((void *)text, strlen(text), "re");
	double waited;

	assert_non_null(f);
	waited = guards_run_delay(f);
	fclose(f);
	return waited;
}

/* Delay accounting that is built in but off: three zeros, of a thread that runs. */
static void what_nobody_counts_is_no_delay(void **state)
{
	(void)state;
	assert_true(run_delay("2043541 0 12\n") == 0);
	assert_true(run_delay("2043541 301 12\n") == 301);
	assert_true(isnan(run_delay("0 0 0\n")));
	assert_true(isnan(run_delay("2043541 301\n")));
	assert_true(isnan(run_delay("\n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disturbed_run_is_replaced),
		cmocka_unit_test(not_where_one_arm_is_disturbed_more),
		cmocka_unit_test(steal_is_a_share_of_all_cpus),
		cmocka_unit_test(warm_up_and_runs_without_samples_have_no_rates),
		cmocka_unit_test(a_cpu_that_is_not_there_tells_nothing),
		cmocka_unit_test(time_that_ran_backward_tells_nothing),
		cmocka_unit_test(what_nobody_counts_is_no_delay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
