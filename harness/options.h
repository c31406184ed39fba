/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of `run` and `plan`: one struct, one table, every number range-checked. */
#ifndef KICKBENCH_HARNESS_OPTIONS_H
#define KICKBENCH_HARNESS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "bench/bench.h"
#include "lib/die.h"

#define VCPUS_LIMIT 4096	/* more than any KVM allows; a bound for numbers alone */

struct inject {
	char protocol[48];
	uint64_t ns, instructions;	/* one of them is 0 */
};

/* Strings are the command line's or copies that live as long as the process; NULL: not given. */
struct options {
	const char *bench, *guest, *protocols, *vcpus, *place, *variant;	/* comma lists */
	const char *counters, *batches_of, *resume, *output;
	struct inject injects[ARMS_MAX];
	int nr_injects;
	uint64_t seed;
	double level;
	int runs, blocks, batch;	/* 0: the benchmark's default */
	int gap_ms;			/* between runs; -1: the default */
	int timeout_s;			/* after which a worker has hung; 0: by its size */
	unsigned kick_rate;		/* 0: no kicks */
	bool vmm_lock, null_control, seed_given, plots;
	bool renews;			/* something was given that --resume does not take */
};

enum options_for { OPTIONS_RUN, OPTIONS_PLAN };

/* Reads argv[1 ..] of a command. Names and numbers are checked here, against
 * the tables; what depends on the host is not. 0, or -1 with *err (EXIT_USAGE). */
int options_parse(struct options *o, enum options_for command, int argc, char **argv,
		  struct error *err);
/* Print the options of each, for help. */
void options_help_run(FILE *out);
void options_help_plan(FILE *out);

#endif
