/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Synthetic run directories, for tests: complete, with every file of the
 * contract, and the same bytes for the same parameters. tests/tools/synth.c is
 * the same as a program: build/tests/synth DIR --runs 20 ...
 */
#ifndef KICKBENCH_TESTS_SYNTH_H
#define KICKBENCH_TESTS_SYNTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "lib/die.h"

/* All strings are comma lists, NULL or "": the default. A cell is written for
 * each bench x guest x vCPUs x place x variant. */
struct synth {
	const char *bench;		/* exit entry contend kick kickcost race path counters */
	const char *guest;		/* pmtimer */
	const char *protocols;		/* sigmask,immediate_exit; baseline first */
	const char *vcpus;		/* 1 */
	const char *place;		/* 0/0/0 */
	const char *variant;		/* none; parts joined with + */
	const char *effect_ns;		/* per further protocol, or one for all: -133 */
	const char *lost;		/* race: kicks lost per run and protocol, e.g. naive=3 */
	const char *stale;		/* the same for stale */
	const char *status;		/* of the cells: ok */
	const char *note;		/* of the cells */
	const char *boot;		/* begins the boot id of all runs: boot */
	double level_ns;		/* an exit of the baseline: 8300 */
	double noise;			/* sd of a batch, share of the level: .02 */
	double run_sd;			/* sd between runs, share of the level: .001 */
	double common_sd;		/* sd between runs of what all arms pay alike: 0 */
	double handoff_ns;		/* per further vCPU, in the baseline: 400 */
	double kick_cost_ns;		/* per kick: 3700; twice that further on */
	double flagged;			/* share of blocks with an involuntary switch: 0 */
	double flagged_cost_ns;		/* what such a block costs more per exit: 0 */
	int flagged_arm;		/* ... in this arm alone (its index); 0: in all */
	double null_ns;			/* what an arm named null costs more: 0 */
	double path;			/* instructions of the baseline in kind path: 3035 */
	double shift;			/* all of the directory costs so much more (ns): 0 */
	int runs, blocks, batch;	/* 20, 100, 16 */
	int kicks;			/* per run and protocol, benches kick and race: 500 */
	uint64_t seed;			/* 1 */
	const char *env[64];		/* KEY=VALUE, besides or instead of the defaults */
	size_t nr_env;
};

/* Creates dir (which must not exist) and writes all files. 0, or -1 with *err. */
int synth_write(const char *dir, const struct synth *parameters, struct error *err);

/* Removes what synth_write() and `report` wrote, and the directory. */
void synth_remove(const char *dir);

#endif
