/* SPDX-License-Identifier: GPL-2.0-only */
/* Errors: the first one stays, the text is one line, statuses are kept. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "lib/die.h"

static void test_first_error_stays(void **state)
{
	struct error err = { 0 };

	(void)state;
	assert_int_equal(error_set(&err, EXIT_USAGE, "a: %d", 1), -1);
	error_set(&err, EXIT_NO, "b");
	assert_int_equal(err.status, EXIT_USAGE);
	assert_string_equal(err.text, "a: 1");
}

static void test_errno_is_told(void **state)
{
	struct error err = { 0 };

	(void)state;
	error_errno(&err, EXIT_CANNOT, ENOENT, "/dev/kvm");
	assert_string_equal(err.text, "/dev/kvm: No such file or directory");
	err = (struct error){ 0 };
	error_errno(&err, EXIT_CANNOT, EMFILE, "a vCPU");
	assert_non_null(strstr(err.text, " (raise ulimit -n)"));
	assert_int_equal(error_set(NULL, EXIT_NO, "nobody asks"), -1);
}

static void test_long_text_is_cut(void **state)
{
	struct error err = { 0 };
	char text[2048];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	error_errno(&err, EXIT_NO, EINVAL, "report %s: no run directory", text);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	assert_memory_equal(err.text, "report xxx", 10);
	assert_non_null(strstr(err.text, "xxx...xxx"));
	assert_non_null(strstr(err.text, "xxx: no run directory: Invalid argument"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_error_stays),
		cmocka_unit_test(test_errno_is_told),
		cmocka_unit_test(test_long_text_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
