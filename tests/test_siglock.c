/* SPDX-License-Identifier: GPL-2.0-only */
/* The siglock's waits: two threads that fight for it by sigprocmask(). */
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
#include "lib/siglock.h"
#include "lib/siglock_stacks.h"

#define ROUNDS 20000

struct fighter {
	struct siglock *siglock;
	unsigned slot;
	int enlisted;
	_Atomic int *ready;
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
	while (*f->ready < 2)
		usleep(100);
	for (int i = 0; i < ROUNDS; i++) {
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

/* How many waits come depends on the host (none on one CPU): what must hold is
 * that each is counted once, in the right slot and arm. */
static void test_waits_are_attributed(void **state)
{
	struct siglock *s = open_or_skip();
	struct fighter f[2];
	pthread_t thread[2];
	_Atomic int ready = 0;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		f[i] = (struct fighter){ s, i, -1, &ready };
		assert_int_equal(pthread_create(&thread[i], NULL, fight, &f[i]), 0);
	}
	for (unsigned i = 0; i < 2; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(f[i].enlisted, 0);
	}
	for (unsigned i = 0; i < 2; i++)
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waits_are_attributed),
		cmocka_unit_test(test_node),
		cmocka_unit_test(test_one_node_is_known_anyway),
		cmocka_unit_test(test_unknown_stacks_are_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
