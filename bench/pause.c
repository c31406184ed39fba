/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Getting many vCPUs out, as a VMM that pauses does: signal all, then wait for
 * all (all_then_wait), or wait for each before the next is signaled (one_by_one);
 * and the other way round, many kickers at once for one vCPU (storm). A row is
 * one pause: planned, first signal sent, the last vCPU returned and seen.
 */
#include <stdlib.h>
#include <string.h>
#include "bench/duel.h"
#include "bench/storm.h"
#include "lib/clock.h"
#include "lib/random.h"

#define PER_BLOCK	20
#define GAP_NS		200000
#define LOSSES_MAX	3	/* of an arm; each costs a second */

struct pause_run {
	const struct job *job;
	struct duel *duels;	/* [nr] */
	int nr;
	struct storm *storm;	/* NULL: one kicker */
	bool one_by_one;
	struct random_state random;
	uint64_t start_ns;
	uint32_t seq;
	int losses[ARMS_MAX];
	bool warm_up;
};

static bool found(enum fate fate)
{
	return fate == FATE_SEEN || fate == FATE_LATE;
}

/* Whoever lost its kick begins anew. 1: it has seen it; 0: it lost it; -1 with *err. */
static int await(struct duel *d, struct error *err)
{
	enum fate fate = duel_await(d);

	if (found(fate))
		return 1;
	if (fate == FATE_NONE)
		return duel_neither(d, err);
	return duel_stop(d, err) || duel_start(d, d->p, err) ? -1 : 0;
}

/* *sent_ns: when to; then when the first kick was sent. As await(), of all. */
static int send(struct pause_run *r, uint64_t *sent_ns, struct error *err)
{
	bool all = true;
	int ret = 0;

	if (r->storm)
		return storm_kick(r->storm, sent_ns, err) ? -1 : await(&r->duels[0], err);
	clock_spin_until(*sent_ns);
	*sent_ns = clock_ns();
	for (int i = 0; i < r->nr && !ret && !err->status; i++) {
		ret = duel_kick(&r->duels[i]);
		if (!ret && r->one_by_one)
			all &= await(&r->duels[i], err);
	}
	if (ret)
		return duel_unsent(&r->duels[0], ret, err);
	for (int i = 0; i < r->nr && !r->one_by_one && !err->status; i++)
		all &= await(&r->duels[i], err);
	return all;
}

static void last_times(struct pause_run *r, struct kick_row *row)
{
	/* A storm is for the first one alone. */
	for (int i = 0; i < (r->storm ? 1 : r->nr); i++) {
		uint64_t returned = atomic_load(&r->duels[i].returned_ns) - r->start_ns;
		uint64_t seen = atomic_load(&r->duels[i].seen_ns) - r->start_ns;

		if (seen < row->seen_ns)
			continue;
		row->vcpu = i;
		row->returned_ns = returned;
		row->seen_ns = seen;
	}
}

static int one_pause(struct pause_run *r, int arm, struct error *err)
{
	struct kick_row row = { .arm = arm, .seq = r->seq++ };
	uint64_t at;
	int all;

	for (int i = 0; i < r->nr; i++)
		duel_await_guest(&r->duels[i], clock_ns() + GAP_NS);
	/* Not before: to look at hundreds of them takes its time. */
	at = clock_ns() + GAP_NS + random_below(&r->random, GAP_NS);
	if (r->storm)
		at += storm_wake_up_ns(r->storm);
	row.planned_ns = at - r->start_ns;
	all = send(r, &at, err);
	if (all < 0 || err->status)
		return -1;
	row.sent_ns = at - r->start_ns;
	if (all)
		last_times(r, &row);
	r->losses[arm] += !all;
	/* One lost in the warm-up is lost. */
	row.warmup = r->warm_up && all;
	emit_kick(r->job, &row);
	return 0;
}

static int block(struct pause_run *r, int arm, struct error *err)
{
	int nr = r->job->batch ? r->job->batch : PER_BLOCK, ret = 0;

	if (r->losses[arm] >= LOSSES_MAX)
		return 0;
	for (int i = 0; i < r->nr && !ret; i++)
		ret = duel_start(&r->duels[i], r->job->arms[arm].protocol, err);
	for (int i = 0; i < nr && !ret && r->losses[arm] < LOSSES_MAX; i++)
		ret = one_pause(r, arm, err);
	for (int i = 0; i < r->nr && !ret; i++)
		ret = duel_stop(&r->duels[i], err);
	return ret;
}

/* The first signals of each arm meet pages that nobody has touched. */
static int warm_up(struct pause_run *r, struct error *err)
{
	int ret = 0;

	r->warm_up = true;
	for (int i = 0; i < r->job->nr_arms && !ret; i++)
		ret = block(r, i, err);
	r->warm_up = false;
	return ret;
}

static int measure(struct pause_run *r, struct error *err)
{
	int order[ARMS_MAX], nr = r->job->nr_arms, ret = warm_up(r, err);

	for (int i = 0; i < nr; i++)
		order[i] = i;
	for (int b = 0; b < r->job->blocks && !ret; b++) {
		random_shuffle(&r->random, order, nr, sizeof(*order));
		for (int i = 0; i < nr && !ret; i++)
			ret = block(r, order[i], err);
	}
	return ret;
}

static int kicker(struct crew *crew, int index, struct error *err)
{
	struct pause_run *r = crew->context;
	int ret = 0;

	if (index)
		return 0;
	for (int i = 0; i < r->nr; i++)
		duel_lead(&r->duels[i], crew);
	if (variant_has(r->job->variant, "storm")) {
		r->storm = storm_start(&r->duels[0], err);
		ret = r->storm ? 0 : -1;
	}
	if (!ret)
		ret = measure(r, err);
	storm_end(r->storm);
	for (int i = 0; i < r->nr; i++)
		duel_end(&r->duels[i]);
	return ret;
}

static int services(const char *variant)
{
	return variant_has(variant, "storm") ? STORM_KICKERS : 1;
}

static int vcpu(struct crew *crew, int index, struct error *err)
{
	struct pause_run *r = crew->context;

	return duel_vcpu(&r->duels[index], crew, index, err);
}

static int run(const struct job *job, struct error *err)
{
	struct pause_run r = { .job = job, .nr = job->nr_vcpus, .start_ns = clock_ns() };
	size_t size = r.nr * sizeof(*r.duels);
	int ret;

	r.duels = aligned_alloc(_Alignof(struct duel), size);
	if (!r.duels)
		return error_set(err, EXIT_CANNOT, "pause: no memory (fewer vCPUs)");
	memset(r.duels, 0, size);
	r.one_by_one = variant_has(job->variant, "one_by_one");
	random_seed(&r.random, job->seed);
	ret = crew_run(job, vcpu, kicker, &r, err);
	free(r.duels);
	return ret;
}

const struct bench bench_pause = {
	.name		= "pause",
	.summary	= "getting many vCPUs out at once, and a storm of kickers",
	.kind		= RUN_KICK,
	.guests		= "spin",
	.protocols	= "sigmask,immediate_exit",
	.variants	= "all_then_wait,one_by_one",
	.all_variants	= "storm",
	.many_vcpus	= true,
	.needs_service	= true,
	.services	= services,
	.guests_only	= true,
	.runs		= 10,
	.blocks		= 10,
	.run		= run,
};
