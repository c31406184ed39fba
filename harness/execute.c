/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/execute.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/coordinator.h"
#include "harness/guards.h"
#include "harness/job.h"
#include "harness/pilot.h"
#include "harness/resume.h"
#include "lib/clock.h"
#include "lib/env.h"
#include "lib/random.h"

#define PILOT_TRIES	2
#define NAMED_MAX	3	/* lost runs of a cell that are named; runs.csv has them all */

/* A worker that works takes a fraction of this, also on an emulated host: 120 s, a
 * second a block and arm, and there 4 ms for each exit of a batch. */
static uint64_t timeout_ms(const struct execution *x, const struct job *job)
{
	uint64_t blocks = (uint64_t)job->blocks * job->nr_arms;

	if (x->o->timeout_s)
		return 1000 * (uint64_t)x->o->timeout_s;
	return 120000 + blocks * (1000 + 4 * (uint64_t)job->batch);
}

/* It measures for less than a second on any host. */
static uint64_t pilot_timeout_ms(const struct execution *x)
{
	return x->o->timeout_s ? 1000 * (uint64_t)x->o->timeout_s : 120000;
}

static enum worker_end run_job(struct execution *x, const struct job *job, const struct cell *c,
			       uint64_t padding, uint64_t timeout, struct outcome *o,
			       struct error *err)
{
	char *text = job_text(job);
	struct worker_spec w = {
		.job = text, .home_cpu = c->cpus.coordinator_cpu, .seed = padding,
		.timeout_ms = timeout,
		.tick = x->progress.on ? progress_tick : NULL, .context = &x->progress,
	};
	enum worker_end end;

	outcome_init(o);
	end = worker_run(&w, o, err);
	free(text);
	return end;
}

static void name_step(struct execution *x, const char *step, const struct cell *c)
{
	char what[96];

	snprintf(what, sizeof(what), "%s%s %s %.40s", step, c->bench->name, c->guest->name,
		 c->variant);
	progress_what(&x->progress, what);
}

static enum worker_end try_pilot(struct execution *x, struct cell *c, struct error *why)
{
	struct turn turn = { c->id, 0, c->bench->kind };
	struct outcome o;
	struct job job;
	enum worker_end end;

	*why = (struct error){ 0 };
	plan_job(x->plan, &turn, &job);
	end = run_job(x, &job, c, 0, pilot_timeout_ms(x), &o, why);
	if (end == WORKER_DONE)
		c->batch = pilot_batch(pilot_exit_ns(&o.rows.rows[ROWS_SAMPLES]), pilot_clock_ns(),
				       pilot_tick_ns());
	outcome_free(&o);
	return end;
}

/* The host cannot, or was disturbed: then the cell is incomplete, and a resumption tries
 * it again. */
static int pilot_failed(struct execution *x, struct cell *c, const struct error *why,
			struct error *err)
{
	bool disturbed = why->status != EXIT_CANNOT;
	char *note = xasprintf("%s%s", disturbed ? "its pilot failed: " : "", why->text);
	const char *reason;

	plan_give_up(x->plan, c->id, note);
	free(note);
	if (!disturbed)
		return 0;
	c->status = CELL_INCOMPLETE;
	if (!plan_any(x->plan, &reason))
		return error_set(err, EXIT_DISTURBED, "pilot of %s %s: %s", c->bench->name,
				 c->guest->name, why->text);
	progress_clear(&x->progress);
	complain("pilot of %s %s: %.300s (the other measurements go on)", c->bench->name,
		 c->guest->name, why->text);
	return 0;
}

/* Costs no more than its cell, as any worker; a second try is for what disturbed the first. */
static int pilot(struct execution *x, struct cell *c, struct error *err)
{
	struct error why;
	enum worker_end end;
	int tries = 0;

	name_step(x, "pilot: ", c);
	do
		end = try_pilot(x, c, &why);
	while (end == WORKER_FAILED && why.status != EXIT_CANNOT && ++tries < PILOT_TRIES);
	if (end == WORKER_NOT_STARTED)
		return error_set(err, why.status, "%.400s", why.text);
	return end == WORKER_FAILED ? pilot_failed(x, c, &why, err) : 0;
}

int execute_pilots(struct execution *x, struct error *err)
{
	for (size_t i = 0; i < x->plan->nr && !coordinator_interrupted(); i++) {
		struct cell *c = &x->plan->cells[i];

		if (cell_batched(c) && !c->batch && c->status != CELL_UNSUPPORTED &&
		    pilot(x, c, err))
			return -1;
	}
	return 0;
}

/* Why this run is to be measured again; NULL: it stands. */
static const char *reject(struct execution *x, const struct turn *t, const struct outcome *o)
{
	const struct cell *c = &x->plan->cells[t->cell];

	/* More vCPUs than CPUs: switches are what is measured. Races count, they time nothing. */
	if (c->cpus.oversubscribed || t->kind == RUN_RACE || t->kind == RUN_PATH ||
	    x->replaced[t->cell] >= c->runs / 2)
		return NULL;
	return guards_reject(&o->guards, &o->rows.rows[ROWS_SAMPLES]);
}

static int record(struct execution *x, struct run_record *r, const char *status,
		  const char *reason, struct error *err)
{
	r->status = status;
	r->reason = reason;
	r->boot_id = x->boot_id;
	return store_run(x->store, &x->plan->cells[r->turn->cell], r, err);
}

static int lost_run(struct execution *x, struct run_record *r, const struct error *why,
		    struct error *err)
{
	const struct cell *c = &x->plan->cells[r->turn->cell];

	if (x->lost[c->id]++ < NAMED_MAX) {
		progress_clear(&x->progress);
		complain("run %d of %s %s: %.300s (%s)", r->turn->run, c->bench->name,
			 c->guest->name, why->text,
			 x->lost[c->id] < NAMED_MAX ? "the others go on"
						    : "others like it: see runs.csv");
	}
	/* What hangs twice running hangs always, and takes minutes each time. */
	x->hung[c->id] = r->outcome->hung ? x->hung[c->id] + 1 : 0;
	if (x->hung[c->id] == HUNG_MAX) {
		progress_clear(&x->progress);
		complain("%s %s: %d runs in a row hung (its other runs are left out; --resume "
			 "tries them)", c->bench->name, c->guest->name, HUNG_MAX);
	}
	r->outcome = NULL;
	return record(x, r, "failed", why->text, err);
}

/* 1: once more; 0: done; -1 with *err. */
static int attempt(struct execution *x, struct run_record *r, struct error *err)
{
	const struct cell *c = &x->plan->cells[r->turn->cell];
	struct error why = { 0 };
	const char *rejected;
	struct outcome o;
	struct job job;
	int ret = 0;

	plan_job(x->plan, r->turn, &job);
	r->outcome = &o;
	switch (run_job(x, &job, c, random_derive(job.seed, r->attempt, 1), timeout_ms(x, &job), &o,
			&why)) {
	case WORKER_INTERRUPTED:
		break;
	case WORKER_NOT_STARTED:
		ret = error_set(err, why.status, "%.400s", why.text);
		break;
	case WORKER_FAILED:
		ret = lost_run(x, r, &why, err);
		break;
	case WORKER_DONE:
		x->hung[c->id] = 0;
		rejected = reject(x, r->turn, &o);
		ret = record(x, r, rejected ? "replaced" : "ok", rejected, err);
		x->replaced[c->id] += !!rejected;
		if (!ret && rejected)
			ret = 1;
		break;
	}
	r->outcome = NULL;	/* both are of this call */
	r->reason = NULL;
	outcome_free(&o);
	return ret;
}

int execute_turn(struct execution *x, const struct turn *t, struct error *err)
{
	int *attempts = &x->attempts[t - x->plan->turns];
	struct run_record r = { .turn = t, .attempt = *attempts };
	int again;

	name_step(x, "", &x->plan->cells[t->cell]);
	again = attempt(x, &r, err);
	*attempts += again > 0;
	return again;
}
