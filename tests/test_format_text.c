/* SPDX-License-Identifier: GPL-2.0-only */
/* Figures, bounds and strings as formats write them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analysis/format_common.h"
#include "analysis/format_grid.h"

static void test_numbers(void **state)
{
	(void)state;
	assert_string_equal(exact_number(40).s, "40");
	assert_string_equal(exact_number(4100).s, "4100");
	assert_string_equal(exact_number(.1).s, "0.1");
	assert_string_equal(exact_number(-133e-9).s, "-1.33e-07");
	assert_string_equal(exact_number(1e300).s, "1e+300");
	assert_string_equal(exact_number(1 / 3.).s, "0.3333333333333333");
	assert_string_equal(exact_number(INFINITY).s, "+Inf");
	assert_string_equal(exact_number(NAN).s, "NaN");
}

static struct text bounds(double v, double lo, double hi, const char *unit)
{
	struct summary_row row = { .estimate = v, .lo = lo, .hi = hi, .unit = (char *)unit };

	return quantity_bounds(&row, true);
}

static void test_bounds(void **state)
{
	(void)state;
	assert_string_equal(bounds(-133, -139, -127, "ns").s, "-133 ns [-139, -127]");
	assert_string_equal(bounds(5000, 4700, INFINITY, "ns").s, "+5.00 us [+4.70, inf]");
	assert_string_equal(bounds(5000, 3000, 9000, "ns").s, "+5 us [+3, +9]");
	assert_string_equal(bounds(INFINITY, 1391982, INFINITY, "ns").s, "inf ms [+1.39, inf]");
	assert_string_equal(bounds(INFINITY, -INFINITY, INFINITY, "ns").s, "inf ns [-inf, inf]");
	assert_string_equal(bounds(-.2, -.4, .1, "ns").s, "-0.20 ns [-0.40, +0.10]");
	assert_string_equal(bounds(0, 0, 0, "kicks").s, "0 kicks [0, 0]");
	assert_string_equal(bounds(NAN, 1, 2, "ns").s, "-");
	assert_string_equal(bounds(7, NAN, NAN, "exits").s, "+7 exits");
	assert_string_equal(quantity(NAN, "ns", false).s, "-");
	assert_string_equal(quantity(8430.2, "ns", false).s, "8.43 us");
}

static void test_utf8(void **state)
{
	static const char *const bad[] = { "\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80",
		"\xed\xa0\x80", "\xf5\x80\x80\x80", "\xf4\x90\x80\x80", "\xff" };
	const char *good = "\xf0\x9f\x98\x80!";

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *s = bad[i];

		assert_int_equal(utf8_next(&s), UTF8_BAD);
		assert_ptr_equal(s, bad[i] + 1);
	}
	assert_int_equal(utf8_next(&good), 0x1f600);
	assert_int_equal(utf8_next(&good), '!');
	assert_int_equal(utf8_next(&good), 0);
	assert_string_equal(ascii("a\n\xc3\xa9\x7f~").s, "a???~");
}

static void test_wrapped(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	put_wrapped("  one two  three fourfivesixseven e", 3, 2, 10, out);
	fclose(out);
	assert_string_equal(text, "one two\n  three\n  fourfive\n  sixseven\n  e\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_wrapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
