/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How long a kick takes: from when it was planned, and from when it was sent, to
 * the return of KVM_RUN and to the vCPU thread having looked why. Open loop:
 * kicks are planned at absolute random times; one that is late, because the last
 * was still outstanding, is sent at once and counts. None is skipped.
 */
#include <stdlib.h>
#include <string.h>
#include "bench/duel.h"
#include "lib/clock.h"
#include "lib/random.h"

#define PER_BLOCK	50
#define WARM_UP		64		/* halt polling has found its length by then */
#define GAP_NS		100000		/* least between kicks; most: GAP_SPREAD times that */
#define GAP_MAX_NS	5000000
#define GAP_SPREAD	2
#define GAP_LATENCIES	4		/* as many times the latency, so that few are late */
#define POLL_NS		100000000	/* longer than any gap: never sleeps */
#define LOSSES_MAX	3

struct kick_run {
	struct duel duel;
	const struct job *job;
	struct random_state random;
	uint64_t start_ns, planned_ns;
	uint64_t gap_ns;		/* between planned times: this to GAP_SPREAD times this */
	uint64_t latency_ns[WARM_UP];	/* of an arm's warm-up, from the sent time */
	int nr_warm;			/* of these */
	uint32_t seq;
	int losses[ARMS_MAX];		/* each costs a second: three end the arm */
	bool warm_up;
};

static void emit(struct kick_run *r, int arm, uint64_t sent_ns, bool late, enum fate fate)
{
	struct kick_row row = {
		.planned_ns = r->planned_ns - r->start_ns,
		.sent_ns = sent_ns - r->start_ns,
		.seq = r->seq++,
		.arm = arm,
		.late = late,
		/* A kick lost in the warm-up is a lost kick. */
		.warmup = r->warm_up && fate != FATE_LOST,
	};

	if (fate != FATE_LOST) {
		row.returned_ns = atomic_load(&r->duel.returned_ns) - r->start_ns;
		row.seen_ns = atomic_load(&r->duel.seen_ns) - r->start_ns;
	}
	emit_kick(r->job, &row);
	if (row.warmup)
		r->latency_ns[r->nr_warm++] = clock_ns() - sent_ns;
}

/* A lost one is written as lost, and the vCPU thread helped out; the second that it took to
 * tell is no part of the schedule. */
static int recover(struct kick_run *r, int arm, struct error *err)
{
	r->losses[arm]++;
	if (duel_stop(&r->duel, err) || duel_start(&r->duel, r->duel.p, err))
		return -1;
	r->planned_ns = clock_ns();
	return 0;
}

static int one_kick(struct kick_run *r, int arm, struct error *err)
{
	struct duel *d = &r->duel;
	uint64_t sent_ns;
	enum fate fate;
	bool late;
	int ret;

	late = clock_ns() > r->planned_ns;
	if (!late && !d->hold)
		duel_await_guest(d, r->planned_ns);
	clock_spin_until(r->planned_ns);
	sent_ns = clock_ns();
	ret = duel_kick(d);
	if (ret)
		return duel_unsent(d, ret, err);
	fate = duel_await(d);
	if (fate == FATE_NONE)
		return duel_neither(d, err);
	emit(r, arm, sent_ns, late, fate);
	return fate == FATE_LOST ? recover(r, arm, err) : 0;
}

static int kicks(struct kick_run *r, int arm, int nr, struct error *err)
{
	int ret;

	if (r->losses[arm] >= LOSSES_MAX)
		return 0;
	ret = duel_start(&r->duel, r->job->arms[arm].protocol, err);

	/* What passed before is no part of the schedule. */
	r->planned_ns = clock_ns();
	for (int i = 0; i < nr && !ret && r->losses[arm] < LOSSES_MAX; i++) {
		r->planned_ns += r->gap_ns + random_below(&r->random,
							  (GAP_SPREAD - 1) * r->gap_ns);
		ret = one_kick(r, arm, err);
	}
	return ret ? ret : duel_stop(&r->duel, err);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The least gap that suits an arm that has warmed up; 0: all that it did was lose kicks. */
static uint64_t arm_gap(struct kick_run *r)
{
	uint64_t gap;

	if (!r->nr_warm)
		return 0;
	qsort(r->latency_ns, r->nr_warm, sizeof(*r->latency_ns), by_value);
	gap = GAP_LATENCIES * r->latency_ns[r->nr_warm / 2];
	return gap < GAP_NS ? GAP_NS : gap > GAP_MAX_NS ? GAP_MAX_NS : gap;
}

/* Before anything is measured each arm warms up, and the slowest sets the schedule of all:
 * a slow host gets a slow one, or every kick would be late. */
static int warm_up(struct kick_run *r, struct error *err)
{
	uint64_t gap_ns = 0, gap;
	int ret = 0;

	r->warm_up = true;
	r->gap_ns = GAP_NS;
	for (int i = 0; i < r->job->nr_arms && !ret; i++) {
		r->nr_warm = 0;
		ret = kicks(r, i, WARM_UP, err);
		gap = arm_gap(r);
		gap_ns = gap > gap_ns ? gap : gap_ns;
	}
	r->warm_up = false;
	r->gap_ns = gap_ns ? gap_ns : GAP_MAX_NS;
	return ret;
}

static int measure(void *context, struct error *err)
{
	struct kick_run *r = context;
	const struct job *job = r->job;
	int order[ARMS_MAX], ret;

	for (int i = 0; i < job->nr_arms; i++)
		order[i] = i;
	ret = warm_up(r, err);
	for (int b = 0; b < job->blocks && !ret; b++) {
		random_shuffle(&r->random, order, job->nr_arms, sizeof(*order));
		for (int i = 0; i < job->nr_arms && !ret; i++)
			ret = kicks(r, order[i], job->batch ? job->batch : PER_BLOCK, err);
	}
	return ret;
}

static int kicker(struct crew *crew, int index, struct error *err)
{
	struct kick_run *r = crew->context;

	return index ? 0 : duel_led(&r->duel, crew, measure, err);
}

static bool halts(const char *variant)
{
	return variant_has(variant, "halted_poll") || variant_has(variant, "halted_sleep");
}

static const char *lacks(const char *variant, enum immediate_exit kernel)
{
	(void)kernel;
	return halts(variant) && !vm_capability(KVM_CAP_HALT_POLL) ?
	       "needs KVM_CAP_HALT_POLL (Linux 5.8 or newer)" : NULL;
}

static int set_halt_poll(struct crew *crew, struct error *err)
{
	if (variant_has(crew->job->variant, "halted_poll"))
		return vm_halt_poll(&crew->vm, POLL_NS, err);
	if (variant_has(crew->job->variant, "halted_sleep"))
		return vm_halt_poll(&crew->vm, 0, err);
	return 0;
}

static int vcpu(struct crew *crew, int index, struct error *err)
{
	struct kick_run *r = crew->context;

	/* The limit is read at each HLT: before the first is soon enough. */
	if (set_halt_poll(crew, err))
		return duel_fail(&r->duel, err);
	return duel_vcpu(&r->duel, crew, index, err);
}

static bool suits(const struct guest *g, const char *variant)
{
	if (halts(variant))
		return !strcmp(g->name, "hlt_irqchip");
	if (variant_has(variant, "exiting"))
		return g->nr_exits;
	return !strcmp(g->name, "spin");
}

static int run(const struct job *job, struct error *err)
{
	struct kick_run r = { .job = job, .start_ns = clock_ns() };

	random_seed(&r.random, job->seed);
	r.duel.hold = variant_has(job->variant, "before_run");
	r.duel.look_rarely = variant_has(job->variant, "exiting");
	return crew_run(job, vcpu, kicker, &r, err);
}

const struct bench bench_kick = {
	.name		= "kick",
	.summary	= "latency of a kick",
	.kind		= RUN_KICK,
	.guests		= "spin,hlt_irqchip,pmtimer",
	.protocols	= "sigmask,immediate_exit",
	.variants	= "in_guest,halted_sleep",
	.all_variants	= "halted_poll,exiting,before_run,in_guest+realtime,"
			  "halted_sleep+realtime,halted_poll+realtime,exiting+realtime,"
			  "before_run+realtime",
	.needs_service	= true,
	.sole_vcpu	= true,
	.guests_only	= true,
	.suits		= suits,
	.lacks		= lacks,
	.runs		= 10,
	.blocks		= 20,
	.run		= run,
};
