/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kick costs the vCPU thread: batches of exits without kicks and with
 * kicks at a known rate, side by side in each block. Latency is not cost: the
 * kicker's time is left out, the vCPU thread's signal frame is in.
 */
#include <errno.h>
#include "bench/bench.h"
#include "lib/clock.h"
#include "lib/random.h"
#include "lib/spin.h"

#define BATCH_NS	2000000	/* about ten kicks */
#define EXITS_MIN	32	/* of a batch, whatever they cost */
#define EXITS_MAX	8192	/* BATCH_NS of the quickest */
#define EXITS_FIRST	256	/* until the warm-up has told what they cost */
#define PERIOD_NS	200000	/* between planned kicks: 5000 a second */
#define BACKLOG_NS	PERIOD_NS	/* later than that a kick is given up */
#define WARM_UP		8	/* blocks */
#define NAG_NS		100000
#define RETURNS_MAX	1000	/* per exit: a protocol that never gets on is broken */

struct cost_run {
	struct random_state random;
	uint32_t exits;			/* of a batch */
	uint64_t quiet_ns, quiet_exits;	/* of all batches without kicks */
	/* By which protocol to kick at the moment; NULL: not at all. */
	const struct protocol *_Atomic kicked_by;
	_Atomic bool kicking, over;
};

/* EAGAIN, a full queue: there are kicks enough. */
static int kick_until(struct cost_run *r, struct vcpu *v, uint64_t next_ns)
{
	const struct protocol *p;
	int ret = 0;

	atomic_store(&r->kicking, true);
	p = atomic_load(&r->kicked_by);
	if (p)
		ret = p->kick(v);
	atomic_store(&r->kicking, false);
	while (p && p->nag && clock_ns() + NAG_NS < next_ns && !atomic_load(&r->over)) {
		clock_spin_until(clock_ns() + NAG_NS);
		atomic_store(&r->kicking, true);
		if (atomic_load(&r->kicked_by) == p)
			p->nag(v);
		atomic_store(&r->kicking, false);
	}
	clock_spin_until(next_ns);
	return ret == -EAGAIN ? 0 : ret;
}

/* Kicks at planned times, half a period early or late at random. What a stall of this thread has
 * held back is given up: sent all at once the signals would be one, and the requests cheap. */
static int kicker(struct crew *crew, int index, struct error *err)
{
	struct cost_run *r = crew->context;
	uint64_t start = clock_ns(), due = start, next;
	struct random_state random;
	int ret = 0;

	random_seed(&random, random_derive(crew->job->seed, 1, 1));
	for (uint64_t i = 1; !index && !ret && !atomic_load(&r->over) &&
	     !atomic_load(&crew->stop); i++, due = next) {
		next = start + i * PERIOD_NS + random_below(&random, PERIOD_NS);
		clock_spin_until(due);	/* behind kicks that were given up */
		if (clock_ns() <= due + BACKLOG_NS)
			ret = kick_until(r, &crew->vcpus[0], next);
	}
	return ret ? error_errno(err, EXIT_DISTURBED, -ret, "kickcost: the kick") : 0;
}

/* From here on no kick is under way, and none comes. */
static void quiet(struct cost_run *r)
{
	atomic_store(&r->kicked_by, NULL);
	while (atomic_load(&r->kicking))
		clock_relax();
}

struct injection {
	bool any;		/* into this arm or another */
	uint64_t instructions;
};

/* So many exits, and the kicks in between. Nothing else is in the timed loop, but the look
 * before each KVM_RUN of a protocol that forgets kicks without: a kick that was paid for and
 * is not taken any more would make the others dearer. */
static int exits(struct vcpu *v, const struct protocol *p, struct injection inject,
		 struct sample_row *row, struct error *err)
{
	uint32_t wanted = row->exits, bound = RETURNS_MAX * wanted, done = 0;
	bool look_first = p->looks_first;
	uint64_t start = clock_ns();

	while (done < wanted && bound--) {
		int r = p->enter(v);

		if (inject.any)
			spin_instructions(inject.instructions);
		if (r && r != -EINTR)
			return error_errno(err, EXIT_CANNOT, -r, "KVM_RUN");
		if (r || look_first)
			row->kicks += p->consume(v);
		done += !r;
	}
	row->ns = clock_ns() - start;
	vcpu_skip_exits(v, done);
	return done == wanted ? 0 : error_set(err, EXIT_CANNOT, "kickcost: %s never gets on "
					      "(leave it out)", p->name);
}

static int batch(struct crew *crew, struct sample_row *row, bool kicked, struct error *err)
{
	struct cost_run *r = crew->context;
	struct vcpu *v = &crew->vcpus[0];
	const struct arm *a = &crew->job->arms[row->arm];
	const struct protocol *p = a->protocol;
	struct sample_row untimed = { .exits = 2 };
	struct injection inject = { job_injects(crew->job), a->inject_instructions };
	struct block_guard guard;
	int ret;

	if (p->arm(v, SIGUSR1, err))
		return -1;
	ret = exits(v, p, (struct injection){ false, 0 }, &untimed, err);
	row->kicks = 0;
	row->exits = r->exits;
	guard_begin(&guard, crew->job->vcpu_cpu[0]);
	if (kicked)
		atomic_store(&r->kicked_by, p);
	if (!ret)
		ret = exits(v, p, inject, row, err);
	quiet(r);
	p->disarm(v);
	row->flags = (row->block < WARM_UP ? SAMPLE_WARMUP : 0) | guard_end(&guard);
	if (ret)
		return ret;
	if (!kicked) {
		r->quiet_ns += row->ns;
		r->quiet_exits += row->exits;
	}
	emit_sample(crew->job, row);
	return 0;
}

/* By what the first block saw, which is warm-up: a slow host makes fewer exits. */
static void choose_exits(struct cost_run *r)
{
	uint64_t exits = BATCH_NS * r->quiet_exits / (r->quiet_ns + 1);

	r->exits = exits < EXITS_MIN ? EXITS_MIN : exits > EXITS_MAX ? EXITS_MAX : exits;
}

/* Without and with, then all of it mirrored: drift cancels. */
static int block(struct crew *crew, int number, struct error *err)
{
	struct cost_run *r = crew->context;
	int nr = 2 * crew->job->nr_arms, order[2 * ARMS_MAX], ret = 0;

	for (int i = 0; i < nr; i++)
		order[i] = i;
	random_shuffle(&r->random, order, nr, sizeof(*order));
	for (int slot = 0; slot < 2 * nr && !ret; slot++) {
		int what = order[slot < nr ? slot : 2 * nr - 1 - slot];
		struct sample_row row = { .block = number, .slot = slot, .arm = what / 2 };

		ret = batch(crew, &row, what & 1, err);
	}
	return ret;
}

/* The guest still exits as it declares. */
static int check(struct vcpu *v, struct error *err)
{
	int r, tries = 0;

	do	/* a signal of somebody else's, such as SIGCONT */
		r = vcpu_run(v);
	while (r == -EINTR && ++tries < RETURNS_MAX);
	if (r)
		return error_errno(err, EXIT_CANNOT, -r, "KVM_RUN");
	return vcpu_check_exit(v, err);
}

static int vcpu(struct crew *crew, int index, struct error *err)
{
	struct cost_run *r = crew->context;
	int ret = 0;

	for (int b = 0; b < crew->job->blocks + WARM_UP && !ret && !atomic_load(&crew->stop); b++) {
		ret = block(crew, b, err);
		if (!b)
			choose_exits(r);
		if (!ret)
			ret = check(&crew->vcpus[index], err);
	}
	atomic_store(&r->over, true);
	return ret;
}

static int run(const struct job *job, struct error *err)
{
	struct cost_run r = { .exits = EXITS_FIRST };

	random_seed(&r.random, job->seed);
	return crew_run(job, vcpu, kicker, &r, err);
}

static bool suits(const struct guest *g, const char *variant)
{
	(void)variant;
	return g->nr_exits;
}

const struct bench bench_kickcost = {
	.name		= "kickcost",
	.summary	= "what a kick costs the vCPU thread, and from how many exits on it pays",
	.kind		= RUN_TIMING,
	.guests		= "pmtimer",
	.protocols	= "sigmask,immediate_exit",
	.needs_service	= true,
	.sole_vcpu	= true,
	.suits		= suits,
	.runs		= 20,
	.blocks		= 12,
	.run		= run,
};
