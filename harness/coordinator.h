/* SPDX-License-Identifier: GPL-2.0-only */
/* Starts one worker, takes what it sends, and outlives whatever it does. */
#ifndef KICKBENCH_HARNESS_COORDINATOR_H
#define KICKBENCH_HARNESS_COORDINATOR_H

#include <stdbool.h>
#include <stdint.h>
#include "harness/pipes.h"

struct worker_spec {
	const char *program;	/* NULL: this very program */
	const char *job;	/* text, of job_text() */
	int home_cpu; /* forked here, so that its siglock lies on this CPU's node; -1: anywhere */
	uint64_t seed;		/* of the padding of its environment */
	uint64_t timeout_ms;	/* after which it has hung */
	void (*tick)(void *context);	/* called about four times a second; may be NULL */
	void *context;
};

enum worker_end {
	WORKER_DONE,		/* *o is complete */
	WORKER_FAILED,		/* crashed, hung or gave up: *err says which */
	WORKER_INTERRUPTED,	/* the user wants to stop; the worker was killed */
	WORKER_NOT_STARTED,	/* there is none: *err says why, and the next would fare alike */
};

/* One run. *o is initialized by the caller. */
enum worker_end worker_run(const struct worker_spec *w, struct outcome *o, struct error *err);

/* From here on SIGINT, SIGTERM and SIGHUP interrupt worker_run() and
 * coordinator_sleep() alone; undone by coordinator_restore(). */
void coordinator_catch(void);
void coordinator_restore(void);
bool coordinator_interrupted(void);
/* Sleeps so long or until interrupted. */
void coordinator_sleep(uint64_t ms);

#endif
