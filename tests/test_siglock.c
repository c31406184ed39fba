/* SPDX-License-Identifier: GPL-2.0-only */
/* The siglock's waits: threads that fight for it by sigprocmask(). */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "lib/clock.h"
#include "lib/env.h"
#include "lib/siglock.h"
#include "lib/siglock_stacks.h"
#include "protocols/protocol.h"
#include "tests/kvm.h"

#define FIGHTERS 4	/* behind a native spinlock the third is the first to queue */
#define FIGHT_NS 3000000000ULL

struct fighter {
	struct siglock *siglock;
	unsigned slot;
	int enlisted;
	_Atomic int *ready;
	_Atomic bool *over;
};

/* Toggles the mask, so that each call takes the lock. */
static void *fight(void *context)
{
	struct fighter *f = context;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	f->enlisted = siglock_enlist(f->siglock, f->slot);
	siglock_arm(f->siglock, f->slot, f->slot);
	++*f->ready;
	while (*f->ready < FIGHTERS)
		usleep(100);
	while (!*f->over) {
		pthread_sigmask(SIG_BLOCK, &set, NULL);
		pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	}
	siglock_arm(f->siglock, f->slot, -1);
	return NULL;
}

static struct siglock *open_or_skip(void)
{
	struct error err = { 0 };
	struct siglock *s = siglock_open(&err);

	if (s)
		return s;
	assert_int_equal(err.status, EXIT_CANNOT);
	assert_non_null(strstr(err.text, "siglock: "));
	print_message("# SKIP %s\n", err.text);
	skip();
	return NULL;
}

static void check_counts(struct siglock *s, unsigned slot)
{
	struct siglock_counts c, other;
	uint64_t sum = 0, where = 0;

	assert_int_equal(siglock_read(s, slot, slot, &c), 0);
	assert_int_equal(siglock_read(s, slot, slot + 5, &other), 0);
	assert_int_equal(other.contentions, 0);
	for (int i = 0; i < SIGLOCK_BUCKETS; i++)
		sum += c.histogram[i];
	for (int i = 0; i < SIGLOCK_WHERES; i++)
		where += c.where[i];
	assert_int_equal(sum, c.contentions);
	assert_int_equal(where, c.contentions);
	assert_int_equal(c.where[SIGLOCK_ENTRY] + c.where[SIGLOCK_EXIT], 0);
	assert_true(!c.wait_ns == !c.contentions || c.contentions);
	assert_int_equal(siglock_reset(s, slot), 0);
	assert_int_equal(siglock_read(s, slot, slot, &c), 0);
	assert_int_equal(c.contentions, 0);
}

/* Waits of one thread so far, in its arm. */
static uint64_t waited(struct siglock *s, unsigned slot)
{
	struct siglock_counts c;

	assert_int_equal(siglock_read(s, slot, slot, &c), 0);
	return c.contentions;
}

/* Until two of them have waited, or for as long as one would wait for that. */
static unsigned have_waited(struct siglock *s, const _Atomic int *ready)
{
	uint64_t until = clock_ns() + FIGHT_NS;
	unsigned nr;

	do {
		usleep(20000);
		nr = 0;
		for (unsigned i = 0; i < FIGHTERS; i++)
			nr += *ready == FIGHTERS && waited(s, i) > 0;
	} while (nr < 2 && clock_ns() < until);
	return nr;
}

/* Whether waits of threads that fight must come, and be seen. */
static bool must_wait(const struct siglock *s)
{
	const char *kind = env_spinlock();
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	return siglock_sees_all(s) || !strcmp(kind, "pv") ? cpus >= 2 :
	       !strcmp(kind, "native") && cpus >= 3;
}

/* Each wait is counted once, in the right slot and arm. */
static void test_waits_are_attributed(void **state)
{
	struct siglock *s = open_or_skip();
	struct fighter f[FIGHTERS];
	pthread_t thread[FIGHTERS];
	_Atomic int ready = 0;
	_Atomic bool over = false;
	unsigned nr;

	(void)state;
	for (unsigned i = 0; i < FIGHTERS; i++) {
		f[i] = (struct fighter){ s, i, -1, &ready, &over };
		assert_int_equal(pthread_create(&thread[i], NULL, fight, &f[i]), 0);
	}
	nr = have_waited(s, &ready);
	over = true;
	for (unsigned i = 0; i < FIGHTERS; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(f[i].enlisted, 0);
	}
	print_message("# %u of %d threads waited; %s\n", nr, FIGHTERS,
		      siglock_sees_all(s) ? "all waits" : "queued waits only");
	if (must_wait(s))
		assert_true(nr >= 2);
	for (unsigned i = 0; i < FIGHTERS; i++)
		check_counts(s, i);
	assert_int_equal(siglock_enlist(s, SIGLOCK_SLOTS - 1), -EINVAL);
	siglock_close(s);
}

static void test_node(void **state)
{
	struct siglock *s = open_or_skip();

	(void)state;
	assert_true(siglock_node(s) >= -1);
	assert_true(siglock_node(s) < SIGLOCK_NODES);
	if (!siglock_one_node())
		assert_int_equal(siglock_probe_node(2), siglock_node(s));
	siglock_close(s);
}

static void test_one_node_is_known_anyway(void **state)
{
	(void)state;
	assert_int_equal(siglock_probe_node(1), 0);
}

static void test_unknown_stacks_are_elsewhere(void **state)
{
	struct siglock_symbols *symbols = siglock_symbols_read();
	uint64_t frames[2] = { 0x1000, 0 };

	(void)state;
	assert_int_equal(siglock_where(symbols, frames, 2), SIGLOCK_ELSEWHERE);
	siglock_symbols_free(symbols);
}

/* -- vCPUs that return at once, again and again, all masks and no guest -- */

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
		cmocka_unit_test(test_waits_are_attributed),
		cmocka_unit_test(test_node),
		cmocka_unit_test(test_one_node_is_known_anyway),
		cmocka_unit_test(test_unknown_stacks_are_elsewhere),
		cmocka_unit_test(test_only_masks_wait_in_kvm_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
