/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/arm_switch.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "lib/spin.h"

void arms_order(struct random_state *r, int nr_arms, uint8_t *order)
{
	for (int i = 0; i < nr_arms; i++)
		order[i] = (uint8_t)i;
	random_shuffle(r, order, nr_arms, 1);
	for (int i = 0; i < nr_arms; i++)
		order[2 * nr_arms - 1 - i] = order[i];
}

int enter_failed(struct vcpu *v, const struct arm *arm, int ret, struct error *err)
{
	const char *what = ret ? strerror(-ret) : "an exit where none was expected";

	return error_set(err, EXIT_CANNOT, "KVM_RUN of vCPU %d, %s, guest %s: %s (exit reason %u)",
			 v->index, arm->name, v->vm->guest->name, what, v->run->exit_reason);
}

/* enter() until one exit (or what is expected instead) has come; kicks on the
 * way are taken. 0, or -1 with *err. */
static int enter_once(struct vcpu *v, const struct arm *arm, const struct batches *b,
		      struct lane *lane, struct error *err)
{
	int ret;

	for (int i = 0; i < KICKS_MAX; i++) {
		if (b->flag)
			v->run->immediate_exit = 1;
		ret = arm->protocol->enter(v);
		if (ret == b->expect)
			return 0;
		if (ret != -EINTR)
			break;
		/* A kick, or a signal of somebody else's, such as SIGCONT. */
		if (arm->protocol->consume)
			arm->protocol->consume(v);
		atomic_fetch_add(&lane->taken, 1);
	}
	return enter_failed(v, arm, ret, err);
}

int arm_switch(struct vcpu *v, const struct job *job, int arm, const struct batches *b,
	       struct kicker *k, struct error *err)
{
	const struct arm *a = &job->arms[arm];

	kicker_set(k, v->index, NULL);
	if (a->protocol->arm(v, SIGUSR1, err))
		return -1;
	kicker_set(k, v->index, a->protocol);
	for (int i = 0; i < 2; i++) {
		if (enter_once(v, a, b, &k->lanes[v->index], err))
			return -1;
		spin_instructions(a->inject_instructions);
	}
	if (!b->expect)
		vcpu_skip_exits(v, 2);
	return 0;
}

int check_cycle(struct vcpu *v, const struct arm *arm, const struct batches *b,
		struct lane *lane, struct error *err)
{
	if (b->expect)
		return 0;
	for (size_t i = 0; i < v->vm->guest->nr_exits; i++)
		if (enter_once(v, arm, b, lane, err) || vcpu_check_exit(v, err))
			return -1;
	return 0;
}

static long involuntary(void)
{
	struct rusage u = { 0 };

	getrusage(RUSAGE_THREAD, &u);
	return u.ru_nivcsw;
}

void guard_begin(struct block_guard *g, int cpu)
{
	g->cpu = cpu;
	g->nivcsw = involuntary();
}

unsigned guard_end(const struct block_guard *g)
{
	return (involuntary() != g->nivcsw ? SAMPLE_SWITCHED : 0) |
	       (sched_getcpu() != g->cpu ? SAMPLE_MIGRATED : 0);
}
