/* SPDX-License-Identifier: GPL-2.0-only */
/* Service threads that kick at a rate, and vCPU threads that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "harness/kicker.h"
#include "lib/clock.h"

#define RATE	2000	/* kicks a second */
#define FOR_NS	400000000

static _Atomic int kicks, nags;

static int kick(struct vcpu *v)
{
	(void)v;
	atomic_fetch_add(&kicks, 1);
	return 0;
}

static void nag(struct vcpu *v)
{
	(void)v;
	atomic_fetch_add(&nags, 1);
}

/* The first kick waits, as for a lock, half of the time that there is. */
static int kick_slowly(struct vcpu *v)
{
	(void)v;
	if (!atomic_fetch_add(&kicks, 1))
		clock_sleep_until(clock_ns() + FOR_NS / 2);
	return 0;
}

static const struct protocol slow = { .kick = kick_slowly };
static const struct protocol nagging = { .kick = kick, .nag = nag };

struct bench_of_kicks {
	struct kicker kicker;
	struct crew crew;
	struct error err;
};

static void *service(void *context)
{
	struct bench_of_kicks *b = context;

	kicker_main(&b->kicker, &b->crew, 0, &b->err);
	return NULL;
}

/* Kicks for a while; meanwhile(lane) now and then. */
static void kicked(const struct protocol *p, void (*meanwhile)(struct kicker *k))
{
	struct job job = { .seed = 1, .kick_rate = RATE, .nr_services = 1 };
	struct vcpu vcpu = { .index = 0 };
	struct bench_of_kicks b = { .crew = { .job = &job, .vcpus = &vcpu } };
	uint64_t until = clock_ns() + FOR_NS;
	pthread_t thread;

	atomic_store(&kicks, 0);
	atomic_store(&nags, 0);
	kicker_init(&b.kicker, 1);
	kicker_set(&b.kicker, 0, p);
	assert_int_equal(pthread_create(&thread, NULL, service, &b), 0);
	while (clock_ns() < until) {
		clock_sleep_until(clock_ns() + 100000);
		meanwhile(&b.kicker);
	}
	kicker_leave(&b.kicker, 0);
	pthread_join(thread, NULL);
	kicker_free(&b.kicker);
	assert_int_equal(b.err.status, 0);
}

static void switch_arm(struct kicker *k)
{
	kicker_set(k, 0, NULL);
	kicker_set(k, 0, &nagging);
}

static void nothing(struct kicker *k)
{
	(void)k;
}

/* Whoever does not come out is kicked again, as the protocol wants it. */
static void test_nags_until_taken(void **state)
{
	(void)state;
	kicked(&nagging, nothing);
	assert_true(atomic_load(&kicks) > 0);
	assert_true(atomic_load(&nags) > 10 * atomic_load(&kicks));
}

/* A switch of arm forgets what was kicked before: the next kicks are not to wait for it. */
static void test_a_forgotten_kick_delays_none(void **state)
{
	(void)state;
	kicked(&nagging, switch_arm);
	/* Each waiting for its nags, a tenth of a second, they would be 4. */
	assert_true(atomic_load(&kicks) > 20);
}

/* They would come all at once, in another arm's turn: half of 800 are left, not all. */
static void test_what_could_not_be_sent_is_given_up(void **state)
{
	(void)state;
	kicked(&slow, nothing);
	assert_in_range(atomic_load(&kicks), 2, 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nags_until_taken),
		cmocka_unit_test(test_a_forgotten_kick_delays_none),
		cmocka_unit_test(test_what_could_not_be_sent_is_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
