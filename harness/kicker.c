/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/kicker.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clock.h"
#include "lib/random.h"

/* Who is later than that kicks in another arm's turn, and might kick there for an arm that is slow
 * to kick: what could not be sent in time is given up, and missing in the samples. */
#define BACKLOG_NS	1000000
#define NAG_NS	100000	/* between two signals of a protocol that repeats them */
#define NAG_MAX	1000		/* gives up after a tenth of a second */

void kicker_init(struct kicker *k, int nr_vcpus)
{
	*k = (struct kicker){ .nr = nr_vcpus, .running = nr_vcpus };
	k->lanes = aligned_alloc(_Alignof(struct lane), (size_t)nr_vcpus * sizeof(*k->lanes));
	if (!k->lanes)
		die(EXIT_CANNOT, "memory: no room for %d lanes (fewer vCPUs)", nr_vcpus);
	memset(k->lanes, 0, (size_t)nr_vcpus * sizeof(*k->lanes));
	for (int i = 0; i < nr_vcpus; i++)
		pthread_mutex_init(&k->lanes[i].lock, NULL);
}

void kicker_free(struct kicker *k)
{
	free(k->lanes);
	k->lanes = NULL;
}

void kicker_set(struct kicker *k, int vcpu, const struct protocol *p)
{
	struct lane *lane = &k->lanes[vcpu];

	pthread_mutex_lock(&lane->lock);
	lane->protocol = p;
	lane->turn++;
	pthread_mutex_unlock(&lane->lock);
}

void kicker_leave(struct kicker *k, int vcpu)
{
	kicker_set(k, vcpu, NULL);
	if (atomic_fetch_sub(&k->running, 1) == 1)
		atomic_store(&k->done, true);
}

/* A kick that may have to be repeated. */
struct sent {
	const struct protocol *by;	/* NULL: there was nothing to kick by */
	uint32_t turn;			/* of the lane */
	uint32_t before;		/* kicks taken before */
};

/* 0: kicked, or nothing to kick; else -errno. */
static int kick_once(struct lane *lane, struct vcpu *v, struct sent *sent)
{
	int ret = 0;

	pthread_mutex_lock(&lane->lock);
	*sent = (struct sent){ lane->protocol, lane->turn, atomic_load(&lane->taken) };
	if (sent->by && sent->by->kick)
		ret = sent->by->kick(v);
	pthread_mutex_unlock(&lane->lock);
	return ret;
}

/* False: the arm has been switched since, and the kick is forgotten. */
static bool nag_once(struct lane *lane, struct vcpu *v, const struct sent *sent)
{
	bool same;

	pthread_mutex_lock(&lane->lock);
	same = lane->turn == sent->turn;
	if (same)
		sent->by->nag(v);
	pthread_mutex_unlock(&lane->lock);
	return same;
}

static void nag(struct kicker *k, struct crew *crew, struct lane *lane, struct vcpu *v,
		const struct sent *sent)
{
	if (!sent->by || !sent->by->nag)
		return;
	for (int i = 0; i < NAG_MAX && atomic_load(&lane->taken) == sent->before; i++) {
		if (atomic_load(&k->done) || atomic_load(&crew->stop))
			return;
		clock_sleep_until(clock_ns() + NAG_NS);
		if (!nag_once(lane, v, sent))
			return;
	}
}

/* Which of this thread's vCPUs is due next. */
static int next_due(const uint64_t *due, int first, int step, int nr)
{
	int best = first;

	for (int i = first; i < nr; i += step)
		if (due[i] < due[best])
			best = i;
	return best;
}

static uint64_t pause_ns(struct random_state *r, unsigned rate)
{
	return (uint64_t)(-log1p(-random_unit(r)) * 1e9 / rate);
}

/* Sleeps in short steps, so as to notice the end. False: it has come. */
static bool wait_until(struct kicker *k, struct crew *crew, uint64_t at)
{
	while (!atomic_load(&k->done) && !atomic_load(&crew->stop)) {
		uint64_t now = clock_ns();

		if (now >= at)
			return true;
		clock_sleep_until(at - now < 10000000 ? at : now + 10000000);
	}
	return false;
}

int kicker_main(struct kicker *k, struct crew *crew, int index, struct error *err)
{
	const struct job *job = crew->job;
	uint64_t *due = xcalloc(k->nr, sizeof(*due)), start = clock_ns();
	struct random_state r;
	int ret = 0;

	random_seed(&r, random_derive(job->seed, 0x6b69636b, index));
	for (int i = 0; i < k->nr; i++)
		due[i] = start + pause_ns(&r, job->kick_rate);
	while (index < k->nr) {
		int i = next_due(due, index, job->nr_services, k->nr);
		struct sent sent;

		if (!wait_until(k, crew, due[i]))
			break;
		if (clock_ns() > due[i] + BACKLOG_NS) {
			due[i] = clock_ns() + pause_ns(&r, job->kick_rate);
			continue;
		}
		due[i] += pause_ns(&r, job->kick_rate);
		ret = kick_once(&k->lanes[i], &crew->vcpus[i], &sent);
		if (ret) {
			error_errno(err, EXIT_DISTURBED, -ret, "kick of vCPU %d", i);
			break;
		}
		nag(k, crew, &k->lanes[i], &crew->vcpus[i], &sent);
	}
	free(due);
	return ret ? -1 : 0;
}
