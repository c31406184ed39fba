/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupts of CPUs, out of tables as kernels print them. */
#include <math.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "harness/cpus.h"

static const char x86[] =
	"           CPU0       CPU2       CPU10\n"
	"   0:        112          0          0  IO-APIC    2-edge      timer\n"
	"   9:          1          2          3  IO-APIC    9-fasteoi   acpi\n"
	"  24:         10         20         30  PCI-MSIX-0000:00:03.0   1-edge      nvme0q1\n"
	" NMI:          0          4          0   Non-maskable interrupts\n"
	" LOC:        100        200        300   Local timer interrupts\n"
	" ERR:       1000\n"
	" MIS:       1000\n";

static const char arm64[] =
	"            CPU0       CPU1\n"
	"  11:       5000       6000     GICv3  27 Level     arch_timer\n"
	"  40:          7          8     GICv3  78 Edge      eth0\n"
	" IPI0:        50         60       Rescheduling interrupts\n"
	" Err:          0\n";

static void parse(const char *text, struct cpu_row *rows, int nr)
{
	FILE *f = fmemopen((void *)text, strlen(text), "re");

	assert_non_null(f);
	for (int i = 0; i < nr; i++)
		rows[i].interrupts = rows[i].device_interrupts = NAN;
	cpus_parse_interrupts(f, rows, nr);
	fclose(f);
}

static void by_the_name_of_the_column(void **state)
{
	struct cpu_row rows[] = { { .cpu = 10 }, { .cpu = 2 } };

	(void)state;
	parse(x86, rows, 2);
	assert_true(rows[0].interrupts == 333 && rows[0].device_interrupts == 33);
	assert_true(rows[1].interrupts == 226 && rows[1].device_interrupts == 22);
}

static void what_is_of_no_cpu_is_not_of_the_first(void **state)
{
	struct cpu_row row = { .cpu = 0 };

	(void)state;
	parse(x86, &row, 1);
	assert_true(row.interrupts == 223 && row.device_interrupts == 11);
}

static void a_timer_with_a_number_is_no_device(void **state)
{
	struct cpu_row row = { .cpu = 1 };

	(void)state;
	parse(arm64, &row, 1);
	assert_true(row.interrupts == 6068 && row.device_interrupts == 8);
}

static void a_cpu_without_a_column_is_not_told(void **state)
{
	struct cpu_row row = { .cpu = 1 };

	(void)state;
	parse(x86, &row, 1);
	assert_true(isnan(row.interrupts) && isnan(row.device_interrupts));
	parse("\n", &row, 1);
	assert_true(isnan(row.interrupts));
}

static void since_then(void **state)
{
	struct cpu_row before = { .interrupts = 30, .device_interrupts = 9 };
	struct cpu_row now = { .interrupts = 50, .device_interrupts = 8, .khz = 5 };

	(void)state;
	cpus_since(&now, &before);
	assert_true(now.interrupts == 20 && isnan(now.device_interrupts) && now.khz == 5);
}

static void this_host(void **state)
{
	int cpu = sched_getcpu();
	struct cpu_row *rows = cpus_read(&cpu, 1);

	(void)state;
	assert_int_equal(rows->cpu, cpu);
	assert_true(isnan(rows->interrupts) || rows->interrupts >= rows->device_interrupts);
	assert_true(isnan(cpus_khz(cpu)) || cpus_khz(cpu) > 1000);
	free(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_the_name_of_the_column),
		cmocka_unit_test(what_is_of_no_cpu_is_not_of_the_first),
		cmocka_unit_test(a_timer_with_a_number_is_no_device),
		cmocka_unit_test(a_cpu_without_a_column_is_not_told),
		cmocka_unit_test(since_then),
		cmocka_unit_test(this_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
