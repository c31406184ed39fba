/* SPDX-License-Identifier: GPL-2.0-only */
#include "bench/storm.h"

#include <errno.h>
#include <stdlib.h>

struct storm {
	struct duel *duel;
	pthread_t threads[STORM_KICKERS];
	int nr;
	pthread_mutex_t lock;
	pthread_cond_t change;
	uint64_t ordered;	/* storms ordered so far; under lock, as is the rest */
	int done;		/* threads that have obeyed the last order */
	int failure;		/* errno of a kick, or 0 */
	bool over;
};

/* Waits for an order that has not been obeyed. False: there will be none. */
static bool await_order(struct storm *s, uint64_t obeyed)
{
	bool over;

	pthread_mutex_lock(&s->lock);
	while (s->ordered == obeyed && !s->over)
		pthread_cond_wait(&s->change, &s->lock);
	over = s->over;
	pthread_mutex_unlock(&s->lock);
	return !over;
}

static void *kicker(void *context)
{
	struct storm *s = context;

	for (uint64_t obeyed = 0; await_order(s, obeyed); obeyed++) {
		int r = duel_kick(s->duel);

		pthread_mutex_lock(&s->lock);
		/* EAGAIN: the queue of signals is full of kicks already. */
		if (r && r != -EAGAIN)
			s->failure = -r;
		s->done++;
		pthread_cond_broadcast(&s->change);
		pthread_mutex_unlock(&s->lock);
	}
	return NULL;
}

struct storm *storm_start(struct duel *d, struct error *err)
{
	struct storm *s = xcalloc(1, sizeof(*s));
	int r = 0;

	s->duel = d;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->change, NULL);
	while (s->nr < STORM_KICKERS && !r) {
		r = pthread_create(&s->threads[s->nr], NULL, kicker, s);
		s->nr += !r;
	}
	if (!r)
		return s;
	error_errno(err, EXIT_CANNOT, r, "storm: thread %d", s->nr);
	storm_end(s);
	return NULL;
}

int storm_kick(struct storm *s, struct error *err)
{
	int failure;

	pthread_mutex_lock(&s->lock);
	s->done = 0;
	s->ordered++;
	pthread_cond_broadcast(&s->change);
	while (s->done < s->nr)
		pthread_cond_wait(&s->change, &s->lock);
	failure = s->failure;
	pthread_mutex_unlock(&s->lock);
	return failure ? error_errno(err, EXIT_DISTURBED, failure, "storm: kick") : 0;
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
		pthread_join(s->threads[i], NULL);
	free(s);
}
