/* SPDX-License-Identifier: GPL-2.0-only */
/* The order of the runs, and what a turn measures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/plan.h"
#include "lib/random.h"

#define ORDER 0x6f72646572	/* a stream of its own: of no run */

static void add_turn(struct plan *p, const struct turn *t)
{
	p->turns = xrealloc(p->turns, (p->nr_turns + 1) * sizeof(*p->turns));
	p->turns[p->nr_turns++] = *t;
}

void plan_turns(struct plan *p)
{
	struct random_state r;

	for (size_t i = 0; i < p->nr; i++) {
		const struct cell *c = &p->cells[i];
		int all = c->status == CELL_UNSUPPORTED ? 0 : c->runs + c->counting_runs;

		for (int run = 0; run < all; run++)
			add_turn(p, &(struct turn){ c->id, run, run < c->runs ? c->bench->kind :
						    RUN_COUNTING });
	}
	random_seed(&r, random_derive(p->seed, ORDER, 0));
	random_shuffle(&r, p->turns, p->nr_turns, sizeof(*p->turns));
}

void plan_give_up(struct plan *p, int cell, const char *why)
{
	struct cell *c = &p->cells[cell];
	char *note = xstrdup(why);
	size_t kept = 0;

	free(c->note);
	c->note = note;
	c->status = CELL_UNSUPPORTED;
	for (size_t i = 0; i < p->nr_turns; i++)
		if (p->turns[i].cell != cell)
			p->turns[kept++] = p->turns[i];
	p->nr_turns = kept;
}

bool plan_any(const struct plan *p, const char **why)
{
	*why = "nothing was selected";
	for (size_t i = p->nr; i-- > 0;) {
		if (p->cells[i].status == CELL_PLANNED)
			return true;
		*why = p->cells[i].note;
	}
	return false;
}

void plan_job(const struct plan *p, const struct turn *turn, struct job *job)
{
	const struct cell *c = &p->cells[turn->cell];

	*job = (struct job){
		.bench = c->bench, .guest = c->guest, .nr_arms = c->nr_arms,
		.nr_vcpus = c->cpus.nr_vcpus, .vcpu_cpu = c->cpus.vcpu_cpu,
		.vcpu_node = c->cpus.vcpu_node, .nr_services = c->cpus.nr_services,
		.service_cpu = c->cpus.service_cpu, .blocks = c->blocks, .batch = c->batch,
		.seed = random_derive(p->seed, turn->cell, turn->run),
		.kick_rate = c->kick_rate, .vmm_lock = c->vmm_lock,
		.immediate_exit = p->immediate_exit, .kind = turn->kind,
		.counters = turn->kind == RUN_COUNTING ? p->counters : NULL,
		.nr_nodes = p->nr_nodes,
	};
	memcpy(job->variant, c->variant, sizeof(job->variant));
	memcpy(job->arms, c->arms, sizeof(job->arms));
}
