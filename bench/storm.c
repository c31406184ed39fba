/* SPDX-License-Identifier: GPL-2.0-only */
#include "bench/storm.h"

#include <errno.h>
#include <stdlib.h>
#include "lib/clock.h"
#include "lib/numa_pin.h"

/* So long before the time they are woken up, to kick together. Who has a CPU to himself spins
 * until then: longer than a CPU takes to leave its deepest idle state. */
#define WAKE_UP_NS	50000
#define WAKE_UP_IDLE_NS	1000000

struct kicker {
	struct storm *storm;
	pthread_t thread;
	int cpu;
};

struct storm {
	struct duel *duel;
	struct kicker kickers[STORM_KICKERS];
	int nr;
	uint64_t wake_up_ns;
	pthread_mutex_t lock;
	pthread_cond_t change;
	uint64_t ordered;	/* storms ordered so far; under lock, as is the rest */
	int done;		/* threads that have obeyed the last order */
	uint64_t at_ns;		/* when to kick */
	uint64_t first_ns;	/* when the first kick was sent; UINT64_MAX: none yet */
	struct error err;	/* the first */
	bool over;
};

/* Waits for an order that has not been obeyed, and until its time. False: there will be none. */
static bool await_order(struct storm *s, uint64_t obeyed)
{
	uint64_t at_ns;
	bool over;

	pthread_mutex_lock(&s->lock);
	while (s->ordered == obeyed && !s->over)
		pthread_cond_wait(&s->change, &s->lock);
	over = s->over;
	at_ns = s->at_ns;
	pthread_mutex_unlock(&s->lock);
	if (!over)
		clock_spin_until(at_ns);
	return !over;
}

static void obeyed_order(struct storm *s, uint64_t sent_ns, int ret)
{
	pthread_mutex_lock(&s->lock);
	/* EAGAIN: the queue of signals is full of kicks already. */
	if (ret && ret != -EAGAIN && !s->err.status)
		duel_unsent(s->duel, ret, &s->err);
	if (sent_ns < s->first_ns)
		s->first_ns = sent_ns;
	s->done++;
	pthread_cond_broadcast(&s->change);
	pthread_mutex_unlock(&s->lock);
}

static void *kicker(void *context)
{
	struct kicker *k = context;
	struct storm *s = k->storm;
	struct error err = { 0 };

	if (pin_to_cpu(k->cpu, &err)) {
		pthread_mutex_lock(&s->lock);
		s->err = err;
		pthread_mutex_unlock(&s->lock);
	}
	for (uint64_t obeyed = 0; await_order(s, obeyed); obeyed++) {
		uint64_t sent_ns = clock_ns();

		obeyed_order(s, sent_ns, duel_kick(s->duel));
	}
	return NULL;
}

static bool have_cpus(const struct job *job)
{
	for (int i = 0; i < job->nr_services; i++) {
		for (int k = 0; k < i; k++)
			if (job->service_cpu[k] == job->service_cpu[i])
				return false;
		for (int k = 0; k < job->nr_vcpus; k++)
			if (job->vcpu_cpu[k] == job->service_cpu[i])
				return false;
	}
	return job->nr_services >= STORM_KICKERS;
}

struct storm *storm_start(struct duel *d, struct error *err)
{
	const struct job *job = d->crew->job;
	struct storm *s = xcalloc(1, sizeof(*s));
	int r = 0;

	s->duel = d;
	s->wake_up_ns = have_cpus(job) ? WAKE_UP_IDLE_NS : WAKE_UP_NS;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->change, NULL);
	while (s->nr < STORM_KICKERS && !r) {
		struct kicker *k = &s->kickers[s->nr];

		k->storm = s;
		k->cpu = job->service_cpu[s->nr % job->nr_services];
		r = pthread_create(&k->thread, NULL, kicker, k);
		s->nr += !r;
	}
	if (!r)
		return s;
	error_errno(err, EXIT_CANNOT, r, "storm: thread %d", s->nr);
	storm_end(s);
	return NULL;
}

uint64_t storm_wake_up_ns(const struct storm *s)
{
	return s->wake_up_ns;
}

int storm_kick(struct storm *s, uint64_t *at_ns, struct error *err)
{
	clock_spin_until(*at_ns - s->wake_up_ns);
	pthread_mutex_lock(&s->lock);
	s->done = 0;
	s->ordered++;
	s->at_ns = *at_ns;
	s->first_ns = UINT64_MAX;
	pthread_cond_broadcast(&s->change);
	while (s->done < s->nr)
		pthread_cond_wait(&s->change, &s->lock);
	*at_ns = s->first_ns;
	if (s->err.status)
		*err = s->err;
	pthread_mutex_unlock(&s->lock);
	return err->status ? -1 : 0;
}

void storm_end(struct storm *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->over = true;
	pthread_cond_broadcast(&s->change);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < s->nr; i++)
		pthread_join(s->kickers[i].thread, NULL);
	free(s);
}
