/* SPDX-License-Identifier: GPL-2.0-only */
/* What happens to a vCPU that is in the guest: another thread watches and acts. */
#include <errno.h>
#include <unistd.h>
#include "abi/case.h"
#include "lib/clock.h"
#include "lib/kicksignal.h"

#define BOUND_NS	2000000000ull	/* for what must happen; a case waits for three such */
#define WATCH_NS	30000000ull	/* for what must not */

struct watch {
	struct vcpu *v;
	pthread_t vcpu_thread, thread;
	void (*act)(struct watch *w);	/* once the guest runs */
	_Atomic bool returned;
	bool stayed;			/* the guest ran on after act() */
	int last_signal;		/* ends KVM_RUN */
	int signal;			/* act_signal()'s */
};

static bool moves(struct watch *w)
{
	uint32_t start = w->v->shared->counter;
	uint64_t until = clock_ns() + BOUND_NS;

	while (w->v->shared->counter == start && !w->returned && clock_ns() < until)
		clock_sleep_until(clock_ns() + 1000000);
	return w->v->shared->counter != start;
}

static void *watch_main(void *arg)
{
	struct watch *w = arg;

	moves(w);
	w->act(w);
	clock_sleep_until(clock_ns() + WATCH_NS);
	w->stayed = moves(w) && !w->returned;
	/* A signal sent too early is no end: again until it is over. */
	for (uint64_t until = clock_ns() + BOUND_NS; !w->returned && clock_ns() < until;) {
		pthread_kill(w->vcpu_thread, w->last_signal);
		clock_sleep_until(clock_ns() + 10000000);
	}
	if (!w->returned)
		_exit(1);	/* what no signal ends would run on till the case's bound */
	return NULL;
}

/* Runs the guest until the watcher ends it. What KVM_RUN returned. */
static int run_watched(struct watch *w)
{
	int r;

	w->vcpu_thread = pthread_self();
	if (pthread_create(&w->thread, NULL, watch_main, w))
		return -EAGAIN;
	r = vcpu_run(w->v);
	w->returned = true;
	pthread_join(w->thread, NULL);
	return r;
}

static void act_flag(struct watch *w)
{
	*(volatile uint8_t *)w->v->kick.flag_alias = 1;
}

static bool polled_once(struct abi *a)
{
	struct watch w = { .v = &a->v, .act = act_flag, .last_signal = SIGUSR1 };
	uint32_t counter;
	int r, next;

	kicksignal_install(SIGUSR1);
	r = run_watched(&w);
	counter = a->v.shared->counter;
	/* Not where no watcher could be started: nobody would end it. */
	next = r == -EINTR ? vcpu_run(&a->v) : r;
	return saw(a, w.stayed && r == -EINTR && next == -EINTR && counter == a->v.shared->counter,
		   "the guest %s with the flag set; after a signal KVM_RUN returned %s, the next "
		   "one %s", w.stayed ? "ran on" : "stopped", run_text(r), run_text(next));
}

static void act_nothing(struct watch *w)
{
	(void)w;
}

static bool signal_reason(struct abi *a)
{
	struct watch w = { .v = &a->v, .act = act_nothing, .last_signal = SIGUSR1 };
	int r;

	kicksignal_install(SIGUSR1);
	r = run_watched(&w);
	return saw(a, r == -EINTR && a->v.run->exit_reason == KVM_EXIT_INTR,
		   "KVM_RUN returned %s, exit_reason %u", run_text(r), a->v.run->exit_reason);
}

static void act_signal(struct watch *w)
{
	pthread_kill(w->vcpu_thread, w->signal);
}

static void count(void *n)
{
	++*(volatile unsigned *)n;
}

/* SIGUSR1 is open in the thread and blocked in KVM_RUN, SIGRTMIN the other way round. */
static bool mask_in_force(struct abi *a)
{
	struct watch w = {
		.v = &a->v, .act = act_signal, .signal = SIGUSR1, .last_signal = SIGRTMIN,
	};
	volatile unsigned handled = 0;
	sigset_t rt, usr;
	int r;

	kicksignal_install(SIGUSR1);
	kicksignal_install(SIGRTMIN);
	kicksignal_bind(count, (void *)&handled);
	sigemptyset(&rt);
	sigaddset(&rt, SIGRTMIN);
	sigemptyset(&usr);
	sigaddset(&usr, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &rt, NULL);
	vcpu_signal_mask(&a->v, &usr);
	r = run_watched(&w);
	return saw(a, w.stayed && r == -EINTR && handled == 1,
		   "with the thread's signal the guest %s; with the argument's: %s; "
		   "handled after it: %u", w.stayed ? "ran on" : "stopped", run_text(r), handled);
}

const struct abi_case abi_running_cases[] = {
	{ "flag_polled_once", "setting the flag while the guest runs has no effect until the next "
	  "KVM_RUN", "spin", true, polled_once },
	{ "signal_exit_reason", "a signal ends KVM_RUN in the guest: EINTR and KVM_EXIT_INTR",
	  "spin", false, signal_reason },
	{ "mask_in_force", "during KVM_RUN the argument's mask is in force, not the thread's: "
	  "KVM_RUN goes on under a signal that only the thread has open", "spin", false,
	  mask_in_force },
};
const size_t nr_abi_running_cases = sizeof(abi_running_cases) / sizeof(*abi_running_cases);
