/* SPDX-License-Identifier: GPL-2.0-only */
/* The vCPU thread's side of a duel: the loop of a VMM. */
#include <errno.h>
#include "bench/duel.h"
#include "bench/duel_states.h"
#include "lib/clock.h"

static bool fighting(struct duel *d)
{
	return atomic_load_explicit(&d->command, memory_order_acquire) == DUEL_FIGHT;
}

static unsigned min_of(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Returns whether a kick was there. returned_ns: when enter() had returned. *legal: so many
 * returns without a reason may follow. */
static bool look(struct duel *d, uint64_t returned_ns, unsigned *legal)
{
	unsigned taken = d->p->consume(d->v);
	unsigned more = taken * (d->p->stale_max ? d->p->stale_max : 1);

	if (!taken)
		return false;
	/* The last kick's may come behind the next one: the bound is one of their sum. */
	*legal = min_of(*legal, more) + more;
	atomic_store_explicit(&d->returned_ns, returned_ns, memory_order_relaxed);
	atomic_store_explicit(&d->seen_ns, clock_ns(), memory_order_relaxed);
	atomic_fetch_add(&d->acked, taken);
	return true;
}

/* An EINTR behind which there was no kick. */
static void count_needless(struct duel *d, unsigned *legal)
{
	bool stale = *legal || (d->p->role == ROLE_STALE && atomic_load(&d->posted));

	*legal -= *legal > 0;
	atomic_fetch_add(stale ? &d->stale : &d->spurious, 1);
}

/* One of the protocol's windows: from kick to kick another, in no step with the jitters. */
static void choose_window(struct duel *d)
{
	unsigned set = d->p->windows ? d->p->windows & ~WINDOW_IN_KICK : WINDOW_BEFORE_RUN;
	unsigned n = atomic_load_explicit(&d->acked, memory_order_relaxed) * 2654435761U >> 16;
	struct kick_state *k = &d->v->kick;

	for (n %= __builtin_popcount(set); n; n--)
		set &= set - 1;
	k->window_ticks = atomic_load_explicit(&d->window_ticks, memory_order_relaxed);
	k->window = k->window_ticks ? set & -set : 0;
}

static void spend_window(struct duel *d, uint32_t *gone)
{
	if (d->hold) {
		while (atomic_load(&d->gone) == *gone && fighting(d))
			clock_relax();
		*gone = atomic_load(&d->gone);
	}
	if (d->lock) {
		pthread_mutex_lock(d->lock);
		pthread_mutex_unlock(d->lock);
	}
	if (d->v->kick.window == WINDOW_BEFORE_RUN)
		clock_spin_ticks(d->v->kick.window_ticks);
}

static int enter(struct duel *d, struct error *err)
{
	int r;

	atomic_store_explicit(&d->inside, true, memory_order_relaxed);
	r = d->p->enter(d->v);
	atomic_store_explicit(&d->inside, false, memory_order_relaxed);
	if (!r && d->check_exits && vcpu_check_exit(d->v, err))
		return -EPROTO;
	if (r && r != -EINTR)
		error_errno(err, EXIT_CANNOT, -r, "KVM_RUN of vCPU %d", d->v->index);
	return r;
}

/*
 * Looks after each EINTR, and before each KVM_RUN where a look is cheap for the
 * protocol and asked for: all but those that queue, those that hold (a look would
 * find the kick), and where it would be measured, if the protocol can do without.
 */
static int fight(struct duel *d, bool look_first, uint32_t gone, struct error *err)
{
	uint64_t returned_ns = clock_ns();
	unsigned legal = 0;
	int r = 0;

	while (fighting(d)) {
		atomic_fetch_add_explicit(&d->round, 1, memory_order_relaxed);
		choose_window(d);
		if ((look_first || r) && look(d, returned_ns, &legal)) {
			r = 0;
			continue;
		}
		if (r)
			count_needless(d, &legal);
		spend_window(d, &gone);
		if (!fighting(d))
			break;
		r = enter(d, err);
		returned_ns = clock_ns();
		if (r && r != -EINTR)
			return -1;
	}
	return 0;
}

static int one_fight(struct duel *d, struct error *err)
{
	/* A control is not saved by the exits that its guest makes by itself. */
	bool needs_look = d->p->looks_first && !(d->check_exits && d->p->role == ROLE_LOSES);
	bool look_first = !d->p->queues && !d->hold && (!d->look_rarely || needs_look);
	uint32_t gone;
	int r;

	d->v->kick.window = 0;
	if (d->p->arm(d->v, d->signo, err))
		return -1;
	atomic_store(&d->posted, 0);
	atomic_store(&d->acked, 0);
	/* Before the kicker may begin: its first kick is not to be waited for twice. */
	gone = atomic_load(&d->gone);
	atomic_store(&d->state, DUEL_FIGHTING);
	r = fight(d, look_first, gone, err);
	d->v->kick.window = 0;
	d->p->disarm(d->v);
	return r;
}

int duel_fail(struct duel *d, const struct error *err)
{
	d->failure = *err;
	atomic_store(&d->state, DUEL_GONE);
	return -1;
}

int duel_vcpu(struct duel *d, struct crew *crew, int index, struct error *err)
{
	int command, r = 0;

	d->v = &crew->vcpus[index];
	d->signo = variant_signal(crew->job->variant);
	atomic_store(&d->state, DUEL_PARKED);
	while (!r && (command = atomic_load(&d->command)) != DUEL_LEAVE) {
		if (command == DUEL_FIGHT)
			r = one_fight(d, err);
		else if (atomic_load(&crew->stop))
			break;
		if (!r)
			atomic_store(&d->state, DUEL_PARKED);
		clock_sleep_until(clock_ns() + 20000);
	}
	if (r)
		return duel_fail(d, err);
	atomic_store(&d->state, DUEL_GONE);
	return 0;
}
