/* SPDX-License-Identifier: GPL-2.0-only */
/* A benchmark in the test's own process, on two CPUs, its rows kept in memory. */
#ifndef KICKBENCH_TESTS_SMALL_H
#define KICKBENCH_TESTS_SMALL_H

#include "bench/bench.h"
#include "harness/sink.h"
#include "tests/fail.h"

struct small {
	struct job job;
	struct sink sink;
	int cpu[2], node[2];
	struct error err;
};

/* Two CPUs that this process may use, or fewer: how many. */
int two_cpus(int *cpu);

#define need_two_cpus() do {						\
	int cpus_[2];							\
	if (two_cpus(cpus_) < 2) {					\
		print_message("skipped: one CPU; a kicker needs its own\n");	\
		skip();							\
	}								\
} while (0)

/* The protocol by that name as a further arm, where the kernel has what it needs. */
void add_arm(struct job *job, const char *name);
/* A job without arms; blocks and batch as in struct job. */
void prepare_small(struct small *s, const char *bench, const char *guest, const char *variant,
		   int blocks, int batch);
/* Runs it; fails the test where it fails. Free the rows with sink_free(&s->sink). */
void must_run(struct small *s);
/* All of that; names ends with NULL. */
void run_small(struct small *s, const char *bench, const char *guest, const char *variant,
	       const char *const *names, int blocks, int batch);

#endif
