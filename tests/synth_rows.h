/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside synth: how the rows of each kind of run are made. */
#ifndef KICKBENCH_TESTS_SYNTH_ROWS_H
#define KICKBENCH_TESTS_SYNTH_ROWS_H

#include "lib/csv.h"
#include "lib/parse.h"
#include "lib/random.h"
#include "lib/rundir.h"
#include "tests/synth.h"

#define SYNTH_ARMS 16

/* All that is being written. */
struct writer {
	struct synth p;
	struct names protocols;
	double effect[SYNTH_ARMS];
	struct csv_out env, cells, samples, kicks, race, counters, cpus, runs;
	struct random_state random;
	int cell, vcpus;
	const char *bench, *guest, *place, *variant;
};

/* What a benchmark writes, and into which kind of run. */
struct writes {
	const char *bench;
	enum run_kind kind;
	void (*write)(struct writer *w, int run);
	const char *as;		/* the bench's name in cells.csv, where it differs */
};

/* NULL if there is none. */
const struct writes *synth_writes(const char *bench);
/* What the CPUs of one run went through: nothing that is worth a word. */
void synth_write_cpus(struct writer *w, int run);
/* Counters of one counting run. */
void synth_write_counters(struct writer *w, int run);

#endif
