/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock advances, waits end, the spin is as long as it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "lib/clock.h"
#include "lib/spin.h"

static void test_clock_waits(void **state)
{
	uint64_t start = clock_ns();

	(void)state;
	clock_sleep_until(start + 1000000);
	assert_true(clock_ns() >= start + 1000000);
	clock_spin_until(start + 1500000);
	assert_true(clock_ns() >= start + 1500000);
	clock_spin_until(start);
}

static void test_ticks(void **state)
{
	uint64_t start = clock_ticks(), rate = clock_ticks_per_us();

	(void)state;
	assert_true(rate >= 1);
	clock_spin_ticks(10 * rate);
	assert_true(clock_ticks() - start >= 10 * rate);
}

/* Times depend on the machine's load; only what load cannot turn around is asked. */
static void test_calibration(void **state)
{
	struct spin none = spin_calibrate(0), some = spin_calibrate(20000);

	(void)state;
	assert_int_equal(none.instructions, 0);
	assert_true(none.ns >= 0 && none.ns <= 0);
	assert_true(some.instructions > 100);
	assert_true(some.ns > 0);
}

static void test_any_count_ends(void **state)
{
	(void)state;
	for (uint64_t k = 0; k < 100; k++)
		spin_instructions(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock_waits),
		cmocka_unit_test(test_ticks),
		cmocka_unit_test(test_calibration),
		cmocka_unit_test(test_any_count_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
