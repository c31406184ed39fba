/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Many vCPUs exit at once, in phases of fixed time: with fixed counts the
 * stragglers would run alone. All threads switch arms at a barrier, and only the
 * inner 80% of a phase counts, where all of them are surely running.
 */
#include <errno.h>
#include <pthread.h>

#include "bench/bench.h"
#include "harness/arm_switch.h"
#include "harness/counting.h"
#include "harness/kicker.h"
#include "lib/clock.h"
#include "lib/random.h"
#include "lib/spin.h"

#define PHASE_NS	5000000
#define MARGIN_NS	(PHASE_NS / 10)
/* From the barrier to the start: all are awake. Whoever slept is woken in turn. */
#define LEAD_NS		50000
#define LEAD_EACH_NS	3000

static const struct batches exits = { .expect = 0 };

/* The lock has cache lines of its own.
 * NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
struct phases {
	struct kicker kicker;
	_Atomic uint64_t start;		/* of the phase, by vCPU 0 */
	_Alignas(128) pthread_mutex_t vmm_lock;	/* one for the process, as QEMU's BQL */
};

/* One vCPU thread. */
struct phaser {
	struct crew *crew;
	struct phases *shared;
	struct vcpu *v;
	struct lane *lane;
	struct counting *counting;
	struct random_state random;	/* the same in all threads: they agree on each order */
	int armed;
};

/* Exits that end inside the window are counted, and its whole length is their time: from the
 * first to the last of them would leave out what a thread waited for its turn at either end. */
struct window {
	uint64_t from, until, end;
	uint32_t exits, kicks;
	uint64_t all, all_kicks;	/* inside and outside */
};

static bool inside(const struct window *w, uint64_t now)
{
	return now >= w->from && now < w->until;
}

/* Returns what the last enter() did: 0, or what is neither exit nor kick. */
static __attribute__((noinline)) int exit_until_end(struct phaser *p, const struct arm *arm,
						     pthread_mutex_t *lock, struct window *w)
{
	int (*enter)(struct vcpu *) = arm->protocol->enter;
	uint64_t instructions = arm->inject_instructions, now;
	bool injects = job_injects(p->crew->job);
	int ret;

	do {
		ret = enter(p->v);
		if (injects)
			spin_instructions(instructions);
		if (lock) {
			pthread_mutex_lock(lock);
			pthread_mutex_unlock(lock);
		}
		now = clock_ns();
		if (!ret) {
			w->all++;
			w->exits += inside(w, now);
		} else if (ret == -EINTR) {
			w->all_kicks++;
			w->kicks += inside(w, now);
			if (arm->protocol->consume)
				arm->protocol->consume(p->v);
			atomic_fetch_add(&p->lane->taken, 1);
		} else {
			return ret;
		}
	} while (now < w->end && !atomic_load_explicit(&p->crew->stop, memory_order_relaxed));
	return 0;
}

/* All threads agree when the phase starts. False: the crew is to stop. *flags: where it comes
 * when the window is open, and the others were alone in it. */
static bool agree(struct phaser *p, struct window *w, uint8_t *flags)
{
	uint64_t parties = (uint64_t)p->crew->job->nr_vcpus;
	uint64_t start;

	if (!crew_meet(p->crew, (int)parties))
		return false;
	if (!p->v->index)
		atomic_store(&p->shared->start, clock_ns() + LEAD_NS + LEAD_EACH_NS * parties);
	if (!crew_meet(p->crew, (int)parties))
		return false;
	start = atomic_load(&p->shared->start);
	*w = (struct window){
		.from = start + MARGIN_NS, .until = start + PHASE_NS - MARGIN_NS,
		.end = start + PHASE_NS,
	};
	if (clock_ns() > w->from)
		*flags |= SAMPLE_LATE;
	clock_spin_until(start);
	return true;
}

static int phase(struct phaser *p, int arm, struct sample_row *row, struct error *err)
{
	const struct job *job = p->crew->job;
	const struct arm *a = &job->arms[arm];
	struct block_guard guard;
	struct window w;
	int ret;

	p->armed = arm;
	if (arm_switch(p->v, job, arm, &exits, &p->shared->kicker, err))
		return -1;
	if (!agree(p, &w, &row->flags))
		return 0;
	guard_begin(&guard, job->vcpu_cpu[p->v->index]);
	counting_start(p->counting, arm);
	ret = exit_until_end(p, a, job->vmm_lock ? &p->shared->vmm_lock : NULL, &w);
	counting_stop(p->counting, arm, w.all, w.all + w.all_kicks);
	row->flags |= guard_end(&guard);
	if (ret)
		return enter_failed(p->v, a, ret, err);
	/* A thread that never came round, oversubscribed, made no exit in all that time. */
	row->exits = w.exits;
	row->kicks = w.kicks;
	row->ns = w.until - w.from;
	vcpu_skip_exits(p->v, w.all);
	return 0;
}

static int block(struct phaser *p, uint32_t number, unsigned flags, struct error *err)
{
	const struct job *job = p->crew->job;
	struct sample_row rows[2 * ARMS_MAX];
	uint8_t order[2 * ARMS_MAX];
	int nr = 2 * job->nr_arms;

	arms_order(&p->random, job->nr_arms, order);
	for (int slot = 0; slot < nr; slot++) {
		rows[slot] = (struct sample_row){
			.block = number, .slot = (uint16_t)slot, .arm = order[slot],
			.vcpu = (uint16_t)p->v->index, .flags = (uint8_t)flags,
		};
		if (phase(p, order[slot], &rows[slot], err))
			return -1;
	}
	if (atomic_load(&p->crew->stop))
		return 0;
	for (int slot = 0; slot < nr; slot++)
		emit_sample(job, &rows[slot]);
	return check_cycle(p->v, &job->arms[order[nr - 1]], &exits, p->lane, err);
}

static int all_blocks(struct phaser *p, struct error *err)
{
	int blocks = p->crew->job->blocks;

	for (int i = 0; i < WARMUP_BLOCKS + blocks && !atomic_load(&p->crew->stop); i++) {
		if (i == WARMUP_BLOCKS)
			counting_reset(p->counting);
		if (block(p, (uint32_t)i, i < WARMUP_BLOCKS ? SAMPLE_WARMUP : 0, err))
			return -1;
	}
	return 0;
}

static int vcpu_main(struct crew *crew, int index, struct error *err)
{
	struct phases *shared = crew->context;
	struct phaser p = {
		.crew = crew, .shared = shared, .v = &crew->vcpus[index],
		.lane = &shared->kicker.lanes[index], .armed = -1,
	};
	int ret = counting_open(&p.counting, crew->job, p.v, err);

	random_seed(&p.random, crew->job->seed);
	if (!ret)
		ret = all_blocks(&p, err);
	/* The others wait for this thread at the next barrier. */
	if (ret)
		atomic_store(&crew->stop, true);
	kicker_leave(&shared->kicker, index);
	if (p.armed >= 0)
		crew->job->arms[p.armed].protocol->disarm(p.v);
	if (!ret && !atomic_load(&crew->stop))
		ret = counting_emit(p.counting, err);
	counting_close(p.counting);
	return ret;
}

static int service_main(struct crew *crew, int index, struct error *err)
{
	struct phases *shared = crew->context;

	return kicker_main(&shared->kicker, crew, index, err);
}

int phases_run(const struct job *job, struct error *err)
{
	struct phases shared = { .vmm_lock = PTHREAD_MUTEX_INITIALIZER };
	int ret;

	kicker_init(&shared.kicker, job->nr_vcpus);
	ret = crew_run(job, vcpu_main, job->kick_rate ? service_main : NULL, &shared, err);
	kicker_free(&shared.kicker);
	return ret;
}
