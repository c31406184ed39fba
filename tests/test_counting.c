/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting runs, by vCPU threads without a vCPU. */
#include "tests/fail.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "harness/counting.h"

#define VCPUS 8

struct thread {
	pthread_t thread;
	struct vcpu vcpu;
	struct error err;
	int opened;
};

#define WANTED "cycles:kH,cache-misses,msr/tsc/,page-faults,context-switches"

static struct job job;		/* with what this host has of them */
static _Atomic int ready;
static int no_vcpu;		/* a file that knows none of KVM's calls */

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
	if (!job.counters)
		skip();
	for (int i = 0; i < VCPUS; i++) {
		t[i].vcpu = (struct vcpu){ .index = i, .fd = no_vcpu };
		assert_int_equal(pthread_create(&t[i].thread, NULL, open_counters, &t[i]), 0);
	}
	for (int i = 0; i < VCPUS; i++) {
		pthread_join(t[i].thread, NULL);
		if (t[i].opened)
			fail_msg("%s", t[i].err.text);
	}
}

/* Sums in which a vCPU is missing would be no sums: the run fails, and says why. */
static void out_of_descriptors(void **state)
{
	struct vcpu v = { .fd = no_vcpu };
	struct error err = { 0 };
	struct rlimit was, few;
	struct counting *c;
	int next = dup(no_vcpu);

	(void)state;
	close(next);
	if (!job.counters || !strchr(job.counters, ','))
		skip();
	getrlimit(RLIMIT_NOFILE, &was);
	few = was;
	few.rlim_cur = next + 1;	/* for the first event alone */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(counting_open(&c, &job, &v, &err), -1);
	setrlimit(RLIMIT_NOFILE, &was);
	counting_close(c);
	assert_int_equal(err.status, EXIT_DISTURBED);
	assert_non_null(strstr(err.text, "EMFILE"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_vcpus_open_at_once),
		cmocka_unit_test(out_of_descriptors),
	};
	struct error err = { 0 };
	char *available;
	int ret;

	no_vcpu = open("/dev/null", O_RDONLY);
	if (counting_available(WANTED, &available, &err))
		return EXIT_CANNOT;
	job.counters = available;
	ret = cmocka_run_group_tests_name("counting", tests, NULL, NULL);
	free(available);
	return ret;
}
