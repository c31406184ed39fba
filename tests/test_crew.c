/* SPDX-License-Identifier: GPL-2.0-only */
/* The threads of a worker, where KVM gives them a vCPU. */
#include "tests/kvm.h"

#include <stdlib.h>
#include "bench/bench.h"
#include "harness/sink.h"
#include "lib/numa_pin.h"
#include "lib/topo.h"

static int cpu[2];

static int stay(struct crew *crew, int index, struct error *err)
{
	(void)crew, (void)index, (void)err;
	return 0;
}

static int move(struct crew *crew, int index, struct error *err)
{
	(void)crew, (void)index;
	return pin_to_cpu(cpu[1], err);
}

static int moved(crew_main body)
{
	static const int anywhere = -1;
	struct sink sink;
	struct job job = { .guest = guest_find("pmtimer"), .nr_vcpus = 1, .vcpu_cpu = cpu,
			   .vcpu_node = &anywhere, .sink = &sink };
	struct error err = { 0 };

	sink_init(&sink);
	if (crew_run(&job, body, NULL, NULL, &err))
		fail_msg("%s", err.text);
	sink_free(&sink);
	return sink.moved;
}

/* As the kernel moves a thread whose CPU goes offline. */
static void test_a_thread_elsewhere_is_told(void **state)
{
	struct topo *t;
	int nr = 0;

	(void)state;
	need_kvm();
	t = topo_load(NULL);
	assert_non_null(t);
	for (int i = 0; i < t->nr_cpus && nr < 2; i++)
		if (t->cpus[i].usable)
			cpu[nr++] = t->cpus[i].cpu;
	topo_free(t);
	if (nr < 2) {
		print_message("skipped: one usable CPU\n");
		skip();
	}
	assert_int_equal(moved(stay), 0);
	assert_int_equal(moved(move), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_thread_elsewhere_is_told),
	};

	return cmocka_run_group_tests_name("crew", tests, NULL, NULL);
}
