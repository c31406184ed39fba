/* SPDX-License-Identifier: GPL-2.0-only */
/* Bench race: one run of it, and its case of a thread that exits. */
#ifndef KICKBENCH_BENCH_RACE_EXITING_H
#define KICKBENCH_BENCH_RACE_EXITING_H

#include "bench/duel.h"
#include "lib/random.h"

#define RACE_CONTROL_NS	10000000000ull	/* longer, at most, until a control has failed */

struct race_run {
	const struct job *job;
	struct duel duel;
	struct random_state random;
	struct race_row row[ARMS_MAX];
	uint64_t ticks_per_us;
	size_t turn;		/* in the sweep of jitters */
	int nothing;		/* kicks neither seen nor lost */
	bool two;		/* two kicks at a time */
	/* The case of a thread that exits: kicker -> vCPU thread -> victim. */
	const struct protocol *_Atomic protocol;
	_Atomic int stage;
	_Atomic bool taken;	/* the victim has taken its kick */
	struct error failure;	/* the victim's; before its last stage */
};

/* The width in ns of the next window (race.c). */
uint32_t race_jitter(struct race_run *r);
/* Whether a control can fail in this case; one that cannot would prove nothing. (race.c) */
bool race_takes_part(const struct job *job, int arm);
/* A control that has failed proves no more by failing again. (race.c) */
bool race_done(const struct race_run *r, int arm);

/*
 * A kick to a thread that is exiting: its first kick is watched as any other; once it has been
 * taken, or lost, the thread is kicked until tgkill() says that it is gone (ESRCH), or
 * the protocol that it does not run (resend). It counts as one kick. Any other error is a
 * failure of the run. crew->context is a struct race_run.
 */
int exiting_vcpu(struct crew *crew, int index, struct error *err);
int exiting_kicker(struct crew *crew, int index, struct error *err);

#endif
