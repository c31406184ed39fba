/* SPDX-License-Identifier: GPL-2.0-only */
/* Paired timed batches on one vCPU. */
#include <errno.h>
#include <string.h>

#include "bench/bench.h"
#include "harness/arm_switch.h"
#include "harness/counting.h"
#include "harness/kicker.h"
#include "harness/loop.h"
#include "lib/clock.h"
#include "lib/random.h"

#define PILOT_BATCH	16
#define PILOT_BLOCKS	32

struct pairing {
	const struct batches *b;
	struct kicker kicker;
};

/* The state of the one vCPU thread. */
struct measuring {
	const struct job *job;
	const struct batches *b;
	struct kicker *kicker;
	const _Atomic bool *stop;	/* the crew's */
	int armed;			/* the arm that the vCPU is switched to */
	struct counting *counting;	/* NULL in timing runs */
	struct vcpu *v;
	struct random_state random;
	struct sample_row rows[2 * ARMS_MAX];	/* of one block */
};

static int timed_batch(struct measuring *m, int arm, struct sample_row *row, struct error *err)
{
	const struct arm *a = &m->job->arms[arm];
	struct loop l = {
		.enter = a->protocol->enter, .injects = job_injects(m->job),
		.instructions = a->inject_instructions,
		.expect = m->b->expect, .flag = m->b->flag,
	};
	int left = (int)row->exits, before = left, kicks = 0, ret;
	uint64_t start;

	counting_start(m->counting, arm);
	start = clock_ns();
	while ((ret = loop_run(m->v, &l, &left)) != l.expect) {
		kicks = left == before ? kicks + 1 : 0;
		before = left;
		if (ret != -EINTR || kicks > KICKS_MAX)
			return enter_failed(m->v, a, ret, err);
		row->kicks++;
		if (a->protocol->consume)
			a->protocol->consume(m->v);
		atomic_fetch_add(&m->kicker->lanes[0].taken, 1);
	}
	row->ns = clock_ns() - start;
	counting_stop(m->counting, arm, row->exits, row->exits + row->kicks);
	if (!l.expect)
		vcpu_skip_exits(m->v, row->exits);
	return 0;
}

static int switch_to(struct measuring *m, int arm, struct error *err)
{
	m->armed = arm;
	return arm_switch(m->v, m->job, arm, m->b, m->kicker, err);
}

static int block(struct measuring *m, uint32_t number, int exits, unsigned flags,
		 struct error *err)
{
	uint8_t order[2 * ARMS_MAX];
	int nr = 2 * m->job->nr_arms;
	struct block_guard guard;

	arms_order(&m->random, m->job->nr_arms, order);
	guard_begin(&guard, m->job->vcpu_cpu[0]);
	for (int slot = 0; slot < nr; slot++) {
		m->rows[slot] = (struct sample_row){
			.block = number, .slot = (uint16_t)slot, .arm = order[slot],
			.exits = (uint32_t)exits,
		};
		if (switch_to(m, order[slot], err) ||
		    timed_batch(m, order[slot], &m->rows[slot], err))
			return -1;
	}
	flags |= guard_end(&guard);
	for (int slot = 0; slot < nr; slot++) {
		m->rows[slot].flags = (uint8_t)flags;
		emit_sample(m->job, &m->rows[slot]);
	}
	return check_cycle(m->v, &m->job->arms[order[nr - 1]], m->b, &m->kicker->lanes[0], err);
}

/* Every exit that is not timed is checked: here the guest shows what it does. */
static int check_arms(struct measuring *m, struct error *err)
{
	for (int arm = 0; arm < m->job->nr_arms; arm++)
		if (switch_to(m, arm, err) ||
		    check_cycle(m->v, &m->job->arms[arm], m->b, &m->kicker->lanes[0], err))
			return -1;
	return 0;
}

/* The kicker has failed: what it leaves unkicked is of no use. */
static bool stopped(const struct measuring *m)
{
	return atomic_load_explicit(m->stop, memory_order_relaxed);
}

static bool is_warmup(uint32_t number, uint64_t start_ns)
{
	return number < WARMUP_BLOCKS ||
	       (number < WARMUP_MAX && clock_ns() - start_ns < WARMUP_NS);
}

static int measure_blocks(struct measuring *m, struct error *err)
{
	int exits = m->job->batch ? m->job->batch : PILOT_BATCH;
	int blocks = m->job->batch ? m->job->blocks : PILOT_BLOCKS;
	uint64_t start = clock_ns();
	uint32_t number = 0;

	for (; !stopped(m) && is_warmup(number, start); number++)
		if (check_arms(m, err) || block(m, number, exits, SAMPLE_WARMUP, err))
			return -1;
	counting_reset(m->counting);
	/* However many blocks the warm-up took: the order from here on is the seed's. */
	random_seed(&m->random, random_derive(m->job->seed, 1, 0));
	for (int i = 0; i < blocks && !stopped(m); i++)
		if (block(m, number++, exits, 0, err))
			return -1;
	return 0;
}

static int vcpu_main(struct crew *crew, int index, struct error *err)
{
	struct pairing *p = crew->context;
	struct measuring m = {
		.job = crew->job, .b = p->b, .kicker = &p->kicker, .v = &crew->vcpus[index],
		.stop = &crew->stop, .armed = -1,
	};
	int ret = counting_open(&m.counting, crew->job, m.v, err);

	random_seed(&m.random, crew->job->seed);
	if (!ret)
		ret = measure_blocks(&m, err);
	kicker_leave(&p->kicker, index);
	if (m.armed >= 0)
		crew->job->arms[m.armed].protocol->disarm(m.v);
	if (!ret && !stopped(&m))
		ret = counting_emit(m.counting, err);
	counting_close(m.counting);
	return ret;
}

static int service_main(struct crew *crew, int index, struct error *err)
{
	struct pairing *p = crew->context;

	return kicker_main(&p->kicker, crew, index, err);
}

int batches_run(const struct job *job, const struct batches *b, struct error *err)
{
	struct pairing p = { .b = b };
	int ret;

	kicker_init(&p.kicker, job->nr_vcpus);
	ret = crew_run(job, vcpu_main, job->kick_rate ? service_main : NULL, &p, err);
	kicker_free(&p.kicker);
	return ret;
}
