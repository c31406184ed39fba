/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMU d455ebc4f8: a kick may meet a thread that is on its way out. Here short-
 * lived threads run the vCPU one after the other; each leaves after its first
 * kick, and the kicker goes on kicking across its end. So a thread is one kick, however
 * many signals that took: the later ones would hide the loss of an earlier.
 */
#include "bench/race_exiting.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lib/clock.h"

enum stage { IDLE, WANTED, RUNNING, LEAVING, JOINED, OVER };

#define BOUND_NS	10000000000ull
#define PAUSE_NS	20000	/* at most, between two kicks */

static void set(struct race_run *r, enum stage stage)
{
	atomic_store(&r->stage, stage);
}

static bool await(struct race_run *r, enum stage stage, struct crew *crew)
{
	uint64_t until = clock_ns() + BOUND_NS;

	while (atomic_load(&r->stage) < (int)stage) {
		if (clock_ns() > until || atomic_load(&crew->stop))
			return false;
		clock_sleep_until(clock_ns() + 20000);
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
	do
		ret = p->enter(v);
	while ((!ret || ret == -EINTR) && !p->consume(v) && !atomic_load(&r->duel.crew->stop));
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

static int one_victim(struct race_run *r, struct race_row *row, struct crew *crew,
		      struct error *err)
{
	const struct protocol *p = atomic_load(&r->protocol);
	uint64_t until = clock_ns() + BOUND_NS;
	int ret = 0;

	set(r, WANTED);
	if (!await(r, RUNNING, crew))
		return error_set(err, EXIT_DISTURBED, "exiting: no thread came");
	while (!ret || ret == -EAGAIN) {
		ret = p->kick(r->duel.v);
		if (gone(r, ret))
			break;
		if (clock_ns() > until)
			return error_set(err, EXIT_DISTURBED, "exiting: thread did not end");
		clock_spin_until(clock_ns() + random_below(&r->random, PAUSE_NS));
	}
	if (ret && ret != -ESRCH)
		return error_errno(err, EXIT_CANNOT, -ret, "exiting: kick by %s", p->name);
	if (!await(r, JOINED, crew))
		return error_set(err, EXIT_DISTURBED, "exiting: thread did not end");
	row->kicks++;
	row->only_lost = true;
	return 0;
}

int exiting_kicker(struct crew *crew, int index, struct error *err)
{
	struct race_run *r = crew->context;
	const struct job *job = r->job;
	int ret = 0;

	for (int b = 0; !index && b < job->blocks && !ret; b++)
		for (int i = 0; i < job->nr_arms && !ret; i++) {
			if (job->arms[i].protocol->role != ROLE_CANDIDATE)
				continue;
			atomic_store(&r->protocol, job->arms[i].protocol);
			ret = one_victim(r, &r->row[i], crew, err);
		}
	if (!index)
		set(r, OVER);
	return ret;
}
