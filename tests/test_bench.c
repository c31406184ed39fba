/* SPDX-License-Identifier: GPL-2.0-only */
/* The benchmarks of kicks, run small: rows are complete, controls fail, others do not. */
#include "bench/duel.h"
#include "tests/kvm.h"
#include "tests/small.h"

static const char *const two_arms[] = { "sigmask", "immediate_exit", NULL };

static void kick_small(const char *guest, const char *variant, const char *const *arms)
{
	const struct kick_row *row;
	struct small s;
	size_t nr, measured = 0;	/* behind the warm-up of each arm */

	run_small(&s, "kick", guest, variant, arms, 2, 10);
	nr = s.sink.rows[ROWS_KICKS].nr;
	row = s.sink.rows[ROWS_KICKS].row;
	for (size_t i = 0; i < nr; measured += !row[i++].warmup) {
		assert_true(row[i].sent_ns >= row[i].planned_ns && row[i].returned_ns > 0);
		assert_true(row[i].seen_ns >= row[i].returned_ns);
		assert_true(row[i].seen_ns > row[i].sent_ns);
	}
	assert_true(measured == 20 * (size_t)s.job.nr_arms && measured < nr);
	sink_free(&s.sink);
}

static void test_kick(void **state)
{
	static const char *const looks_first[] = { "clear_first", "immediate_exit", NULL };

	(void)state;
	need_kicks();
	need_two_cpus();
	kick_small("spin", "in_guest", two_arms);
	kick_small("spin", "in_guest+realtime", two_arms);
	kick_small("spin", "before_run", two_arms);
	kick_small("hlt_irqchip", "halted_sleep", two_arms);
	kick_small("hlt_irqchip", "halted_poll+realtime", two_arms);
	kick_small("pmtimer", "exiting", two_arms);
	/* A kick that comes while the guest is on its way out: seen by that look alone. */
	kick_small("pmtimer", "exiting", looks_first);
}

static void test_kickcost(void **state)
{
	const struct sample_row *row;
	struct small s;
	size_t nr, kicked = 0;

	(void)state;
	need_kicks();
	need_two_cpus();
	run_small(&s, "kickcost", "pmtimer", "", two_arms, 4, 0);
	nr = s.sink.rows[ROWS_SAMPLES].nr;
	row = s.sink.rows[ROWS_SAMPLES].row;
	for (size_t i = 0; i < nr; i++) {
		assert_true(row[i].exits > 0 && row[i].ns > 0);
		kicked += row[i].kicks > 0;
	}
	assert_true(kicked > 0 && kicked <= nr / 2);
	sink_free(&s.sink);
}

static void test_pause(void **state)
{
	static const char *const variants[] = { "all_then_wait", "one_by_one", "storm" };
	const struct kick_row *row;
	struct small s;

	(void)state;
	need_kicks();
	need_two_cpus();
	for (size_t i = 0; i < 3; i++) {
		run_small(&s, "pause", "spin", variants[i], two_arms, 2, 10);
		row = s.sink.rows[ROWS_KICKS].row;
		assert_int_equal(s.sink.rows[ROWS_KICKS].nr, 30 * s.job.nr_arms);
		for (size_t k = 0; k < s.sink.rows[ROWS_KICKS].nr; k++)
			assert_int_equal(row[k].warmup, k < 10 * (size_t)s.job.nr_arms);
		sink_free(&s.sink);
	}
}

static void test_parts_of_variants(void **state)
{
	(void)state;
	assert_true(variant_has("a+bc", "bc") && variant_has("bc", "bc"));
	assert_true(variant_has("bc+a", "bc"));
	assert_false(variant_has("a+bcd", "bc") || variant_has("abc", "bc"));
	assert_false(variant_has("", "bc"));
	assert_int_equal(variant_signal("in_guest+realtime"), SIGRTMIN);
	assert_int_equal(variant_signal("in_guest"), SIGUSR1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_of_variants),
		cmocka_unit_test(test_kick),
		cmocka_unit_test(test_kickcost),
		cmocka_unit_test(test_pause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
