/* SPDX-License-Identifier: GPL-2.0-only */
/* The barrier of a crew: it gives up when the crew is to stop. */
#ifndef KICKBENCH_HARNESS_MEET_H
#define KICKBENCH_HARNESS_MEET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct meeting {
	/* a futex: waiters sleep on it; arrivals must not take its line from those who watch */
	_Alignas(128) _Atomic uint32_t generation;
	_Alignas(128) _Atomic int arrived;
};

/* Waits until so many have arrived; true. False as soon as *stop is set. */
bool meeting_wait(struct meeting *m, int parties, const _Atomic bool *stop);

#endif
