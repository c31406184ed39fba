/* SPDX-License-Identifier: GPL-2.0-only */
/* What becomes of a row that a worker sent when it is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "harness/store_files.h"

/* What is written of a kick, from planned_ns on. */
static void written(const struct kick_row *row, const char *wanted)
{
	struct cell cell = { .arms = { { .name = "sigmask" } }, .nr_arms = 1 };
	struct error err = { 0 };
	struct csv_out o = { .first = true };
	char *text;
	size_t size;

	o.file = open_memstream(&text, &size);
	assert_non_null(o.file);
	assert_int_equal(store_row(&o, ROWS_KICKS, &cell, row, &err), 0);
	fclose(o.file);
	assert_string_equal(text, wanted);
	free(text);
}

static void kicks(void **state)
{
	(void)state;
	written(&(struct kick_row){ .planned_ns = 100, .sent_ns = 101, .returned_ns = 110,
				    .seen_ns = 112 }, "0,sigmask,0,100,101,110,112,");
	written(&(struct kick_row){ .planned_ns = 100, .sent_ns = 101, .late = 1 },
		"0,sigmask,0,100,101,,,late+lost");
	/* It was out already. */
	written(&(struct kick_row){ .planned_ns = 100, .sent_ns = 101, .returned_ns = 90,
				    .seen_ns = 112 }, "0,sigmask,0,100,101,101,112,");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(kicks) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
