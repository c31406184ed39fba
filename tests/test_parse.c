/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers and lists of the command line: all of it or an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include "lib/parse.h"

static void numbers(void **state)
{
	static const char *const bad[] = { "",
					   " 1",
					   "1 ",
					   "+1",
					   "-1",
					   "1.0",
					   "0x1",
					   "1e3",
					   "a",
					   "1a",
					   "11",
					   "0",
					   "99999999999999999999999" };
	struct error err = { 0 };
	uint64_t v = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err.status = 0;
		assert_int_equal(parse_uint("--n", bad[i], 1, 10, &v, &err), -1);
		assert_int_equal(err.status, EXIT_USAGE);
		assert_int_equal(v, 7);
	}
	assert_int_equal(parse_uint("--n", "10", 1, 10, &v, NULL), 0);
	assert_int_equal(v, 10);
	assert_int_equal(parse_uint("--n", "18446744073709551615", 0, UINT64_MAX, &v, NULL), 0);
	assert_true(v == UINT64_MAX);
}

static void fractions(void **state)
{
	static const char *const bad[] = { "", "nan", "inf", "-0.9", ".9.", "0x1p-1", "1", "0.9 " };
	double v = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse_num("--level", bad[i], .5, .9999, &v, NULL), -1);
	assert_int_equal(parse_num("--level", ".9999", .5, .9999, &v, NULL), 0);
	assert_int_equal(parse_num("--level", "0.95", .5, .9999, &v, NULL), 0);
	assert_true(v == .95);
}

static void lists(void **state)
{
	struct error err = { 0 };
	struct names l;

	(void)state;
	assert_int_equal(names_split("--bench", "a,b", &l, &err), 0);
	assert_int_equal(l.nr, 2);
	assert_true(names_have(&l, "b"));
	names_release(&l);
	assert_int_equal(names_split("--bench", "a,,b", &l, NULL), -1);
	assert_int_equal(names_split("--bench", "", &l, NULL), -1);
	assert_int_equal(names_split("--bench", "a,b,a", &l, &err), -1);
	assert_int_equal(err.status, EXIT_USAGE);
	assert_int_equal(l.nr, 0);
}

/* The sizes that a list becomes where 4 CPUs are free, as text; "error N". */
static void check_sizes(const char *list, const char *wanted)
{
	struct error err = { 0 };
	struct sizes s;
	char *got;

	if (sizes_parse("--vcpus", list, 4, 4096, &s, &err))
		got = xasprintf("error %d", err.status);
	else
		got = ints_join(s.size, s.nr, ",");
	assert_string_equal(got, wanted);
	sizes_free(&s);
	free(got);
}

static void sizes(void **state)
{
	(void)state;
	check_sizes("1", "1");
	check_sizes("2,1", "1,2");
	check_sizes("1-3", "1,2,3");
	check_sizes("3-3", "3");
	check_sizes("max", "4");
	check_sizes("all", "1,2,3,4");
	check_sizes("1,max,4", "1,4");
	check_sizes("3-9", "3,4");
	check_sizes("9", "9");
	check_sizes("5-9", "error 3");
	check_sizes("0", "error 2");
	check_sizes("4-1", "error 2");
	check_sizes("1-", "error 2");
	check_sizes("-1", "error 2");
	check_sizes("5000", "error 2");
	check_sizes("some", "error 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(fractions),
		cmocka_unit_test(lists),
		cmocka_unit_test(sizes),
	};

	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
