/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hunts lost kicks. The vCPU thread spends a jitter in one of the windows that the
 * protocol marks, the kicker aims a kick at it; a sweep of jitters, none
 * included, finds windows of any width. The controls must fail: a detector that
 * never saw a loss has proved nothing about the others.
 */
#include <string.h>
#include "bench/race_exiting.h"
#include "lib/clock.h"

#define PER_BLOCK	100
#define LOSSES_MAX	3	/* each costs a second; one is too many already */
#define STALE_MIN	3	/* a control of stale exits has shown them by then */
#define STALE_NS	50000	/* it gets so long to show one, before the next kick */
#define AIM_NS		3000	/* beyond the window: into KVM_RUN and the guest */
#define LATE_SIGNAL_NS	50000

/* ns; mostly short, so that millions of kicks take minutes. */
static const uint32_t sweep[] = {
	0, 0, 500, 2000, 0, 5000, 1000, 0, 10000, 200, 0, 2000, 20000, 0, 5000, 1000,
	0, 0, 500, 2000, 0, 5000, 1000, 0, 50000, 200, 0, 2000, 200000, 0, 5000, 1000000,
};
#define SWEEP_SIZE (sizeof(sweep) / sizeof(*sweep))

uint32_t race_jitter(struct race_run *r)
{
	return sweep[r->turn++ % SWEEP_SIZE];
}

/* Sets the window's width, which holds from the turn after this kick: for the next one. Where
 * the kicker can be late with its signal half of the signals are, so that the thread, out by the
 * flag, returns a second time for nothing. The window behind that return must be wide, as it
 * opens some us after the signal. Returns the width. */
static uint32_t widen(struct race_run *r, uint32_t width_ns)
{
	uint64_t late_ns = 0;

	if (r->duel.p->windows & WINDOW_IN_KICK && random_below(&r->random, 2)) {
		late_ns = random_below(&r->random, LATE_SIGNAL_NS);
		width_ns += random_below(&r->random, LATE_SIGNAL_NS);
	}
	r->duel.v->kick.kicker_ticks = late_ns * r->ticks_per_us / 1000;
	atomic_store(&r->duel.window_ticks, width_ns * r->ticks_per_us / 1000);
	return width_ns;
}

/* The vCPU thread, out with the last kick, is in its window about now. */
static void aim(struct race_run *r, uint32_t width_ns)
{
	uint64_t delay = random_below(&r->random, width_ns + width_ns / 2 + AIM_NS);

	if (r->duel.p->role == ROLE_STALE)
		delay += STALE_NS;
	clock_spin_until(clock_ns() + delay);
}

static int send(struct race_run *r, struct race_row *row, struct error *err)
{
	int ret;

	if (r->duel.lock)
		pthread_mutex_lock(r->duel.lock);
	ret = duel_kick(&r->duel);
	row->kicks++;
	if (!ret && r->two) {
		clock_spin_until(clock_ns() + random_below(&r->random, AIM_NS));
		ret = duel_kick(&r->duel);
		row->kicks++;
	}
	if (r->duel.lock)
		pthread_mutex_unlock(r->duel.lock);
	return ret ? duel_unsent(&r->duel, ret, err) : 0;
}

static void count_needless(struct race_run *r, struct race_row *row)
{
	row->stale += atomic_exchange(&r->duel.stale, 0);
	row->spurious += atomic_exchange(&r->duel.spurious, 0);
}

/* Whoever is stuck in the guest is helped out, and begins anew. */
static int settle(struct race_run *r, struct race_row *row, enum fate fate, struct error *err)
{
	const struct protocol *p = r->duel.p;

	row->late += fate == FATE_LATE;
	row->lost += fate == FATE_LOST;
	if (fate == FATE_SEEN || fate == FATE_LATE)
		return 0;
	/* What nobody knows the fate of is no kick that was not lost. */
	row->kicks -= fate == FATE_NONE ? 1 + r->two : 0;
	if (fate == FATE_NONE && r->nothing++ == LOSSES_MAX)
		return duel_neither(&r->duel, err);
	count_needless(r, row);
	return duel_stop(&r->duel, err) || duel_start(&r->duel, p, err) ? -1 : 0;
}

/* A control that has failed proves no more by failing again. */
bool race_done(const struct race_run *r, int arm)
{
	const struct race_row *row = &r->row[arm];

	return row->lost >= LOSSES_MAX ||
	       (r->job->arms[arm].protocol->role == ROLE_STALE && row->stale >= STALE_MIN);
}

/* Whether a control can fail in this case; one that cannot would prove nothing. */
bool race_takes_part(const struct job *job, int arm)
{
	const struct protocol *p = job->arms[arm].protocol;

	if (p->role == ROLE_CANDIDATE)
		return true;
	if (!strcmp(p->name, "naive"))
		return true;
	return !variant_has(job->variant, "before_run") &&
	       !variant_has(job->variant, "exiting") && !variant_has(job->variant, "pending_io");
}

static int block(struct race_run *r, int arm, struct error *err)
{
	int nr = r->job->batch ? r->job->batch : PER_BLOCK, ret;
	struct race_row *row = &r->row[arm];
	uint32_t width = 0;

	if (race_done(r, arm) || !race_takes_part(r->job, arm))
		return 0;
	ret = duel_start(&r->duel, r->job->arms[arm].protocol, err);
	if (ret)
		return ret;
	for (int i = 0; i < nr && !ret && !race_done(r, arm); i++) {
		aim(r, width);
		width = widen(r, race_jitter(r));
		ret = send(r, row, err);
		if (!ret)
			ret = settle(r, row, duel_await(&r->duel), err);
	}
	count_needless(r, row);
	r->duel.v->kick.kicker_ticks = 0;
	return ret ? ret : duel_stop(&r->duel, err);
}

/* However few blocks were asked for: a control that has not failed proves nothing. */
static int until_failed(struct race_run *r, int arm, struct error *err)
{
	uint64_t until = clock_ns() + RACE_CONTROL_NS;
	const struct protocol *p = r->job->arms[arm].protocol;
	int ret = 0;

	if (p->role == ROLE_CANDIDATE || !race_takes_part(r->job, arm))
		return 0;
	while (!ret && !race_done(r, arm) && clock_ns() < until)
		ret = block(r, arm, err);
	return ret;
}

static int measure(void *context, struct error *err)
{
	struct race_run *r = context;
	const struct job *job = r->job;
	int ret = 0;

	for (int b = 0; b < job->blocks && !ret; b++)
		for (int i = 0; i < job->nr_arms && !ret; i++)
			ret = block(r, i, err);
	for (int i = 0; i < job->nr_arms && !ret; i++)
		ret = until_failed(r, i, err);
	return ret;
}

static int kicker(struct crew *crew, int index, struct error *err)
{
	struct race_run *r = crew->context;

	return index ? 0 : duel_led(&r->duel, crew, measure, err);
}

static int vcpu(struct crew *crew, int index, struct error *err)
{
	struct race_run *r = crew->context;

	return duel_vcpu(&r->duel, crew, index, err);
}

static int run(const struct job *job, struct error *err)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct race_run r = { .job = job, .ticks_per_us = clock_ticks_per_us() };
	int ret;

	random_seed(&r.random, job->seed);
	r.duel.hold = variant_has(job->variant, "before_run");
	/* With a look before each KVM_RUN every request would be found, signal or not. */
	r.duel.check_exits = r.duel.look_rarely = variant_has(job->variant, "pending_io");
	r.duel.lock = variant_has(job->variant, "vmm_lock") ? &lock : NULL;
	r.two = variant_has(job->variant, "two_outstanding");
	if (variant_has(job->variant, "exiting"))
		ret = crew_run(job, exiting_vcpu, exiting_kicker, &r, err);
	else
		ret = crew_run(job, vcpu, kicker, &r, err);
	for (int i = 0; i < job->nr_arms; i++) {
		r.row[i].arm = i;
		if (!ret && r.row[i].kicks)
			emit_race(job, &r.row[i]);
	}
	return ret;
}

static bool suits(const struct guest *g, const char *variant)
{
	return !strcmp(g->name, variant_has(variant, "pending_io") ? "mmio_split" : "spin");
}

const struct bench bench_race = {
	.name		= "race",
	.summary	= "lost, late, stale and spurious kicks",
	.kind		= RUN_RACE,
	.guests		= "spin,mmio_split",
	.protocols	= "sigmask,immediate_exit",
	.controls	= "naive,clear_after_check,never_clear",
	.all_variants	= "before_run,two_outstanding,vmm_lock,exiting,pending_io,realtime",
	.needs_service	= true,
	.sole_vcpu	= true,
	.guests_only	= true,
	.suits		= suits,
	.runs		= 2,
	.blocks		= 20,
	.run		= run,
};
