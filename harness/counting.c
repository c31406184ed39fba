/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/counting.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/siglock_share.h"
#include "harness/sink.h"
#include "lib/counters.h"
#include "lib/kvm_stats.h"

static_assert(ARMS_MAX <= SIGLOCK_ARMS, "the BPF program has no room for all arms");

/* One event in one arm. */
struct sum {
	double value;
	uint64_t enabled_ns, running_ns;
};

struct counting {
	const struct job *job;
	int vcpu;
	struct counters perf;
	struct counter_value *last; /* [perf.nr] as of the last stop; stopped, they stand still */
	struct sum *sums;		/* [ARMS_MAX][perf.nr] */
	struct kvm_stats stats;
	struct kvm_counts kvm;		/* KVM's own, since the last reset */
	struct kvm_counts kvm_start;
	uint64_t exits[ARMS_MAX], runs[ARMS_MAX];
	struct siglock *siglock;	/* NULL: not asked for */
	int failure;			/* -errno of a counter that could not be read, or 0 */
};

/* Neither libpfm4 nor libperf expects the vCPU threads all at once. */
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

static void remember(struct counting *c)
{
	for (size_t i = 0; i < c->perf.nr; i++)
		counters_read(&c->perf, i, &c->last[i]);
}

int counting_open(struct counting **out, const struct job *job, struct vcpu *v, struct error *err)
{
	struct counting *c;
	int ret;

	*out = NULL;
	if (!job->counters)
		return 0;
	c = xcalloc(1, sizeof(*c));
	c->job = job;
	c->vcpu = v->index;
	c->stats.fd = -1;
	pthread_mutex_lock(&opening);
	ret = counters_resolve(job->counters, &c->perf, err);
	if (!ret)
		counters_open(&c->perf);
	pthread_mutex_unlock(&opening);
	if (ret) {
		free(c);
		return -1;
	}
	*out = c;
	if (counters_complete(&c->perf, err))
		return -1;
	c->last = xcalloc(c->perf.nr, sizeof(*c->last));
	c->sums = xcalloc(ARMS_MAX * c->perf.nr, sizeof(*c->sums));
	remember(c);
	if (kvm_stats_open(&c->stats, v->fd, err))
		return -1;
	if (!c->perf.siglock)
		return 0;
	c->siglock = siglock_share(err);
	return c->siglock && !siglock_enlist(c->siglock, c->vcpu) ? 0 :
	       error_set(err, EXIT_CANNOT, "siglock: vCPU %d cannot be watched", c->vcpu);
}

void counting_close(struct counting *c)
{
	if (!c)
		return;
	if (c->stats.fd >= 0)
		kvm_stats_close(&c->stats);
	if (c->siglock)
		siglock_unshare();
	counters_close(&c->perf);
	free(c->last);
	free(c->sums);
	free(c);
}

void counting_start(struct counting *c, int arm)
{
	if (!c)
		return;
	if (c->siglock)
		siglock_arm(c->siglock, c->vcpu, arm);
	kvm_stats_read(&c->stats, &c->kvm_start);
	counters_start();
}

static void add_event(struct counting *c, int arm, size_t i)
{
	struct sum *s = &c->sums[arm * c->perf.nr + i];
	struct counter_value now, *last = &c->last[i];

	int ret = counters_read(&c->perf, i, &now);

	if (ret) {
		c->failure = ret;
		return;
	}
	s->value += (double)(now.value - last->value);
	s->enabled_ns += now.enabled_ns - last->enabled_ns;
	s->running_ns += now.running_ns - last->running_ns;
	*last = now;
}

void counting_stop(struct counting *c, int arm, uint64_t exits, uint64_t runs)
{
	struct kvm_counts now;

	if (!c)
		return;
	counters_stop();
	if (!kvm_stats_read(&c->stats, &now)) {
		c->kvm.exits += now.exits - c->kvm_start.exits;
		c->kvm.signal_exits += now.signal_exits - c->kvm_start.signal_exits;
	}
	if (c->siglock)
		siglock_arm(c->siglock, c->vcpu, -1);
	for (size_t i = 0; i < c->perf.nr; i++)
		add_event(c, arm, i);
	c->exits[arm] += exits;
	c->runs[arm] += runs;
}

void counting_reset(struct counting *c)
{
	if (!c)
		return;
	memset(c->sums, 0, ARMS_MAX * c->perf.nr * sizeof(*c->sums));
	memset(c->exits, 0, sizeof(c->exits));
	memset(c->runs, 0, sizeof(c->runs));
	c->kvm = (struct kvm_counts){ 0 };
	if (c->siglock)
		siglock_reset(c->siglock, c->vcpu);
	if (c->siglock && !c->vcpu)
		siglock_reset(c->siglock, SIGLOCK_SLOTS - 1);
}

static int reject(const struct counting *c, const char *what, uint64_t kvm, uint64_t ours,
		  struct error *err)
{
	return error_set(err, EXIT_DISTURBED,
			 "counters of vCPU %d rejected: KVM counts %llu %s, we %llu", c->vcpu,
			 (unsigned long long)kvm, what, (unsigned long long)ours);
}

/* KVM counts every exit, of which those to userspace are a part, but for the later
 * ones of a split access. Each KVM_RUN that it ended for a signal came back to us as
 * a kick; some kicks need no signal (the flag was set). What does not enter the guest
 * does not exit either. */
static int check_kvm(const struct counting *c, struct error *err)
{
	uint64_t exits = 0, kicks = 0;
	struct kvm_counts any;

	for (int arm = 0; arm < c->job->nr_arms; arm++) {
		exits += c->exits[arm];
		kicks += c->runs[arm] - c->exits[arm];
	}
	if (c->job->bench->needs_flag || kvm_stats_read(&c->stats, &any))
		return 0;
	if (!(c->job->guest->needs & GUEST_SPLIT) && c->kvm.exits < exits)
		return reject(c, "exits", c->kvm.exits, exits, err);
	if (c->kvm.signal_exits > kicks)
		return reject(c, "exits by a signal", c->kvm.signal_exits, kicks, err);
	return 0;
}

/* The tracepoint that each KVM_RUN passes on its way out must have seen each of
 * ours. A protocol may take a kick without one, so that those are no more than an
 * upper bound. The RFC's immediate exit returns before it: nothing to check there. */
static int check_tracepoint(const struct counting *c, struct error *err)
{
	int i = counters_find(&c->perf, COUNTERS_USERSPACE_EXIT);

	if (i < 0 || c->perf.list[i].errnum || c->job->immediate_exit == IMMEDIATE_EXIT_RFC)
		return 0;
	for (int arm = 0; arm < c->job->nr_arms; arm++) {
		const struct sum *s = &c->sums[arm * c->perf.nr + i];

		if (s->running_ns == s->enabled_ns && (s->value < (double)c->exits[arm] ||
						       s->value > (double)c->runs[arm]))
			return error_set(
				err, EXIT_DISTURBED,
				"counters of vCPU %d rejected: %s counts %.0f, we %llu (%s)",
				c->vcpu, COUNTERS_USERSPACE_EXIT, s->value,
				(unsigned long long)c->runs[arm], c->job->arms[arm].name);
	}
	return 0;
}

static void emit(const struct counting *c, int arm, const char *event, double value,
		 uint64_t enabled_ns, uint64_t running_ns)
{
	struct counter_row row = {
		.arm = (uint8_t)arm, .vcpu = (uint16_t)c->vcpu, .value_known = 1, .value = value,
		.enabled_ns = enabled_ns, .running_ns = running_ns,
	};

	snprintf(row.event, sizeof(row.event), "%s", event);
	emit_counter(c->job, &row);
}

static void emit_perf(const struct counting *c, int arm)
{
	for (size_t i = 0; i < c->perf.nr; i++) {
		const struct sum *s = &c->sums[arm * c->perf.nr + i];
		/* What never ran was not measured: no row. */
		if (!c->perf.list[i].errnum && s->running_ns)
			emit(c, arm, c->perf.list[i].name, s->value, s->enabled_ns, s->running_ns);
	}
}

static int read_siglock(const struct counting *c, int slot, int arm, struct siglock_counts *n,
			struct error *err)
{
	int ret = siglock_read(c->siglock, slot, arm, n);

	if (ret == -ENOSPC)
		return error_set(err, EXIT_DISTURBED, "siglock: some waits were not counted: too "
				 "many threads and ways to the lock (fewer vCPUs or protocols)");
	return ret ? error_errno(err, EXIT_DISTURBED, -ret, "siglock: reading what was counted") :
	       0;
}

static int emit_siglock(const struct counting *c, int arm, struct error *err)
{
	struct siglock_counts n;
	char event[64];

	if (read_siglock(c, c->vcpu, arm, &n, err))
		return -1;
	emit(c, arm, "siglock_contentions", (double)n.contentions, 0, 0);
	emit(c, arm, "siglock_wait_ns", (double)n.wait_ns, 0, 0);
	for (int i = 0; i < SIGLOCK_WHERES; i++) {
		snprintf(event, sizeof(event), "siglock_at_%s", siglock_where_names[i]);
		emit(c, arm, event, (double)n.where[i], 0, 0);
	}
	for (int i = 0; i < SIGLOCK_BUCKETS; i++) {
		snprintf(event, sizeof(event), SIGLOCK_HISTOGRAM "%d", i);
		if (n.histogram[i])
			emit(c, arm, event, (double)n.histogram[i], 0, 0);
	}
	return 0;
}

/* Service threads have no vCPU: what waits they had is told with vCPU 0. That they had none
 * is told as well, or the runs in which they had some would stand for all. */
static int emit_kickers(const struct counting *c, int arm, struct error *err)
{
	struct siglock_counts n;

	if (c->vcpu || !c->job->kick_rate)
		return 0;
	if (read_siglock(c, SIGLOCK_SLOTS - 1, arm, &n, err))
		return -1;
	emit(c, arm, SIGLOCK_KICKER "contentions", (double)n.contentions, 0, 0);
	emit(c, arm, SIGLOCK_KICKER "wait_ns", (double)n.wait_ns, 0, 0);
	return 0;
}

int counting_emit(struct counting *c, struct error *err)
{
	int ret = 0;

	if (!c)
		return 0;
	if (c->failure)
		return error_errno(err, EXIT_DISTURBED, -c->failure,
				   "counters: one cannot be read");
	if (check_kvm(c, err) || check_tracepoint(c, err))
		return -1;
	for (int arm = 0; arm < c->job->nr_arms && !ret; arm++) {
		emit(c, arm, "exits", (double)c->exits[arm], 0, 0);
		emit_perf(c, arm);
		if (c->siglock)
			ret = emit_siglock(c, arm, err) || emit_kickers(c, arm, err) ? -1 : 0;
	}
	if (c->siglock)
		sink_set_siglock_node(c->job->sink, siglock_node(c->siglock));
	return ret;
}
