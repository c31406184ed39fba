/* SPDX-License-Identifier: GPL-2.0-only */
/* The rules of the verdict, in their order, as a table. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/verdict.h"

/* 20 runs; at 99% the half-width is 2.86 standard errors, at 98% it is 2.54. */
static const struct {
	const char *what;
	double value, se;
	double p;		/* adjusted; NaN: the estimate's own */
	double minimal;
	const char *why_not;
	bool higher_is_better;
	enum verdict_style style;
	const char *verdict, *note;
} rules[] = {
	{ "clearly less", -133, 5, NAN, 83, NULL, false, VERDICT_ARMS, "faster", "" },
	{ "clearly more", 133, 5, NAN, 83, NULL, false, VERDICT_ARMS, "slower", "" },
	{ "kernels: more", 300, 5, NAN, 166, NULL, false, VERDICT_KERNELS, "REGRESSED", "" },
	{ "kernels: less", -300, 5, NAN, 166, NULL, false, VERDICT_KERNELS, "IMPROVED", "" },
	{ "throughput less", -300, 5, NAN, 166, NULL, true, VERDICT_KERNELS, "REGRESSED", "" },
	{ "throughput more", 300, 5, NAN, 166, NULL, true, VERDICT_ARMS, "faster", "" },
	{ "nothing", 2, 5, NAN, 83, NULL, false, VERDICT_ARMS, "same", "" },
	{ "the arithmetic's is none", 1e-12, 0, NAN, 83, NULL, false, VERDICT_ARMS, "same", "" },
	{ "real but small", 40, 5, NAN, 83, NULL, false, VERDICT_ARMS, "same", "real but small" },
	{ "not significant is not same", 20, 40, NAN, 83, NULL, false, VERDICT_ARMS,
	  "cannot tell", "detectable: 149 ns; about 47 runs would settle it" },
	{ "significant, but perhaps small", 79, 5, NAN, 83, NULL, false, VERDICT_ARMS,
	  "cannot tell", "detectable: 19 ns; about 173 runs would settle it" },
	{ "large, but not significant", 100, 60, NAN, 83, NULL, false, VERDICT_ARMS,
	  "cannot tell", "detectable: 223 ns; about 52 runs would settle it" },
	{ "large, not after adjustment", 133, 40, .02, 83, NULL, false, VERDICT_ARMS,
	  "cannot tell", "detectable: 180 ns; about 23 runs would settle it" },
	{ "null control comes first", -133, 5, NAN, 83, "null control failed", false, VERDICT_ARMS,
	  "cannot tell (null control failed)", "" },
	{ "so does a disturbance", 0, 1, NAN, 83, "disturbed", false, VERDICT_ARMS,
	  "cannot tell (disturbed)", "" },
};

static void rules_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct estimate d = stats_t_from(rules[i].value, rules[i].se, 19, 20, .99);
		struct evidence e = {
			.why_not = rules[i].why_not, .difference = d, .level = .99,
			.adjusted_p = isnan(rules[i].p) ? d.p : rules[i].p,
			.minimal = rules[i].minimal, .unit = "ns", .scale = 1,
			.higher_is_better = rules[i].higher_is_better, .replicates = "runs",
		};
		char verdict[VERDICT_TEXT], note[VERDICT_TEXT];

		verdict_decide(&e, rules[i].style, verdict, note);
		if (strcmp(verdict, rules[i].verdict) || strcmp(note, rules[i].note))
			fail_msg("%s: '%s' (%s), not '%s' (%s)", rules[i].what, verdict, note,
				 rules[i].verdict, rules[i].note);
	}
}

static void one_run_tells_nothing(void **state)
{
	double x = -133;
	struct evidence e = {
		.difference = stats_t(&x, 1, .99), .level = .99, .adjusted_p = NAN, .minimal = 83,
		.unit = "ns", .scale = 1, .replicates = "runs",
	};
	char verdict[VERDICT_TEXT], note[VERDICT_TEXT];

	(void)state;
	verdict_decide(&e, VERDICT_ARMS, verdict, note);
	assert_string_equal(verdict, "cannot tell");
	assert_string_equal(note, "too few runs for an interval");
}

static void exact_counts(void **state)
{
	static const struct { double base, now; const char *verdict, *note; } counts[] = {
		{ 3035, 2849, "IMPROVED", "" }, { 2849, 3035, "REGRESSED", "" },
		{ 3035, 3035, "same", "" }, { 3035, 3040, "same", "real but small" },
		{ 953, 972, "same", "real but small" }, { 953, 973, "REGRESSED", "" },
	};
	char verdict[VERDICT_TEXT], note[VERDICT_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		verdict_exact(counts[i].now - counts[i].base, minimal_instructions(counts[i].base),
			      VERDICT_KERNELS, verdict, note);
		assert_string_equal(verdict, counts[i].verdict);
		assert_string_equal(note, counts[i].note);
	}
}

static void null_control_fails_on_both(void **state)
{
	struct evidence e = { .difference = stats_t_from(30, 5, 19, 20, .99), .level = .99,
			      .adjusted_p = .001, .minimal = 83 };

	(void)state;
	assert_true(verdict_null_failed(&e));
	e.adjusted_p = .02;	/* chance */
	assert_false(verdict_null_failed(&e));
	e.adjusted_p = .001;
	e.minimal = 130;	/* real, but it matters to no verdict */
	assert_false(verdict_null_failed(&e));
}

/* A mean of log ratios is judged by what it means: e^y - 1. 2 is 20 ns of 10. */
static void logs_are_effects(void **state)
{
	struct evidence e = { .logs = true, .minimal = 2, .level = .99, .unit = "ns", .scale = 10,
			      .replicates = "runs" };
	char verdict[VERDICT_TEXT], note[VERDICT_TEXT];

	(void)state;
	e.difference = stats_t_from(log(3.5), .01, 19, 20, .99);	/* +25 ns, y = 1.25 */
	e.adjusted_p = e.difference.p;
	verdict_decide(&e, VERDICT_ARMS, verdict, note);
	assert_string_equal(verdict, "slower");
	e.minimal = .6;
	e.difference = stats_t_from(log(.5), .01, 19, 20, .99);		/* -5 ns, y = -.69 */
	verdict_decide(&e, VERDICT_ARMS, verdict, note);
	assert_string_equal(verdict, "same");
	e.minimal = 2.4;	/* a quarter of it: .6, and e^.47 - 1 is just that */
	e.difference = stats_t_from(.48, .01, 19, 20, .99);
	assert_true(verdict_null_failed(&e));
	e.difference = stats_t_from(.46, .01, 19, 20, .99);
	assert_false(verdict_null_failed(&e));
}

static void minimal_effects(void **state)
{
	(void)state;
	assert_true(minimal_arms(8300) == 83);
	assert_true(minimal_arms(500) == 20);
	assert_true(minimal_kernels(8300) == 166);
	assert_true(minimal_instructions(3000) == 30);
	assert_true(minimal_instructions(1000) == 20);
	assert_true(minimal_latency(.5) == .05);
	assert_true(minimal_latency(.99) == .15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_in_order),
		cmocka_unit_test(one_run_tells_nothing),
		cmocka_unit_test(exact_counts),
		cmocka_unit_test(null_control_fails_on_both),
		cmocka_unit_test(logs_are_effects),
		cmocka_unit_test(minimal_effects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
