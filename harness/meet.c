/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/meet.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "lib/clock.h"

#define SPINS 2000	/* 20 to 100 us: those who share no CPU meet sooner than a sleeper wakes */

static void sleep_on(_Atomic uint32_t *word, uint32_t value)
{
	/* Bounded, since nobody wakes the sleepers when *stop is set. */
	struct timespec timeout = { .tv_nsec = 10000000 };

	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, &timeout, NULL, 0);
}

bool meeting_wait(struct meeting *m, int parties, const _Atomic bool *stop)
{
	uint32_t generation = atomic_load(&m->generation);

	if (atomic_fetch_add(&m->arrived, 1) + 1 == parties) {
		atomic_store(&m->arrived, 0);
		atomic_fetch_add(&m->generation, 1);
		syscall(SYS_futex, &m->generation, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
		return !atomic_load(stop);
	}
	for (int i = 0; atomic_load(&m->generation) == generation; i++) {
		if (atomic_load(stop))
			return false;
		if (i < SPINS)
			clock_relax();
		else
			sleep_on(&m->generation, generation);
	}
	return !atomic_load(stop);
}
