/* SPDX-License-Identifier: GPL-2.0-only */
/* The siglock's waits: threads that fight for it by sigprocmask(). */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "lib/clock.h"
#include "lib/env.h"
#include "lib/siglock_shared.h"
#include "lib/siglock_stacks.h"
#include "tests/siglock.h"

#define FIGHTERS 4	/* behind a native spinlock the third is the first to queue */
#define FIGHT_NS 3000000000ULL
#define FDS 256

struct fighter {
	struct siglock *siglock;
	unsigned slot;
	int enlisted;
	_Atomic int *ready;
	_Atomic bool *over;
	pthread_t thread;
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

static void begin_fight(struct siglock *s, struct fighter f[FIGHTERS], _Atomic int *ready,
			_Atomic bool *over)
{
	*ready = 0;
	*over = false;
	for (unsigned i = 0; i < FIGHTERS; i++) {
		f[i] = (struct fighter){ s, i, -1, ready, over, 0 };
		assert_int_equal(pthread_create(&f[i].thread, NULL, fight, &f[i]), 0);
	}
}

static void end_fight(struct fighter f[FIGHTERS])
{
	*f->over = true;
	for (unsigned i = 0; i < FIGHTERS; i++) {
		pthread_join(f[i].thread, NULL);
		assert_int_equal(f[i].enlisted, 0);
	}
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
	_Atomic int ready;
	_Atomic bool over;
	unsigned nr;

	(void)state;
	begin_fight(s, f, &ready, &over);
	nr = have_waited(s, &ready);
	end_fight(f);
	print_message("# %u of %d threads waited; %s\n", nr, FIGHTERS,
		      siglock_sees_all(s) ? "all waits" : "queued waits only");
	if (must_wait(s))
		assert_true(nr >= 2);
	for (unsigned i = 0; i < FIGHTERS; i++)
		check_counts(s, i);
	assert_int_equal(siglock_enlist(s, SIGLOCK_SLOTS - 1), -EINVAL);
	siglock_close(s);
}

/* Ours, not that of another who measures: by its name among the open files; or -1. */
static int map_of_cells(void)
{
	for (int fd = 0; fd < FDS; fd++) {
		struct bpf_map_info info = { 0 };
		unsigned size = sizeof(info);

		if (!bpf_obj_get_info_by_fd(fd, &info, &size) && !strcmp(info.name, "cells"))
			return fd;
	}
	return -1;
}

static void fill(int fd)
{
	struct siglock_key key = { .slot = SIGLOCK_SLOTS - 2 };
	struct siglock_cell cell = { 0 };

	while (!bpf_map_update_elem(fd, &key, &cell, BPF_NOEXIST))
		key.stack++;
	assert_int_equal(errno, E2BIG);
}

/* Waits for which there was no room: no count is better than a part of it. */
static void test_a_full_map_has_no_counts(void **state)
{
	struct siglock *s = open_or_skip();
	uint64_t until = clock_ns() + FIGHT_NS;
	struct fighter f[FIGHTERS];
	struct siglock_counts c;
	_Atomic int ready;
	_Atomic bool over;
	int ret;

	(void)state;
	fill(map_of_cells());
	assert_int_equal(siglock_read(s, 0, 0, &c), 0);
	begin_fight(s, f, &ready, &over);
	do
		usleep(20000);
	while (!(ret = siglock_read(s, 0, 0, &c)) && clock_ns() < until);
	end_fight(f);
	if (must_wait(s))
		assert_int_equal(ret, -ENOSPC);
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
		cmocka_unit_test(test_a_full_map_has_no_counts),
		cmocka_unit_test(test_node),
		cmocka_unit_test(test_one_node_is_known_anyway),
		cmocka_unit_test(test_unknown_stacks_are_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
