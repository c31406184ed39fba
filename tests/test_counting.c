/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting runs, by vCPU threads without a vCPU. */
#include "tests/fail.h"

#include <pthread.h>
#include "harness/counting.h"

#define VCPUS 8

struct thread {
	pthread_t thread;
	struct vcpu vcpu;
	struct error err;
	int opened;
};

static const struct job job = { .counters = "cycles:kH,cache-misses,msr/tsc/" };
static _Atomic int ready;

static void *open_counters(void *context)
{
	struct thread *t = context;
	struct counting *c;

	for (ready++; ready < VCPUS;)
		;
	t->opened = counting_open(&c, &job, &t->vcpu, &t->err);
	counting_close(c);
	return NULL;
}

/* libpfm4 crashes in two threads at once, where it can read the kernel's tracepoints. */
static void all_vcpus_open_at_once(void **state)
{
	struct thread t[VCPUS] = { 0 };

	(void)state;
	for (int i = 0; i < VCPUS; i++) {
		t[i].vcpu = (struct vcpu){ .index = i, .fd = -1 };
		assert_int_equal(pthread_create(&t[i].thread, NULL, open_counters, &t[i]), 0);
	}
	for (int i = 0; i < VCPUS; i++) {
		pthread_join(t[i].thread, NULL);
		if (t[i].opened)
			fail_msg("%s", t[i].err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_vcpus_open_at_once),
	};

	return cmocka_run_group_tests_name("counting", tests, NULL, NULL);
}
