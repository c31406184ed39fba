/* SPDX-License-Identifier: GPL-2.0-only */
/* What becomes of a row that a worker sent when it is written. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "harness/store_files.h"

static void written(enum rows_kind kind, const void *row, const char *wanted)
{
	struct cell cell = { .arms = { { .name = "sigmask" } }, .nr_arms = 1 };
	struct error err = { 0 };
	struct csv_out o = { .first = true };
	char *text;
	size_t size;

	o.file = open_memstream(&text, &size);
	assert_non_null(o.file);
	assert_int_equal(store_row(&o, kind, &cell, row, &err), 0);
	fclose(o.file);
	assert_string_equal(text, wanted);
	free(text);
}

static void kick(const struct kick_row *row, const char *wanted)
{
	written(ROWS_KICKS, row, wanted);
}

static void kicks(void **state)
{
	(void)state;
	kick(&(struct kick_row){ .planned_ns = 100, .sent_ns = 101, .returned_ns = 110,
				 .seen_ns = 112 }, "0,sigmask,0,100,101,110,112,");
	kick(&(struct kick_row){ .planned_ns = 100, .sent_ns = 101, .late = 1 },
	     "0,sigmask,0,100,101,,,late+lost");
	kick(&(struct kick_row){ .planned_ns = 100, .sent_ns = 101, .returned_ns = 111,
				 .seen_ns = 112, .warmup = 1, .late = 1 },
	     "0,sigmask,0,100,101,111,112,warmup+late");
	/* It was out already. */
	kick(&(struct kick_row){ .planned_ns = 100, .sent_ns = 101, .returned_ns = 90,
				 .seen_ns = 112 }, "0,sigmask,0,100,101,101,112,");
}

static void races(void **state)
{
	struct race_row row = { .kicks = 20, .lost = 1, .stale = 3 };

	(void)state;
	written(ROWS_RACE, &row, "sigmask,0,20,1,0,3,0");
	/* What nobody counted is no 0. */
	row = (struct race_row){ .kicks = 20, .only_lost = 1 };
	written(ROWS_RACE, &row, "sigmask,0,20,0,,,");
}

static void samples(void **state)
{
	struct sample_row row = { .block = 3, .slot = 2, .vcpu = 1, .exits = 16, .ns = 1000 };

	(void)state;
	written(ROWS_SAMPLES, &row, "3,2,sigmask,1,16,1000,");
	row.kicks = 4;
	written(ROWS_SAMPLES, &row, "3,2,sigmask,1,16,1000,kicks=4");
	row.flags = SAMPLE_WARMUP | SAMPLE_SWITCHED | SAMPLE_MIGRATED;
	written(ROWS_SAMPLES, &row, "3,2,sigmask,1,16,1000,warmup+switched+migrated+kicks=4");
}

static void counts(void **state)
{
	struct counter_row row = { .event = "cycles:kH", .vcpu = 1, .value = 0, .enabled_ns = 200,
				   .running_ns = 100, .value_known = true };

	(void)state;
	written(ROWS_COUNTERS, &row, "sigmask,1,cycles:kH,0,200,100");
	row = (struct counter_row){ .event = "exits", .value = 9 };
	written(ROWS_COUNTERS, &row, "sigmask,0,exits,,,");
}

static void cpus(void **state)
{
	struct cpu_row row = { .cpu = 7, .interrupts = 12, .device_interrupts = 0, .khz = 2100000 };

	(void)state;
	written(ROWS_CPUS, &row, "7,12,0,2100000");
	row = (struct cpu_row){ .cpu = 7, .interrupts = NAN, .device_interrupts = NAN, .khz = NAN };
	written(ROWS_CPUS, &row, "7,,,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kicks), cmocka_unit_test(races), cmocka_unit_test(samples),
		cmocka_unit_test(counts),
		cmocka_unit_test(cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
