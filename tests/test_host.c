/* SPDX-License-Identifier: GPL-2.0-only */
/* This very host: facts, disturbances, pinning, memory on its node, counters. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "tests/fail.h"
#include "lib/counters.h"
#include "lib/env_parts.h"
#include "lib/numa_pin.h"
#include "lib/topo.h"

#define PAGES 100

static struct topo *this_host(void)
{
	struct error err = { 0 };
	struct topo *t;

	unsetenv("HWLOC_XMLFILE");
	unsetenv("HWLOC_SYNTHETIC");
	t = topo_load(&err);
	if (!t)
		fail_msg("%s", err.text);
	assert_true(topo_is_real(t));
	assert_true(t->nr_usable > 0);
	return t;
}

static void test_facts(void **state)
{
	static const char *const needed[] = { "kernel", "arch", "host", "tool_version", "compiler",
					      "spinlock", "emulated", "numa", "boot_id" };
	struct topo *t = this_host();
	struct env e;

	(void)state;
	env_collect(&e, t);
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		assert_non_null(env_get(&e, needed[i]));
	assert_null(env_get(&e, "no such fact"));
	for (size_t i = 0; i < e.nr; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(e.facts[i].key, e.facts[j].key);
	env_set(&e, "kernel", NULL);
	assert_null(env_get(&e, "kernel"));
	env_set(&e, "seed", "1");
	assert_string_equal(e.facts[e.nr - 1].key, "seed");
	env_free(&e);
	topo_free(t);
}

static void test_spinlock_in_the_log(void **state)
{
	static const struct { const char *log, *kind; } said[] = {
		{ "[ 0.1] kvm-guest: PV spinlocks enabled\n", "pv" },
		{ "[ 0.1] kvm-guest: PV spinlocks disabled, no host support\n", "test-and-set" },
		{ "[ 0.1] kvm-guest: PV spinlocks disabled, single CPU\n", "native" },
		{ "[ 0.1] Hyper-V: PV spinlocks disabled\n", "test-and-set" },
		{ "[ 0.1] xen: PV spinlocks disabled\n", "native" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		assert_string_equal(env_spinlock_in(said[i].log), said[i].kind);
	assert_null(env_spinlock_in("[ 0.1] Linux version 4.12\n"));
}

/* What the variable says counts, but for a CPU that says itself that it is emulated. */
static void test_emulated(void **state)
{
	struct env e;
	bool tcg;

	(void)state;
	setenv("KICKBENCH_EMULATED", "0", 1);
	env_collect(&e, NULL);
	tcg = env_get(&e, "hypervisor") && !strcmp(env_get(&e, "hypervisor"), "TCG");
	assert_string_equal(env_get(&e, "emulated"), tcg ? "1" : "0");
	env_free(&e);
	setenv("KICKBENCH_EMULATED", "qemu", 1);
	env_collect(&e, NULL);
	assert_string_equal(env_get(&e, "emulated"), "1");
	env_free(&e);
	setenv("KICKBENCH_EMULATED", "", 1);
	assert_int_equal(env_emulated(), tcg || !access("/etc/kickbench-emulated", F_OK));
	unsetenv("KICKBENCH_EMULATED");
}

static void test_disturbances(void **state)
{
	struct topo *t = this_host();
	struct disturbances d;
	char *text;

	(void)state;
	disturb_collect(&d, t);
	for (size_t i = 0; i < d.nr; i++) {
		assert_true(*d.list[i].what && *d.list[i].todo);
		assert_null(strchr(d.list[i].what, '\n'));
	}
	text = disturb_text(&d);
	assert_true(*text);
	free(text);
	disturb_free(&d);
	text = disturb_text(&d);
	assert_string_equal(text, "nothing");
	free(text);
	topo_free(t);
}

static int first_usable(const struct topo *t)
{
	for (int i = 0; i < t->nr_cpus; i++)
		if (t->cpus[i].usable)
			return t->cpus[i].cpu;
	return -1;
}

static void test_pinning(void **state)
{
	struct error err = { 0 };
	struct topo *t = this_host();
	int cpu = first_usable(t);
	cpu_set_t before[64];	/* more than any kernel is built for */

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(before), before), 0);
	assert_int_equal(pin_to_cpu(cpu, &err), 0);
	assert_int_equal(sched_getcpu(), cpu);
	assert_int_equal(pin_to_cpu(-1, &err), -1);
	assert_int_equal(err.status, EXIT_CANNOT);
	err.status = 0;
	assert_int_equal(pin_to_cpu(100000, &err), -1);
	assert_non_null(strstr(err.text, "CPU 100000"));
	sched_setaffinity(0, sizeof(before), before);
	topo_free(t);
}

/* Each node that has memory gets pages, and they are found there and nowhere else. */
static void check_node(const struct topo *t, int node)
{
	size_t size = PAGES * sysconf(_SC_PAGESIZE);
	struct error err = { 0 };
	char *p;

	if (bind_memory(node, &err) < 0) {
		print_message("# node %d: %s\n", node, err.text);
		return;
	}
	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(p, MAP_FAILED);
	assert_int_equal(bind_range(p, size, node, &err), 0);
	memset(p, 1, size);
	if (verify_range(p, size, node, "test", &err)) {
		assert_non_null(strstr(err.text, "asking for its node"));
		print_message("# the node of a page cannot be told here\n");
	} else if (t->nr_nodes > 1) {
		assert_int_equal(verify_range(p, size, node + 1, "test", &err), -1);
		assert_non_null(strstr(err.text, "test: page 0 is on node"));
	}
	munmap(p, size);
}

static void test_memory(void **state)
{
	struct error err = { 0 };
	struct topo *t = this_host();

	(void)state;
	for (int i = 0; i < t->nr_nodes; i++)
		if (t->nodes[i].memory)
			check_node(t, t->nodes[i].node);
	assert_int_equal(bind_memory(-1, &err), 0);
	assert_int_equal(bind_range(NULL, 0, -1, &err), 0);
	assert_int_equal(verify_range(NULL, 4096, -1, "test", &err), 0);
	topo_free(t);
}

static void test_counters_count(void **state)
{
	struct error err = { 0 };
	struct counter_value v = { 0, 0, 0 };
	struct counters c;
	int i;

	(void)state;
	assert_int_equal(counters_resolve("task-clock,default,siglock", &c, &err), 0);
	assert_true(c.siglock);
	counters_open(&c);
	counters_start();
	for (volatile int spin = 0; spin < 1000000; spin++)
		continue;
	counters_stop();
	for (size_t j = 0; j < c.nr; j++)
		assert_int_equal(!c.list[j].errnum, !*c.list[j].reason);
	i = counters_find(&c, "task-clock");
	assert_true(i >= 0);
	if (counters_read(&c, i, &v) < 0) {
		print_message("# SKIP task-clock: %s\n", c.list[i].reason);
		counters_close(&c);
		skip();
	}
	assert_true(v.value > 0);
	assert_true(v.running_ns <= v.enabled_ns);
	counters_close(&c);
}

static void test_counter_names(void **state)
{
	static const char *const bad[] = { "nonsense", "", "cycles,,cycles:u", "cycles,",
					   "cycles:xyzzy" };
	struct counters c;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct error err = { 0 };

		if (counters_resolve(bad[i], &c, &err) == 0) {
			/* SUBSYSTEM:NAME may be a tracepoint of some host: absent, no error */
			assert_int_equal(c.nr, 1);
			assert_int_not_equal(c.list[0].errnum, 0);
			counters_close(&c);
			continue;
		}
		assert_int_equal(err.status, EXIT_USAGE);
		assert_non_null(strstr(err.text, "--counters"));
	}
}

/* What is not done must not be counted as if it were. */
static void test_counter_modifiers(void **state)
{
	static const char *const bad[] = { "cycles:I", "instructions:kp", "msr/tsc/P",
					   "kvm:kvm_exit:D" };
	struct counters c;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct error err = { 0 };

		assert_int_equal(counters_resolve(bad[i], &c, &err), -1);
		assert_int_equal(err.status, EXIT_USAGE);
		assert_non_null(strstr(err.text, "the modifier"));
	}
}

static void test_absent_counters_stay(void **state)
{
	struct error err = { 0 };
	struct counter_value v;
	struct counters c;

	(void)state;
	assert_int_equal(counters_resolve("none/event=1,umask=2/,no_such:tracepoint,none/a/", &c,
					  &err), 0);
	assert_int_equal(c.nr, 3);
	assert_string_equal(c.list[0].name, "none/event=1,umask=2/");
	counters_open(&c);
	for (size_t i = 0; i < c.nr; i++) {
		assert_true(*c.list[i].reason);
		assert_true(counters_read(&c, i, &v) < 0);
	}
	counters_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_spinlock_in_the_log),
		cmocka_unit_test(test_emulated),
		cmocka_unit_test(test_disturbances),
		cmocka_unit_test(test_pinning),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_counters_count),
		cmocka_unit_test(test_counter_names),
		cmocka_unit_test(test_counter_modifiers),
		cmocka_unit_test(test_absent_counters_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
