/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The run directory: what its files are called, which columns they have, and
 * the rows as structures. The half that measures writes them, the half that
 * reads reads them; docs/formats.md says the same in prose. Times are ns,
 * counts are counts, and an empty field means "not measured".
 */
#ifndef KICKBENCH_LIB_RUNDIR_H
#define KICKBENCH_LIB_RUNDIR_H

#include <stdbool.h>
#include <stdint.h>

/* Whether a list inside a field (joined with +; "" is empty) has the name. */
bool list_has(const char *list, const char *name);

#define RUNDIR_FORMAT		1		/* env.csv key "format" */
#define RUNDIR_PARTIAL		".partial"	/* the suffix while it is written */
#define RUNDIR_NEW		RUNDIR_PARTIAL ".new"	/* ... until its first files are */

#define ENV_COLUMNS		"key,value"
#define CELLS_COLUMNS \
	"cell,bench,guest,protocols,vcpus,place,variant,cpus,runs,blocks,batch,status,note"
#define SAMPLES_COLUMNS		"cell,run,block,slot,protocol,vcpu,exits,ns,flags"
#define KICKS_COLUMNS \
	"cell,run,seq,protocol,vcpu,planned_ns,sent_ns,returned_ns,seen_ns,flags"
#define RACE_COLUMNS		"cell,run,protocol,vcpu,kicks,lost,late,stale,spurious"
#define COUNTERS_COLUMNS	"cell,run,protocol,vcpu,event,value,enabled_ns,running_ns"
#define CPUS_COLUMNS		"cell,run,cpu,interrupts,device_interrupts,khz"
#define RUNS_COLUMNS \
	"cell,run,attempt,kind,status,boot_id,nivcsw,steal_ns,softirq_ns,run_delay_ns,throttled," \
	"siglock_node,reason"
#define SUMMARY_COLUMNS \
	"cell,bench,guest,vcpus,place,variant,metric,protocol,versus,unit,estimate,lo,hi,level," \
	"runs,p,verdict,note"

/* counters.csv: the events of a histogram of waits for the siglock; with N behind it,
 * the number of waits of at least 2^N and less than 2^(N+1) ns (N = 0: from 0 on). */
#define SIGLOCK_HISTOGRAM	"siglock_wait_log2_"
/* The waits of all service threads, told with vCPU 0. */
#define SIGLOCK_KICKER		"siglock_kicker_"

/* runs.csv "kind": what a run was for; timed statistics use RUN_TIMING alone. */
enum run_kind { RUN_TIMING, RUN_COUNTING, RUN_KICK, RUN_RACE, RUN_PATH };
extern const char *const run_kind_names[];	/* "timing" ...; NULL at the end */

/* Flags of a sample (samples.csv, joined with + in this order; empty: none). */
enum sample_flag {
	SAMPLE_WARMUP = 1,	/* "warmup": kept, never used in an estimate */
	SAMPLE_SWITCHED = 2,	/* "switched": an involuntary context switch in its block */
	SAMPLE_MIGRATED = 4,	/* "migrated": the block ended on another CPU */
	SAMPLE_LATE = 8,	/* "late": the phase was under way when its thread came */
};
extern const char *const sample_flag_names[];	/* by bit number; NULL at the end */

/* One timed batch. kicks: those that arrived in it, written as flag "kicks=N". */
struct sample_row {
	uint32_t block;		/* from 0, warm-up blocks first */
	uint16_t slot;		/* position in the block's order of arms, from 0 */
	uint8_t arm;		/* index into the job's arms */
	uint8_t flags;		/* enum sample_flag */
	uint16_t vcpu;
	uint32_t kicks;
	uint32_t exits;
	uint64_t ns;
};

/* One kick; times are CLOCK_MONOTONIC ns since the start of the run. */
struct kick_row {
	uint64_t planned_ns, sent_ns;
	uint64_t returned_ns, seen_ns;	/* 0: it never was (flag "lost") */
	uint32_t seq;
	uint16_t vcpu;
	uint8_t arm;
	uint8_t late;		/* flag "late": sent after its planned time,
				 * because the last was outstanding */
	uint8_t warmup;		/* flag "warmup": kept, never used; not of one that was lost */
};

/* What bench race saw of one protocol on one vCPU. */
struct race_row {
	uint8_t arm;
	uint8_t only_lost;	/* late, stale and spurious were not counted */
	uint16_t vcpu;
	uint64_t kicks, lost, late, stale, spurious;
};

/* One event of one vCPU in one arm. Not counted: no row, or value_known = 0. */
struct counter_row {
	char event[64];
	uint8_t arm;
	uint16_t vcpu;
	uint8_t value_known;
	double value;		/* as counted: while it was running */
	uint64_t enabled_ns, running_ns;
};

/* What one of a run's CPUs went through meanwhile. NaN: this host does not tell. */
struct cpu_row {
	int32_t cpu;
	double interrupts, device_interrupts;
	double khz;		/* its frequency at the end */
};

#endif
