/* SPDX-License-Identifier: GPL-2.0-only */
/* Which facts make another host, which another kernel, and which neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include "analysis/hostkey.h"

/* 'h', 'k' or '-': what two directories are that differ in this fact alone. */
static char differ(const char *key, const char *a, const char *b)
{
	struct env_entry one = { (char *)key, (char *)a }, other = { (char *)key, (char *)b };
	struct rundir x = { .env = &one, .nr_env = 1 }, y = { .env = &other, .nr_env = 1 };
	char *host = hostkey_differences(&x, &y), *kernel = kernel_differences(&x, &y);
	char which = *host ? 'h' : *kernel ? 'k' : '-';

	assert_false(*host && *kernel);
	free(host);
	free(kernel);
	return which;
}

static void each_fact(void **state)
{
	static const struct { const char *key; char which; } facts[] = {
		{ "arch", 'h' }, { "cpu", 'h' }, { "cpu_model", 'h' }, { "microcode", 'h' },
		{ "mitigations", 'h' }, { "vulnerability_meltdown", 'h' }, { "cmdline", 'h' },
		{ "command_line", 'h' }, { "spinlock", 'h' }, { "compiler", 'h' },
		{ "tool_version", 'h' }, { "kernel", 'k' }, { "kernel_version", 'k' },
		{ "kernel_commit", 'k' }, { "config_hash", 'k' }, { "kvm_module", 'k' },
		{ "kvm_parameters", 'k' }, { "host", '-' }, { "mhz", '-' }, { "bogomips", '-' },
		{ "seed", '-' }, { "cpus_usable", '-' }, { "kernel_log", '-' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		if (differ(facts[i].key, "a", "b") != facts[i].which)
			fail_msg("%s is not '%c'", facts[i].key, facts[i].which);
		assert_int_equal(differ(facts[i].key, "a", "a"), '-');
	}
}

/* What names a file or a disk is no part of the command line. */
static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(differ("cmdline", "BOOT_IMAGE=/a root=/dev/sda1 ro quiet",
				"BOOT_IMAGE=/b root=UUID=1 ro quiet"), '-');
	assert_int_equal(differ("command_line", "ro root=/dev/sda1", "root=/dev/sdb1 ro"), '-');
	assert_int_equal(differ("cmdline", "ro quiet", "ro quiet nopti"), 'h');
	assert_int_equal(differ("cmdline", "rootflags=a", "rootflags=b"), 'h');
	assert_int_equal(differ("mitigations", "root=a", "root=b"), 'h');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fact), cmocka_unit_test(command_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
