/* SPDX-License-Identifier: GPL-2.0-only */
/* The kicker's side of a duel; the vCPU thread's is duel_vcpu.c. */
#include "bench/duel.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "bench/duel_states.h"
#include "lib/clock.h"

#define NAG_NS		100000ull
#define SPIN_NS		300000ull	/* then sleeps: the CPU may be the vCPU's */
#define GIVE_UP_NS	10000000000ull
#define STOP_NS		30000000000ull
#define WATCH_NS	100000000ull	/* for a sign that the guest goes on */
#define RESTS		100		/* NAG_NS each, between two of them */

bool variant_has(const char *variant, const char *part)
{
	return list_has(variant, part);
}

int variant_signal(const char *variant)
{
	return variant_has(variant, "realtime") ? SIGRTMIN : SIGUSR1;
}

void duel_lead(struct duel *d, struct crew *crew)
{
	d->crew = crew;
}

static void pause_since(uint64_t start)
{
	if (clock_ns() - start < SPIN_NS)
		clock_relax();
	else
		clock_sleep_until(clock_ns() + 50000);
}

/* Gone, or will never come: crew_run() starts nobody once somebody has failed. */
static bool is_gone(struct duel *d)
{
	int state = atomic_load(&d->state);

	return state == DUEL_GONE || (state == DUEL_UNBORN && atomic_load(&d->crew->stop));
}

static bool await_state(struct duel *d, int state, void (*meanwhile)(struct duel *d))
{
	uint64_t start = clock_ns(), next = start;

	while (atomic_load(&d->state) != state) {
		uint64_t now = clock_ns();

		if (now - start > STOP_NS || is_gone(d))
			return false;
		if (meanwhile && now >= next) {
			meanwhile(d);
			next = now + 1000000;
		}
		pause_since(start);
	}
	return true;
}

/* Its own error is the cause, if it had one. */
static bool has_failed(struct duel *d, struct error *err)
{
	if (atomic_load(&d->state) != DUEL_GONE || !d->failure.status)
		return false;
	error_set(err, d->failure.status, "%s", d->failure.text);
	return true;
}

static int stuck(struct duel *d, const char *what, struct error *err)
{
	if (has_failed(d, err))
		return -1;
	return error_set(err, EXIT_DISTURBED, "vCPU thread: %s in 30 s (is the host overloaded?)",
			 what);
}

int duel_neither(struct duel *d, struct error *err)
{
	if (has_failed(d, err))
		return -1;
	return error_set(err, EXIT_DISTURBED, "%s: a kick by %s, neither seen nor lost (is the "
			 "host overloaded?)", d->crew->job->bench->name, d->p->name);
}

int duel_start(struct duel *d, const struct protocol *p, struct error *err)
{
	d->p = p;
	atomic_store(&d->stale, 0);
	atomic_store(&d->spurious, 0);
	atomic_store(&d->command, DUEL_FIGHT);
	if (await_state(d, DUEL_FIGHTING, NULL))
		return 0;
	return stuck(d, "did not start", err);
}

/* No protocol is asked: whatever it lost, some signal will meet KVM_RUN. One who is not
 * there needs none, and has no handler for it before his first arm(). */
static void any_signal(struct duel *d)
{
	if (atomic_load(&d->state) != DUEL_FIGHTING)
		return;
	syscall(SYS_tgkill, d->v->vm->pid, d->v->tid, d->signo);
}

int duel_stop(struct duel *d, struct error *err)
{
	atomic_store(&d->command, DUEL_PARK);
	if (await_state(d, DUEL_PARKED, any_signal))
		return 0;
	return stuck(d, "did not leave KVM_RUN", err);
}

void duel_end(struct duel *d)
{
	atomic_store(&d->command, DUEL_LEAVE);
	await_state(d, DUEL_GONE, any_signal);
}

int duel_led(struct duel *d, struct crew *crew, int (*measure)(void *context, struct error *err),
	     struct error *err)
{
	int ret;

	duel_lead(d, crew);
	ret = measure(crew->context, err);
	duel_end(d);
	return ret;
}

int duel_kick(struct duel *d)
{
	int r;

	atomic_fetch_add(&d->posted, 1);
	r = d->p->kick(d->v);
	atomic_fetch_add(&d->gone, 1);
	return r;
}

int duel_unsent(struct duel *d, int ret, struct error *err)
{
	error_errno(err, EXIT_DISTURBED, -ret, "%s: kick by %s", d->crew->job->bench->name,
		    d->p->name);
	return ret == -EAGAIN ? error_hint(err, "raise ulimit -i") : -1;
}

static bool seen(struct duel *d)
{
	return atomic_load(&d->acked) == atomic_load(&d->posted);
}

/* So many tenths of a millisecond, fewer once the kick is seen; a protocol that repeats its
 * signal goes on doing so. */
static void rest(struct duel *d, int times)
{
	for (; times-- && !seen(d); ) {
		if (d->p->nag)
			d->p->nag(d->v);
		clock_sleep_until(clock_ns() + NAG_NS);
	}
}

/* A guest that exits comes out by itself, again and again, and its kick is looked for
 * after an EINTR only: turns of the loop are its going on, and no sign of the kick. */
static bool exits_by_itself(const struct duel *d)
{
	return d->crew->job->guest->nr_exits;
}

static bool loop_goes_on(struct duel *d)
{
	uint32_t round = atomic_load(&d->round);
	uint64_t until = clock_ns() + WATCH_NS;

	while (atomic_load(&d->round) - round < 2 && clock_ns() < until)
		rest(d, 1);
	rest(d, RESTS);
	return atomic_load(&d->round) - round >= 2 && !seen(d);
}

static bool counter_moves(struct duel *d)
{
	uint32_t counter = d->v->shared->counter;
	uint64_t until = clock_ns() + WATCH_NS;

	while (d->v->shared->counter == counter && clock_ns() < until)
		rest(d, 1);
	return d->v->shared->counter != counter;
}

/* A vCPU that got no CPU, or waits for one, has lost nothing: only a guest that
 * goes on, a second after the signal, has. Twice, some time apart: one that was stopped on its
 * way into KVM_RUN has a moment in the guest before a signal gets it out. */
static bool guest_goes_on(struct duel *d, uint32_t round)
{
	bool moves = counter_moves(d);

	rest(d, RESTS);
	return moves && counter_moves(d) && atomic_load(&d->inside) &&
	       atomic_load(&d->round) == round && !seen(d);
}

/* By this account a thread that waits for a CPU runs. Reading it takes the siglock: nothing
 * is timed any more a second after the kick. */
static bool sleeps(pid_t thread)
{
	char path[64], line[256] = "", *name_end;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
	f = fopen(path, "re");
	if (f && !fgets(line, sizeof(line), f))
		*line = '\0';
	if (f)
		fclose(f);
	name_end = strrchr(line, ')');
	return name_end && !strncmp(name_end, ") S", 3);
}

/* A halted guest has no counter that moves. But a signal that KVM_RUN saw would have woken
 * it, so that one which sleeps on has lost it, and one that got no CPU does not sleep. */
static bool stays_halted(struct duel *d, uint32_t round)
{
	bool asleep = sleeps(d->v->tid);

	rest(d, RESTS);
	return asleep && sleeps(d->v->tid) && atomic_load(&d->inside) &&
	       atomic_load(&d->round) == round && !seen(d);
}

static bool goes_on(struct duel *d, uint32_t round)
{
	if (exits_by_itself(d))
		return loop_goes_on(d);
	return d->crew->job->guest->needs & GUEST_IRQCHIP ? stays_halted(d, round) :
	       guest_goes_on(d, round);
}

/* By when the vCPU thread saw it, not by when the kicker, who may have been without a
 * CPU himself, found that out. It may have been before he began to wait. */
static enum fate fate_of_seen(struct duel *d, uint64_t start)
{
	return atomic_load(&d->seen_ns) > start + LATE_NS ? FATE_LATE : FATE_SEEN;
}

enum fate duel_await(struct duel *d)
{
	uint64_t start = clock_ns(), still = start, nag = start + NAG_NS, now;
	uint32_t round = atomic_load(&d->round);

	while (!seen(d)) {
		now = clock_ns();
		if (atomic_load(&d->round) != round && !exits_by_itself(d)) {
			round = atomic_load(&d->round);
			still = now;
		}
		if (now - still > LOST_NS && goes_on(d, round))
			return FATE_LOST;
		/* Whoever was stopped himself meanwhile looks once more. */
		if ((now - start > GIVE_UP_NS && !seen(d)) || atomic_load(&d->state) == DUEL_GONE)
			return FATE_NONE;
		if (d->p->nag && now >= nag) {
			d->p->nag(d->v);
			nag = now + NAG_NS;
		}
		pause_since(start);
	}
	return fate_of_seen(d, start);
}

void duel_await_guest(struct duel *d, uint64_t at_ns)
{
	uint32_t counter = d->v->shared->counter;

	while (d->v->shared->counter == counter && clock_ns() < at_ns)
		clock_relax();
}
