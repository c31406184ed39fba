/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract of a benchmark: a file of bench/ says what is measured, and
 * nothing else; the harness owns clock, pairing, threads, guards and recording.
 */
#ifndef KICKBENCH_BENCH_BENCH_H
#define KICKBENCH_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "guests/guest.h"
#include "lib/die.h"
#include "lib/rundir.h"
#include "lib/vm.h"
#include "protocols/protocol.h"

#define ARMS_MAX 16

/* One side of a comparison: a protocol, perhaps with something added. */
struct arm {
	char name[64];			/* as in the files: "sigmask", "null", "null_50ns" */
	const struct protocol *protocol;
	uint64_t inject_ns;		/* --inject P=NS: spin so long per exit */
	uint64_t inject_instructions;	/* --inject P=Ki; calibrated for P=NS */
};

struct sink;				/* where a worker's rows go; harness/ */

/* What one worker measures in one run. Read-only for the benchmark. */
struct job {
	const struct bench *bench;
	const struct guest *guest;
	char variant[128];		/* "" or parts joined with + */
	struct arm arms[ARMS_MAX];
	int nr_arms;
	int nr_vcpus;
	const int *vcpu_cpu;		/* [nr_vcpus] CPU of each vCPU thread */
	const int *vcpu_node;		/* [nr_vcpus] its node, -1: do not bind */
	int nr_services;
	const int *service_cpu;		/* [nr_services] CPU of each service thread */
	int blocks;
	/* Exits in a batch; 0: no pilot has fixed it. Where there are no batches: kicks in
	 * a block; 0, as in all but tests: as many as the benchmark wants. */
	int batch;
	uint64_t seed;			/* of this run */
	unsigned kick_rate;		/* --kick-rate: kicks per second and vCPU */
	bool vmm_lock;
	enum immediate_exit immediate_exit;
	enum run_kind kind;
	const char *counters;		/* counting runs: --counters list; else NULL */
	int nr_nodes;			/* of the host; 0: not known */
	struct sink *sink;
};
/* Whether anything is injected into any arm. Then all of them spin, those without for 0
 * instructions; else none does: that takes some 15 ns. (harness/job.c) */
bool job_injects(const struct job *job);

struct bench {
	const char *name;
	const char *summary;		/* one line for `list` */
	enum run_kind kind;		/* of its ordinary runs */
	const char *guests;		/* default guests, comma list */
	const char *protocols;		/* default, comma list; the first is the baseline */
	const char *variants;		/* default, comma list; NULL: the plain case */
	const char *all_variants;	/* also on request by the bench being named; may be NULL */
	bool many_vcpus;		/* sensible with more than one vCPU; default sizes 1..max */
	bool needs_flag;		/* KVM_CAP_IMMEDIATE_EXIT, whatever the protocol */
	bool needs_service;		/* a service thread kicks: wants a CPU for it, and
					 * protocols that can be kicked */
	/* How many service threads a variant would have; fewer where not each has a CPU of its
	 * own, yet one at least. NULL: one. */
	int (*services)(const char *variant);
	bool sole_vcpu;			/* one vCPU only, whatever --vcpus says */
	bool batched;			/* one vCPU: by batches_run(), a pilot fixes the batch */
	bool takes_kicks;		/* --kick-rate and --vmm-lock make sense */
	bool counts;			/* has counting runs too, under --counters */
	bool guests_only;		/* guests other than `guests` are refused */
	const char *controls;		/* protocols added behind those named; NULL: none */
	/* Whether a guest suits a variant ("" or one name of the lists); NULL: all do. */
	bool (*suits)(const struct guest *guest, const char *variant);
	/* Why this host cannot measure the variant at all ("needs ..."), or NULL if it can. */
	const char *(*lacks)(const char *variant, enum immediate_exit kernel);
	/* Why a protocol has no part in the variant, or NULL if it has; NULL: all have. */
	const char *(*excludes)(const struct protocol *p, const char *variant);
	int runs, blocks;		/* defaults that differ from 20 x 100; 0: those */
	/* Measures in the worker process, emits rows. 0, or -1 with *err. */
	int (*run)(const struct job *job, struct error *err);
};

extern const struct bench *const benches[];
extern const size_t nr_benches;
const struct bench *bench_find(const char *name);

/* -- recording (harness/): rows are kept in memory while the clock runs, and
 * sent to the coordinator when run() has returned -- */
void emit_sample(const struct job *job, const struct sample_row *row);
void emit_kick(const struct job *job, const struct kick_row *row);
void emit_race(const struct job *job, const struct race_row *row);
void emit_counter(const struct job *job, const struct counter_row *row);

/* -- what may have disturbed the calling thread (harness/arm_switch.c) -- */
struct block_guard {
	long nivcsw;
	int cpu;
};
/* At the start of what is timed; cpu: where the thread is pinned. */
void guard_begin(struct block_guard *g, int cpu);
/* At its end. SAMPLE_SWITCHED, SAMPLE_MIGRATED, both or 0. */
unsigned guard_end(const struct block_guard *g);

/* -- threads (harness/crew.c) -- */
struct crew {
	const struct job *job;
	struct vm vm;
	struct vcpu *vcpus;		/* [job->nr_vcpus] */
	void *context;			/* the benchmark's own */
	_Atomic bool stop;		/* set when any thread failed */
	struct crew_private *private;
};
/* A thread's body. For vCPU threads: pinned, vCPU `index` opened, memory
 * verified on its node. For service threads: pinned. 0, or -1 with *err. */
typedef int (*crew_main)(struct crew *crew, int index, struct error *err);
/* Opens the VM, starts every vCPU thread (and the service threads, where
 * service is not NULL) together, waits until all have ended, closes all.
 * A failing thread sets crew->stop and kicks nobody: bodies watch it.
 * 0, or -1 with the first error. */
int crew_run(const struct job *job, crew_main vcpu, crew_main service,
	     void *context, struct error *err);
/* A barrier for all threads of the crew that gives up when crew->stop is set:
 * returns false then. parties counts the threads that meet. */
bool crew_meet(struct crew *crew, int parties);

/* -- paired timed batches on one vCPU (harness/batches.c) -- */
struct batches {
	int expect;			/* what enter() must return: 0 or -EINTR */
	bool flag;			/* immediate_exit is set before each enter() */
};
int batches_run(const struct job *job, const struct batches *b, struct error *err);

/* -- fixed-time phases on many vCPUs (harness/phases.c) -- */
int phases_run(const struct job *job, struct error *err);

#endif
