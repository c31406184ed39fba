/* SPDX-License-Identifier: GPL-2.0-only */
/* The bar, the time left, and how many exits a pilot puts into a batch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>
#include "harness/pilot.h"
#include "harness/progress.h"

static void bar(void **state)
{
	struct progress p = { .total = 40, .what = "exit pmtimer" };
	char line[256];

	(void)state;
	progress_line(&p, 0, line, sizeof(line));
	assert_string_equal(line, "[..............................] 0/40  exit pmtimer");
	p.done = 10;
	progress_line(&p, 5, line, sizeof(line));
	assert_string_equal(line,
			    "[#######.......................] 10/40, 15 s left  exit pmtimer");
	progress_line(&p, 100, line, sizeof(line));
	assert_string_equal(line,
			    "[#######.......................] 10/40, 5 min left  exit pmtimer");
	p.done = 40;
	progress_line(&p, 20, line, sizeof(line));
	assert_string_equal(line, "[##############################] 40/40, 0 s left  exit pmtimer");
	p.total = 0;
	progress_line(&p, 20, line, sizeof(line));
	assert_non_null(strstr(line, "40/0"));
}

static void batches(void **state)
{
	(void)state;
	assert_int_equal(pilot_batch(8300, 25, 4e6),
			 16); /* 12.05 -> 16 on the logarithmic scale */
	assert_int_equal(pilot_batch(10000, 25, 4e6), 8);
	assert_int_equal(pilot_batch(500, 25, 4e6), 256);
	assert_int_equal(pilot_batch(1, 25, 4e6), 512);
	assert_int_equal(pilot_batch(1e6, 25, 4e6), 8); /* beyond a tenth of a tick: 8 wins */
	assert_int_equal(pilot_batch(2000, 2000, 4e6),
			 128); /* 200 reads of a slow clock, cut at a tenth of a tick */
	assert_int_equal(pilot_batch(NAN, 25, 4e6), 8);
	assert_int_equal(pilot_batch(0, 25, 4e6), 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bar),
		cmocka_unit_test(batches),
	};

	return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
