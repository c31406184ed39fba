/* SPDX-License-Identifier: GPL-2.0-only */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/units.h"

static void times_are_printed_with_three_digits(void **state)
{
	char b[UNIT_TEXT];

	(void)state;
	assert_string_equal(unit_time(b, 0), "0 ns");
	assert_string_equal(unit_time(b, 999.4), "999 ns");
	assert_string_equal(unit_time(b, 999.6), "1.00 us");
	assert_string_equal(unit_time(b, 8300), "8.30 us");
	assert_string_equal(unit_time(b, 83000), "83.0 us");
	assert_string_equal(unit_time(b, 9994), "9.99 us");
	assert_string_equal(unit_time(b, 9996), "10.0 us");
	assert_string_equal(unit_time(b, 99940), "99.9 us");
	assert_string_equal(unit_time(b, 99960), "100 us");
	assert_string_equal(unit_time(b, 830000), "830 us");
	assert_string_equal(unit_time(b, 1.5e9), "1.50 s");
	assert_string_equal(unit_time(b, NAN), "-");
	assert_string_equal(unit_time(b, INFINITY), "inf");
	assert_string_equal(unit_delta(b, -133.2), "-133 ns");
	assert_string_equal(unit_delta(b, 133.2), "+133 ns");
	assert_string_equal(unit_delta(b, -.2), "0 ns");
}

static void shares_and_counts(void **state)
{
	char b[UNIT_TEXT];

	(void)state;
	assert_string_equal(unit_percent(b, -.0162), "-1.6%");
	assert_string_equal(unit_percent(b, .0004), "0.0%");
	assert_string_equal(unit_percent(b, 2.5), "+250%");
	assert_string_equal(unit_count(b, 3035), "3035");
	assert_string_equal(unit_count(b, 19120), "19.1k");
	assert_string_equal(unit_count(b, 1e7), "10.0M");
	assert_string_equal(unit_count(b, 9999), "9999");
	assert_string_equal(unit_count(b, 9999.6), "10.0k");
	assert_string_equal(unit_count(b, .5), "0.50");
	assert_string_equal(unit_share(b, 1.34e-5), "0.0013%");
	assert_string_equal(unit_share(b, 4.6e-7), "0.000046%");
	assert_string_equal(unit_share(b, 0), "0%");
	assert_string_equal(unit_share(b, .994), "99%");
	assert_string_equal(unit_share(b, 1), "100%");
	assert_string_equal(unit_share(b, .996), "100%");
	assert_string_equal(unit_share(b, 185.65), "18565%");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_printed_with_three_digits),
		cmocka_unit_test(shares_and_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
