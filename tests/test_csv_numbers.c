/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers and text in CSV: what is written comes back, what is none is told. */
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

#include "lib/csv.h"
#include "lib/random.h"
#include "tests/csv_file.h"

static int get_both(const struct csv_row *row, void *context, struct error *err)
{
	double *num = context;
	int64_t n;

	if (csv_get_num(row, 0, num, err) || csv_get_int(row, 1, -5, 100, &n, err))
		return -1;
	num[1] = (double)n;
	return 0;
}

static void number_error(const char *a, const char *b, const char *why)
{
	char text[100], expected[200];
	struct error err = { 0 };
	double v[2];

	snprintf(text, sizeof(text), "a,b\n%s,%s\n", a, b);
	csv_file_put(text, strlen(text));
	assert_int_equal(csv_read(csv_path, "a,b", CSV_END_WHOLE, get_both, v, &err), -1);
	snprintf(expected, sizeof(expected),
		 "%s:2: %s (docs/formats.md says what belongs there)", csv_path, why);
	assert_string_equal(err.text, expected);
}

static void text_is_no_number(void **state)
{
	(void)state;
	number_error("abc", "1", "a is 'abc', not a number");
	number_error("0x10", "1", "a is '0x10', not a number");
	number_error("1e999", "1", "a is '1e999', not a number");
	number_error("nan", "1", "a is 'nan', not a number");
	number_error("1", "", "b is '', not a whole number");
	number_error("1", "1.5", "b is '1.5', not a whole number");
	number_error("1", "-", "b is '-', not a whole number");
	number_error("1", "101", "b is '101', not a number from -5 to 100");
	number_error("1", "-6", "b is '-6', not a number from -5 to 100");
	number_error("1", "99999999999999999999", "b is '99999999999999999999', not a whole "
						  "number");
}

static int same_number(const struct csv_row *row, void *context, struct error *err)
{
	double v, *expected = context;

	if (csv_get_num(row, 0, &v, err))
		return -1;
	assert_memory_equal(&v, &expected[row->line - 2], sizeof(v));
	return 0;
}

/* Any double comes back bit for bit, the odd ones as the contract says. */
static void numbers_round_trip(void **state)
{
	static double v[3000];
	struct error err = { 0 };
	struct random_state r;
	struct csv_out o;

	(void)state;
	random_seed(&r, 1);
	unlink(csv_path);
	assert_int_equal(csv_append(&o, csv_path, "v,x", &err), 0);
	for (int i = 0; i < 3000; i++) {
		do {
			uint64_t bits = random_next(&r);

			memcpy(&v[i], &bits, sizeof(bits));
		} while (!isfinite(v[i]));
		if (i < 2)
			v[i] = i ? INFINITY : -INFINITY;
		csv_num(&o, v[i]);
		csv_num(&o, NAN);
		csv_end(&o);
	}
	assert_int_equal(csv_close(&o, &err), 0);
	assert_int_equal(csv_read(csv_path, "v", CSV_END_WHOLE, same_number, v, &err), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, csv_file_new, csv_file_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_is_no_number),
		TEST(numbers_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
