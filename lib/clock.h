/* SPDX-License-Identifier: GPL-2.0-only */
/* The one clock: CLOCK_MONOTONIC in ns; and the CPU's tick counter for short waits. */
#ifndef KICKBENCH_LIB_CLOCK_H
#define KICKBENCH_LIB_CLOCK_H

#include <stdint.h>
#include <time.h>

/* CLOCK_MONOTONIC, in ns since an unspecified start. */
static inline uint64_t clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Sleeps until CLOCK_MONOTONIC has reached at_ns; signals do not shorten it. */
void clock_sleep_until(uint64_t at_ns);

/* Spins until CLOCK_MONOTONIC has reached at_ns; sleeps first while it is
 * further away than a scheduler needs to bring a sleeper back in time. */
void clock_spin_until(uint64_t at_ns);

/* The CPU's free-running counter (x86: TSC; arm64: CNTVCT), unserialized. Its
 * rate is what clock_ticks_per_us() measures; only differences mean anything. */
uint64_t clock_ticks(void);

/* Ticks of clock_ticks() in a microsecond, at least 1; measured for 2 ms. */
uint64_t clock_ticks_per_us(void);

/* Spins for so many ticks. */
void clock_spin_ticks(uint64_t ticks);

/* One turn of a waiting loop: tells the CPU (x86: PAUSE). */
void clock_relax(void);

#endif
