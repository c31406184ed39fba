/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMU d455ebc4f8: a kick may meet a thread that is on its way out. Here short-
 * lived threads run the vCPU one after the other; each leaves after its first
 * kick, and the kicker goes on kicking across its end. Not before: a second kick would hide
 * the loss of the first. So a thread is one kick.
 */
#include "bench/race_exiting.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lib/clock.h"

enum stage { IDLE, WANTED, RUNNING, LEAVING, JOINED, OVER };

#define BOUND_NS	10000000000ull
#define SPIN_NS		1000000	/* or the window of a thread that begins would be missed */
#define PAUSE_NS	20000	/* at most, between two kicks */

static void set(struct race_run *r, enum stage stage)
{
	atomic_store(&r->stage, stage);
}

static bool await(struct race_run *r, enum stage stage, struct crew *crew)
{
	uint64_t start = clock_ns(), now = start;

	while (atomic_load(&r->stage) < (int)stage) {
		if (now - start > BOUND_NS || atomic_load(&crew->stop))
			return false;
		if (now - start > SPIN_NS)
			clock_sleep_until(now + 20000);
		now = clock_ns();
	}
	return true;
}

static void *victim(void *context)
{
	struct race_run *r = context;
	struct vcpu *v = r->duel.v;
	const struct protocol *p = atomic_load(&r->protocol);
	int ret;

	v->tid = syscall(SYS_gettid);
	if (p->arm(v, r->duel.signo, &r->failure)) {
		set(r, LEAVING);
		return NULL;
	}
	set(r, RUNNING);
	clock_spin_ticks(r->duel.window_ticks);
	do
		ret = p->enter(v);
	while ((!ret || ret == -EINTR) && !p->consume(v) && !atomic_load(&r->duel.crew->stop));
	atomic_store(&r->taken, true);
	if (ret && ret != -EINTR)
		error_errno(&r->failure, EXIT_DISTURBED, -ret, "exiting: KVM_RUN by %s", p->name);
	p->disarm(v);
	set(r, LEAVING);
	return NULL;
}

/* Once the kicker has given up, any signal gets it out, whatever its protocol lost. */
static void await_end(struct race_run *r, pthread_t thread)
{
	struct timespec until;

	do {
		if (atomic_load(&r->duel.crew->stop))
			pthread_kill(thread, r->duel.signo);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
	} while (pthread_timedjoin_np(thread, NULL, &until) == ETIMEDOUT);
}

int exiting_vcpu(struct crew *crew, int index, struct error *err)
{
	struct race_run *r = crew->context;
	pthread_t thread;
	int ret;

	r->duel.crew = crew;
	r->duel.v = &crew->vcpus[index];
	r->duel.signo = variant_signal(crew->job->variant);
	while (!atomic_load(&crew->stop) && atomic_load(&r->stage) != OVER) {
		if (atomic_load(&r->stage) != WANTED) {
			clock_sleep_until(clock_ns() + 20000);
			continue;
		}
		ret = pthread_create(&thread, NULL, victim, r);
		if (ret)
			return error_errno(err, EXIT_CANNOT, ret, "thread");
		await_end(r, thread);
		if (r->failure.status) {
			*err = r->failure;
			return -1;
		}
		set(r, JOINED);
	}
	return 0;
}

/* True when the thread is known to be gone. */
static bool gone(struct race_run *r, int ret)
{
	if (ret == -ESRCH)
		return true;
	/* A protocol that signals a running thread only: nobody runs any more. */
	return !ret && atomic_load(&r->stage) == JOINED;
}

/* Whether the guest goes on for some 10 ms, while a protocol that repeats its signal does so. */
static bool guest_runs(struct race_run *r, const struct protocol *p)
{
	uint32_t counter = r->duel.v->shared->counter;

	for (int i = 0; i < 100 && !atomic_load(&r->taken); i++) {
		if (p->nag)
			p->nag(r->duel.v);
		clock_sleep_until(clock_ns() + 100000);
	}
	return r->duel.v->shared->counter != counter;
}

/* Waits for the first kick to be taken. False: not in LOST_NS, though the guest runs: twice, as
 * one that was stopped on its way into KVM_RUN has a moment there. */
static bool await_taken(struct race_run *r, const struct protocol *p)
{
	uint64_t start = clock_ns(), waited;

	while (!atomic_load(&r->taken)) {
		waited = clock_ns() - start;
		if (waited > BOUND_NS || atomic_load(&r->duel.crew->stop))
			return true;	/* who kicks on will tell */
		if (waited > LOST_NS && guest_runs(r, p) && guest_runs(r, p))
			return atomic_load(&r->taken);
		if (p->nag)
			p->nag(r->duel.v);
		clock_sleep_until(clock_ns() + PAUSE_NS);
	}
	return true;
}

/* Across its end. 0, or -1 with *err. */
static int kick_on(struct race_run *r, const struct protocol *p, struct error *err)
{
	uint64_t until = clock_ns() + BOUND_NS;
	int ret = 0;

	while (!ret || ret == -EAGAIN) {
		ret = p->kick(r->duel.v);
		if (gone(r, ret))
			return 0;
		if (clock_ns() > until)
			return error_set(err, EXIT_DISTURBED, "exiting: thread did not end");
		clock_spin_until(clock_ns() + random_below(&r->random, PAUSE_NS));
	}
	return error_errno(err, EXIT_CANNOT, -ret, "exiting: kick by %s", p->name);
}

static int one_victim(struct race_run *r, struct race_row *row, struct crew *crew,
		      struct error *err)
{
	const struct protocol *p = atomic_load(&r->protocol);
	uint32_t width = race_jitter(r);
	int ret;

	atomic_store(&r->taken, false);
	atomic_store(&r->duel.window_ticks, width * r->ticks_per_us / 1000);
	set(r, WANTED);
	if (!await(r, RUNNING, crew))
		return error_set(err, EXIT_DISTURBED, "exiting: no thread came");
	clock_spin_until(clock_ns() + random_below(&r->random, width + width / 2 + 1));
	ret = p->kick(r->duel.v);
	if (ret && ret != -ESRCH)	/* it failed, and says why */
		return error_errno(err, EXIT_CANNOT, -ret, "exiting: kick by %s", p->name);
	row->lost += !await_taken(r, p);
	if (kick_on(r, p, err))
		return -1;
	if (!await(r, JOINED, crew))
		return error_set(err, EXIT_DISTURBED, "exiting: thread did not end");
	row->kicks++;
	row->only_lost = true;
	return 0;
}

/* As many threads as there are blocks; of a control more, until it has failed. */
static int measure(struct race_run *r, struct crew *crew, struct error *err)
{
	const struct job *job = r->job;
	uint64_t until = 0;
	bool any = true;

	for (int b = 0; any; b++) {
		any = b < job->blocks;
		if (b == job->blocks)
			until = clock_ns() + RACE_CONTROL_NS;
		for (int i = 0; i < job->nr_arms; i++) {
			bool control = job->arms[i].protocol->role != ROLE_CANDIDATE;

			if (!race_takes_part(job, i) || race_done(r, i) ||
			    (b >= job->blocks && (!control || clock_ns() > until)))
				continue;
			any = true;
			atomic_store(&r->protocol, job->arms[i].protocol);
			if (one_victim(r, &r->row[i], crew, err))
				return -1;
		}
	}
	return 0;
}

int exiting_kicker(struct crew *crew, int index, struct error *err)
{
	struct race_run *r = crew->context;
	int ret;

	if (index)
		return 0;
	ret = measure(r, crew, err);
	set(r, OVER);
	return ret;
}
