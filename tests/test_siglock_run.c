/* SPDX-License-Identifier: GPL-2.0-only */
/* The siglock's waits in KVM_RUN: vCPUs that return at once, again and again, all masks
 * and no guest. */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#include "protocols/protocol.h"
#include "tests/kvm.h"
#include "tests/siglock.h"

#define VCPUS 2
#define RETURNS 3000

struct returner {
	struct siglock *siglock;
	struct vm *vm;
	struct vcpu vcpu;
	const struct protocol *protocol;
	_Atomic int *ready;
	int index, arm;
	struct error err;
};

static void *return_often(void *context)
{
	struct returner *r = context;
	int ret = vcpu_open(&r->vcpu, r->vm, r->index, -1, &r->err);

	if (!ret)
		ret = r->protocol->arm(&r->vcpu, SIGUSR1, &r->err);
	if (siglock_enlist(r->siglock, r->index))
		error_set(&r->err, EXIT_CANNOT, "cannot enlist");
	++*r->ready;
	for (int i = 0; i < 10000 && *r->ready < VCPUS; i++)
		usleep(1000);
	siglock_arm(r->siglock, r->index, r->arm);
	for (int i = 0; !ret && i < RETURNS; i++) {
		r->vcpu.run->immediate_exit = 1;
		r->protocol->enter(&r->vcpu);
	}
	siglock_arm(r->siglock, r->index, -1);
	if (!ret)
		r->protocol->disarm(&r->vcpu);
	return NULL;
}

/* Waits of all vCPUs for the siglock under this protocol. */
static struct siglock_counts waits(struct siglock *s, const char *protocol, int arm)
{
	struct siglock_counts sum = { 0 }, c;
	struct returner r[VCPUS];
	pthread_t thread[VCPUS];
	struct error err = { 0 };
	_Atomic int ready = 0;
	struct vm vm;

	if (vm_open(&vm, guest_find("pmtimer"), VCPUS, &err))
		fail_msg("%s", err.text);
	for (int i = 0; i < VCPUS; i++) {
		r[i] = (struct returner){ .siglock = s, .vm = &vm, .ready = &ready, .index = i,
					  .protocol = protocol_find(protocol), .arm = arm };
		assert_int_equal(pthread_create(&thread[i], NULL, return_often, &r[i]), 0);
	}
	for (int i = 0; i < VCPUS; i++) {
		pthread_join(thread[i], NULL);
		if (r[i].err.status)
			fail_msg("%s", r[i].err.text);
		vcpu_close(&r[i].vcpu);
		assert_int_equal(siglock_read(s, i, arm, &c), 0);
		sum.contentions += c.contentions;
		for (int j = 0; j < SIGLOCK_WHERES; j++)
			sum.where[j] += c.where[j];
	}
	vm_close(&vm);
	return sum;
}

/* How often two vCPUs meet at the lock is the host's affair; where they do, it
 * is KVM_RUN's mask, and without a mask they do not. */
static void test_only_masks_wait_in_kvm_run(void **state)
{
	struct siglock_counts mask, flag;
	struct siglock *s;

	(void)state;
	need_kvm();
	if (vm_immediate_exit(NULL) != IMMEDIATE_EXIT_MERGED)
		skip();
	s = open_or_skip();
	mask = waits(s, "sigmask", 0);
	flag = waits(s, "immediate_exit", 1);
	assert_int_equal(flag.where[SIGLOCK_ENTRY] + flag.where[SIGLOCK_EXIT], 0);
	assert_int_equal(mask.where[SIGLOCK_KICK] + mask.where[SIGLOCK_SIGTIMEDWAIT], 0);
	print_message("# waits: sigmask %llu, immediate_exit %llu\n",
		      (unsigned long long)mask.contentions, (unsigned long long)flag.contentions);
	siglock_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_masks_wait_in_kvm_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
