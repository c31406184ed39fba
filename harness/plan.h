/* SPDX-License-Identifier: GPL-2.0-only */
/* What will be measured: cells, their CPUs, and the order of their runs. */
#ifndef KICKBENCH_HARNESS_PLAN_H
#define KICKBENCH_HARNESS_PLAN_H

#include "harness/arms.h"
#include "harness/options.h"
#include "lib/parse.h"
#include "lib/place.h"
#include "lib/topo.h"

enum cell_status { CELL_PLANNED, CELL_OK, CELL_UNSUPPORTED, CELL_INCOMPLETE };
extern const char *const cell_status_names[];

struct cell {
	int id;			/* from 0 */
	const struct bench *bench;
	const struct guest *guest;
	struct place place;
	struct place_plan cpus;
	char variant[128];	/* parts joined with +; "" for the plain case */
	struct arm arms[ARMS_MAX];	/* of an unsupported cell: none */
	int nr_arms;
	char *protocols;	/* names of the arms, joined with + */
	int runs, blocks;
	int batch;		/* 0: none, or the pilot has not fixed it yet */
	int counting_runs;	/* numbered on from `runs` */
	unsigned kick_rate;
	bool vmm_lock;
	enum cell_status status;
	char *note;		/* "" or why it has this status */
};

/* A run in the order of all runs. */
struct turn {
	int cell, run;
	enum run_kind kind;
};

struct plan {
	struct cell *cells;
	size_t nr;
	struct turn *turns;
	size_t nr_turns;
	uint64_t seed;
	double level;
	const char *counters;
	struct injected {
		uint64_t ns, instructions;
		double real_ns;		/* as calibrated: what it really adds */
	} injected[ARMS_MAX];		/* the sizes of --inject P=NS */
	int nr_injected;
	int nr_nodes;			/* of the host */
	enum immediate_exit immediate_exit;
};

/* Cells first, in the order of the axes, then the turns in the order that the
 * seed draws. NULL with *err: EXIT_USAGE for what never fits together,
 * EXIT_CANNOT for what this host does not have. Free with plan_free(). */
struct plan *plan_make(const struct options *o, const struct topo *t, const struct kernel *k,
		       struct error *err);
void plan_free(struct plan *p);

/* Whether batches of a fixed number of exits are what the cell times. */
bool cell_batched(const struct cell *c);
/* Their length, as the cells of a run directory have it that ask the same; others keep theirs.
 * 0, or -1 with *err: it cannot be read, or has no such cell. */
int plan_batches_of(struct plan *p, const char *dir, struct error *err);

/* plan_sizes.c: the numbers of vCPUs that a benchmark is measured with where `max` have a
 * CPU of their own; asked: --vcpus, or NULL for the benchmark's own choice. One that has a
 * sole vCPU takes 1 if that is among those asked (`max` is 1 then), else none. 0 or -1
 * with *err. */
int plan_sizes(const struct bench *b, const char *asked, int max, struct sizes *s,
	       struct error *err);
/* For a selection with nothing but sole vCPUs: what --vcpus asks for in vain is an error. */
int plan_sole_sizes(const struct bench *b, const char *asked, struct error *err);

/* Draws the order of all runs; part of plan_make(). */
void plan_turns(struct plan *p);

/* A cell that this host cannot measure: no turns, and the reason as its note. */
void plan_give_up(struct plan *p, int cell, const char *why);
/* Whether any cell is left to measure; the first reason if not. Before the first turn. */
bool plan_any(const struct plan *p, const char **why);

/* The job of a turn; what it points to belongs to the cell. */
void plan_job(const struct plan *p, const struct turn *turn, struct job *job);

int plan_command(int argc, char **argv);

#endif
