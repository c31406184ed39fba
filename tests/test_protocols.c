/* SPDX-License-Identifier: GPL-2.0-only */
/* Each protocol delivers a kick, with either signal, and leaves nothing behind. */
#include <stdlib.h>
#include <time.h>
#include "abi/case.h"
#include "lib/clock.h"
#include "lib/kicksignal.h"
#include "protocols/protocol.h"
#include "tests/kvm.h"

#define BOUND_NS 20000000000ull	/* generous: the machine may be busy */

struct kicker {
	const struct protocol *p;
	struct vcpu *v;
	pthread_t thread;
	_Atomic bool done;
	uint32_t start;		/* the counter before the guest ran: HLT moves it once */
	bool in_time;
};

/* Kicks once the guest is seen to run, then nags until the vCPU thread is out. */
static void *kicker_main(void *arg)
{
	struct kicker *k = arg;
	uint64_t until = clock_ns() + BOUND_NS;

	while (k->v->shared->counter == k->start && clock_ns() < until)
		clock_sleep_until(clock_ns() + 100000);
	k->p->kick(k->v);
	while (!k->done && clock_ns() < until) {
		clock_sleep_until(clock_ns() + 100000);
		if (k->p->nag)
			k->p->nag(k->v);
	}
	k->in_time = k->done;
	if (!k->in_time)
		abort();	/* the vCPU thread hangs: nothing else ends it */
	return NULL;
}

static void kick_once(const struct protocol *p, struct vcpu *v, int signo)
{
	struct kicker k = { .p = p, .v = v, .start = v->shared->counter };
	struct error err = { 0 };
	unsigned taken;

	if (p->arm(v, signo, &err))
		fail_msg("%s: %s", p->name, err.text);
	assert_int_equal(p->consume(v), 0);
	assert_int_equal(pthread_create(&k.thread, NULL, kicker_main, &k), 0);
	do {
		assert_int_equal(p->enter(v), -EINTR);
		taken = p->consume(v);
	} while (!taken);
	k.done = true;
	pthread_join(k.thread, NULL);
	assert_true(k.in_time);
	assert_int_equal(taken, 1);
	p->disarm(v);
}

/* A signal that the kicker sent before `done` may still be pending: never more. */
static void check_left_clean(struct vcpu *v)
{
	sigset_t mask, both;

	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	assert_false(sigismember(&mask, SIGUSR1));
	assert_false(sigismember(&mask, SIGRTMIN));
	assert_int_equal(v->run->immediate_exit, 0);
	kicksignal_set(&both);
	sigpending(&mask);
	assert_false(sigismember(&mask, SIGUSR1) || sigismember(&mask, SIGRTMIN));
}

static void run_all(const char *guest)
{
	struct error err = { 0 };
	int kernel = vm_immediate_exit(&err);
	struct vcpu v;
	struct vm vm;

	assert_true(kernel >= 0);
	open_vcpu(&vm, &v, guest);
	for (size_t i = 0; i < 2 * nr_protocols; i++) {
		const struct protocol *p = protocols[i / 2];

		if (!p->kick || protocol_unsupported(p, kernel))
			continue;
		/* The counter moves again for each: the kicker waits for it. */
		assert_int_equal(vcpu_reset(&v, &err), 0);
		kick_once(p, &v, i & 1 ? SIGRTMIN : SIGUSR1);
		check_left_clean(&v);
	}
	close_vcpu(&vm, &v);
}

static void test_kick_in_guest(void **state)
{
	(void)state;
	need_kicks();
	run_all("spin");
}

static void test_kick_while_halted(void **state)
{
	(void)state;
	need_kicks();
	run_all("hlt_irqchip");
}

/* A kick before the first KVM_RUN must end it; the controls may lose it. */
static void test_kick_before_run(void **state)
{
	struct error err = { 0 };
	int kernel;
	struct vcpu v;
	struct vm vm;

	(void)state;
	need_kicks();
	kernel = vm_immediate_exit(&err);
	open_vcpu(&vm, &v, "spin");
	for (size_t i = 0; i < nr_protocols; i++) {
		const struct protocol *p = protocols[i];

		if (p->role != ROLE_CANDIDATE || protocol_unsupported(p, kernel))
			continue;
		assert_int_equal(p->arm(&v, SIGUSR1, &err), 0);
		assert_int_equal(p->kick(&v), 0);
		assert_int_equal(p->enter(&v), -EINTR);
		assert_int_equal(p->consume(&v), 1);
		assert_int_equal(p->consume(&v), 0);
		p->disarm(&v);
	}
	assert_int_equal(v.shared->counter, 0);
	close_vcpu(&vm, &v);
}

/* What one arm leaves, a kick included, the next must not see. */
static void test_arm_resets_all(void **state)
{
	struct error err = { 0 };
	struct vcpu v;
	struct vm vm;
	int kernel;

	(void)state;
	need_kicks();
	kernel = vm_immediate_exit(&err);
	open_vcpu(&vm, &v, "pmtimer");
	for (size_t i = 0; i < nr_protocols * nr_protocols; i++) {
		const struct protocol *a = protocols[i / nr_protocols];
		const struct protocol *b = protocols[i % nr_protocols];

		if (protocol_unsupported(a, kernel) || protocol_unsupported(b, kernel))
			continue;
		assert_int_equal(a->arm(&v, SIGRTMIN, &err), 0);
		if (a->kick)
			a->kick(&v);
		a->disarm(&v);
		assert_int_equal(b->arm(&v, SIGUSR1, &err), 0);
		assert_int_equal(b->enter(&v), 0);
		if (b->consume)
			assert_int_equal(b->consume(&v), 0);
		b->disarm(&v);
	}
	check_left_clean(&v);
	close_vcpu(&vm, &v);
}

/* Each kick is one event, each return takes one: the second has nothing left that
 * ends KVM_RUN. A protocol with a flag word takes both at once. */
static void test_two_outstanding(void **state)
{
	struct error err = { 0 };
	struct vcpu v;
	struct vm vm;
	int kernel;

	(void)state;
	need_kicks();
	kernel = vm_immediate_exit(&err);
	open_vcpu(&vm, &v, "pmtimer");
	for (size_t i = 0; i < nr_protocols; i++) {
		const struct protocol *p = protocols[i];

		if (p->role != ROLE_CANDIDATE || protocol_unsupported(p, kernel))
			continue;
		assert_int_equal(p->arm(&v, SIGUSR1, &err), 0);
		p->kick(&v);
		p->kick(&v);
		assert_int_equal(p->enter(&v), -EINTR);
		assert_int_equal(p->consume(&v), p->queues ? 1 : 2);
		if (p->queues)
			assert_int_equal(p->enter(&v), 0);	/* lost */
		assert_int_equal(p->consume(&v), p->queues);
		p->disarm(&v);
	}
	close_vcpu(&vm, &v);
}

/* Who enters KVM_RUN once more has a pending read completed before the state is
 * saved; who skips it (immediate_exit_direct, resend) must do so by itself. */
static void test_pending_io_is_completed(void **state)
{
	static const char *const names[] = { "sigmask", "immediate_exit", "clear_first",
					     "immediate_exit_direct", "resend" };
	struct guest_registers before, after;
	struct abi a = { 0 };
	struct error err = { 0 };

	(void)state;
	need_kicks();
	if (vm_immediate_exit(&err) != IMMEDIATE_EXIT_MERGED)
		skip();
	open_vcpu(&a.vm, &a.v, "pmtimer");
	for (int i = 0; i < 5; i++) {
		const struct protocol *p = protocol_find(names[i]);

		assert_int_equal(p->arm(&a.v, SIGUSR1, &err), 0);
		assert_int_equal(p->enter(&a.v), 0);
		assert_true(abi_registers(&a, &before));
		p->kick(&a.v);
		assert_int_equal(p->enter(&a.v), -EINTR);
		assert_true(abi_registers(&a, &after));
		assert_int_equal(before.pc != after.pc, i < 3);
		assert_int_equal(p->consume(&a.v), 1);
		p->disarm(&a.v);
	}
	close_vcpu(&a.vm, &a.v);
}

static void test_thread_that_is_gone(void **state)
{
	const struct protocol *p = protocol_find("sigmask");
	struct error err = { 0 };
	struct vcpu v;
	struct vm vm;

	(void)state;
	need_kicks();
	open_vcpu(&vm, &v, "pmtimer");
	assert_int_equal(p->arm(&v, SIGUSR1, &err), 0);
	p->disarm(&v);
	v.tid = 0x3fffffff;	/* beyond PID_MAX_LIMIT: nobody's */
	assert_int_equal(p->kick(&v), -ESRCH);
	close_vcpu(&vm, &v);
}

static void test_table(void **state)
{
	(void)state;
	assert_int_equal(nr_protocols, 10);
	for (size_t i = 0; i < nr_protocols; i++) {
		const struct protocol *p = protocols[i];

		assert_ptr_equal(protocol_find(p->name), p);
		assert_true(p->arm && p->disarm && p->enter && p->summary && p->used_by);
		assert_int_equal(!p->kick, !p->consume);
		assert_int_equal(!p->kick, p->role == ROLE_COST);
	}
	assert_null(protocol_find("nonsense"));
	assert_null(protocol_unsupported(protocol_find("sigmask"), IMMEDIATE_EXIT_ABSENT));
	assert_non_null(protocol_unsupported(protocol_find("immediate_exit"),
					     IMMEDIATE_EXIT_ABSENT));
	assert_non_null(protocol_unsupported(protocol_find("immediate_exit_rfc"),
					     IMMEDIATE_EXIT_MERGED));
	assert_non_null(protocol_unsupported(protocol_find("never_clear"), IMMEDIATE_EXIT_RFC));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_kick_in_guest),
		cmocka_unit_test(test_kick_while_halted),
		cmocka_unit_test(test_kick_before_run),
		cmocka_unit_test(test_arm_resets_all),
		cmocka_unit_test(test_two_outstanding),
		cmocka_unit_test(test_pending_io_is_completed),
		cmocka_unit_test(test_thread_that_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
