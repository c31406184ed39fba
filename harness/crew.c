/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The threads of a worker. Each pins itself before it makes or touches
 * anything, so that its vCPU's memory lies where the plan wants it; none begins
 * before all are ready, none ends before all are done: a kick never goes to a
 * thread that is gone.
 */
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "harness/cpus.h"
#include "harness/guards.h"
#include "harness/meet.h"
#include "harness/sink.h"
#include "lib/numa_pin.h"

struct crew_thread {
	struct crew *crew;
	pthread_t thread;
	crew_main body;
	int index, cpu;
	bool service;
};

struct crew_private {
	pthread_mutex_t lock;
	pthread_cond_t change;
	int ready, done;		/* threads that have come so far */
	int created;			/* -1 until all have been: then how many */
	struct error err;		/* the first; under lock */
	struct crew_thread *threads;
	struct meeting meeting;
};

bool crew_meet(struct crew *crew, int parties)
{
	return meeting_wait(&crew->private->meeting, parties, &crew->stop);
}

static void fail(struct crew *crew, const struct error *err)
{
	struct crew_private *p = crew->private;

	pthread_mutex_lock(&p->lock);
	if (!p->err.status)
		p->err = *err;
	pthread_mutex_unlock(&p->lock);
	atomic_store(&crew->stop, true);
}

/* Waits until `counter` of all threads have come, however they fared. */
static void wait_all(struct crew_private *p, int *counter)
{
	pthread_mutex_lock(&p->lock);
	if (++*counter == p->created)	/* else nobody need wake */
		pthread_cond_broadcast(&p->change);
	while (p->created < 0 || *counter < p->created)
		pthread_cond_wait(&p->change, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

/* Not /proc/PID/stat or status: reading those takes the siglock. */
static double run_delay(void)
{
	FILE *f = fopen("/proc/thread-self/schedstat", "re");
	double waited = f ? guards_run_delay(f) : NAN;

	if (f)
		fclose(f);
	return waited;
}

/* A page that nobody has touched is nowhere, and cannot be verified. */
static void touch(volatile uint8_t *start, size_t size)
{
	for (size_t i = 0; i < size; i += 4096)
		start[i] = start[i];
}

static int open_vcpu(struct crew *crew, int index, struct error *err)
{
	struct vcpu *v = &crew->vcpus[index];
	int node = crew->job->vcpu_node[index];

	if (bind_memory(node, err) || vcpu_open(v, &crew->vm, index, node, err))
		return -1;
	touch((volatile uint8_t *)v->run, crew->vm.run_size);
	touch(v->memory, GUEST_SPAN);
	/* Not all of its mapping: the ring of coalesced MMIO belongs to the VM. */
	if (verify_range(v->run, sizeof(*v->run), node, "kvm_run", err) ||
	    verify_range(v->memory, GUEST_SPAN, node, "guest memory", err)) {
		vcpu_close(v);
		return -1;
	}
	return 0;
}

static void *thread_main(void *context)
{
	struct crew_thread *t = context;
	struct crew *crew = t->crew;
	struct error err = { 0 };
	bool opened = false;
	double delay;

	if (pin_to_cpu(t->cpu, &err) || (!t->service && open_vcpu(crew, t->index, &err)))
		fail(crew, &err);
	else
		opened = true;
	wait_all(crew->private, &crew->private->ready);
	delay = run_delay();
	if (opened && !atomic_load(&crew->stop) && t->body(crew, t->index, &err))
		fail(crew, &err);
	if (opened)
		sink_set_khz(crew->job->sink, t->cpu, cpus_khz(t->cpu));
	/* As when its CPU went offline: kicks have no flag that would tell. */
	if (opened && sched_getcpu() != t->cpu)
		sink_add_moved(crew->job->sink);
	sink_add_delay(crew->job->sink, run_delay() - delay);
	wait_all(crew->private, &crew->private->done);
	if (opened && !t->service)
		vcpu_close(&crew->vcpus[t->index]);
	return NULL;
}

static int create(struct crew *crew, crew_main vcpu, crew_main service)
{
	const struct job *job = crew->job;
	int nr = job->nr_vcpus + (service ? job->nr_services : 0);
	struct error err = { 0 };
	int i, ret = 0;

	crew->private->threads = xcalloc(nr, sizeof(struct crew_thread));
	for (i = 0; i < nr && !ret; i++) {
		struct crew_thread *t = &crew->private->threads[i];
		bool is_service = i >= job->nr_vcpus;

		*t = (struct crew_thread){
			.crew = crew, .service = is_service,
			.index = is_service ? i - job->nr_vcpus : i,
			.cpu = is_service ? job->service_cpu[i - job->nr_vcpus] : job->vcpu_cpu[i],
			.body = is_service ? service : vcpu,
		};
		ret = pthread_create(&t->thread, NULL, thread_main, t);
	}
	if (!ret)
		return i;
	error_errno(&err, EXIT_CANNOT, ret, "thread %d of %d (fewer vCPUs, or raise ulimit -u)",
		    i, nr);
	fail(crew, &err);
	return i - 1;
}

static void start(struct crew *crew, crew_main vcpu, crew_main service)
{
	struct crew_private *p = crew->private;
	int created = create(crew, vcpu, service);

	pthread_mutex_lock(&p->lock);
	p->created = created;
	pthread_cond_broadcast(&p->change);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < created; i++)
		pthread_join(p->threads[i].thread, NULL);
	free(p->threads);
}

int crew_run(const struct job *job, crew_main vcpu, crew_main service, void *context,
	     struct error *err)
{
	struct crew_private private = {
		.lock = PTHREAD_MUTEX_INITIALIZER, .change = PTHREAD_COND_INITIALIZER,
		.created = -1,
	};
	struct crew crew = { .job = job, .context = context, .private = &private };

	if (vm_open(&crew.vm, job->guest, job->nr_vcpus, err))
		return -1;
	crew.vcpus = xcalloc(job->nr_vcpus, sizeof(*crew.vcpus));
	start(&crew, vcpu, service);
	vm_close(&crew.vm);
	free(crew.vcpus);
	if (private.err.status)
		return error_set(err, private.err.status, "%s", private.err.text);
	return 0;
}
