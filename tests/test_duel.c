/* SPDX-License-Identifier: GPL-2.0-only */
/* What a kicker says of a kick, by a vCPU thread that is none. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/duel.h"
#include "lib/clock.h"

/* -- a kicker who is without a CPU for a while: in his nag -- */

static struct duel *stalled;

static void stall(void)
{
	clock_spin_until(clock_ns() + 2 * LATE_NS);
}

static void see(void)
{
	atomic_store(&stalled->seen_ns, clock_ns());
	atomic_store(&stalled->acked, 1);
}

static void see_then_stall(struct vcpu *v)
{
	(void)v;
	see();
	stall();
}

static void stall_then_see(struct vcpu *v)
{
	(void)v;
	stall();
	see();
}

static enum fate fate_with(void (*nag)(struct vcpu *v))
{
	struct job job = { .guest = guest_find("spin") };
	struct crew crew = { .job = &job };
	struct protocol p = { .nag = nag };
	struct duel d = { .crew = &crew, .p = &p, .posted = 1 };

	stalled = &d;
	return duel_await(&d);
}

/* Late is what the vCPU thread saw late. */
static void test_late_by_the_vcpu(void **state)
{
	(void)state;
	assert_int_equal(fate_with(see_then_stall), FATE_SEEN);
	assert_int_equal(fate_with(stall_then_see), FATE_LATE);
}

/* -- a vCPU thread in a guest that halts -- */

struct halting {
	struct duel duel;
	struct vcpu v;
	_Atomic bool over;
};

static void *asleep(void *context)
{
	struct halting *h = context;

	h->v.tid = gettid();
	atomic_store(&h->duel.inside, true);
	while (!atomic_load(&h->over))
		clock_sleep_until(clock_ns() + 100000000);
	return NULL;
}

/* Wants a CPU, gets on late. */
static void *awake(void *context)
{
	struct halting *h = context;

	h->v.tid = gettid();
	atomic_store(&h->duel.inside, true);
	for (uint64_t until = clock_ns() + LOST_NS + LOST_NS / 2; clock_ns() < until;)
		;
	atomic_store(&h->duel.seen_ns, clock_ns());
	atomic_store(&h->duel.acked, 1);
	return NULL;
}

static enum fate fate_of(void *(*body)(void *context))
{
	struct job job = { .guest = guest_find("hlt_irqchip") };
	struct crew crew = { .job = &job };
	struct guest_shared shared = { 0 };
	struct halting h = { .v = { .shared = &shared } };
	pthread_t thread;
	enum fate fate;

	h.duel.crew = &crew;
	h.duel.v = &h.v;
	h.duel.p = protocol_find("naive");
	h.duel.posted = 1;
	assert_int_equal(pthread_create(&thread, NULL, body, &h), 0);
	while (!atomic_load(&h.duel.inside))
		clock_relax();
	fate = duel_await(&h.duel);
	atomic_store(&h.over, true);
	pthread_join(thread, NULL);
	return fate;
}

/* Whom a kick has not woken has lost it; a thread that got no CPU has not. */
static void test_lost_while_halted(void **state)
{
	(void)state;
	assert_int_equal(fate_of(asleep), FATE_LOST);
	assert_int_equal(fate_of(awake), FATE_LATE);
}

static void test_the_cause_is_told(void **state)
{
	struct job job = { .bench = bench_find("kick"), .guest = guest_find("spin") };
	struct crew crew = { .job = &job };
	struct duel d = { .crew = &crew, .p = protocol_find("naive"), .posted = 1 };
	struct error cause = { .status = EXIT_CANNOT, .text = "KVM_RUN: no" }, err = { 0 };

	(void)state;
	duel_neither(&d, &err);
	assert_int_equal(err.status, EXIT_DISTURBED);
	assert_non_null(strstr(err.text, "kick: a kick by naive"));
	err = (struct error){ 0 };
	duel_unsent(&d, -EAGAIN, &err);
	assert_int_equal(err.status, EXIT_DISTURBED);
	assert_non_null(strstr(err.text, "kick: kick by naive: "));
	assert_non_null(strstr(err.text, " (raise ulimit -i)"));
	/* The vCPU thread has failed, but not said so to its crew yet. */
	err = (struct error){ 0 };
	duel_fail(&d, &cause);
	assert_int_equal(duel_await(&d), FATE_NONE);
	duel_neither(&d, &err);
	assert_int_equal(err.status, EXIT_CANNOT);
	assert_string_equal(err.text, cause.text);
}

struct parked {
	struct duel duel;
	struct vcpu v;
	struct crew crew;
};

static void *parked(void *context)
{
	struct parked *p = context;
	struct error err = { 0 };

	p->v.tid = gettid();
	duel_vcpu(&p->duel, &p->crew, 0, &err);
	return NULL;
}

/* Nothing was measured, so that nobody has armed: the signal would kill the process. */
static void test_who_never_armed_goes_home(void **state)
{
	struct job job = { .variant = "" };
	struct vm vm = { .pid = getpid() };
	struct parked p = { .v = { .vm = &vm }, .crew = { .job = &job } };
	pthread_t thread;

	(void)state;
	p.crew.vcpus = &p.v;
	signal(SIGUSR1, SIG_DFL);
	duel_lead(&p.duel, &p.crew);
	assert_int_equal(pthread_create(&thread, NULL, parked, &p), 0);
	while (!atomic_load(&p.duel.state))
		clock_relax();
	duel_end(&p.duel);
	pthread_join(thread, NULL);
	assert_int_equal(p.duel.failure.status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_late_by_the_vcpu),
		cmocka_unit_test(test_lost_while_halted),
		cmocka_unit_test(test_the_cause_is_told),
		cmocka_unit_test(test_who_never_armed_goes_home),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
