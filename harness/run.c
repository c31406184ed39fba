/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/plots.h"
#include "analysis/summary.h"
#include "harness/coordinator.h"
#include "harness/counting.h"
#include "harness/describe.h"
#include "harness/execute.h"
#include "harness/options.h"
#include "harness/plan.h"
#include "harness/resume.h"
#include "harness/store.h"

struct running {
	struct options o;
	int argc;
	char **argv;
	bool resuming;
	struct resumed was;
	char *final;
	char *counters;		/* those of --counters that this host has */
	struct topo *topo;
	struct plan *plan;
	struct store store;
	struct execution x;
	struct vm kept;
};

/* All that can be said without KVM: the command line is right, the place for
 * the results free. */
static int check(struct running *r, struct error *err)
{
	if (options_parse(&r->o, OPTIONS_RUN, r->argc, r->argv, err))
		return -1;
	if (getenv("HWLOC_SYNTHETIC") || getenv("HWLOC_XMLFILE"))
		return error_set(err, EXIT_USAGE,
				 "HWLOC_SYNTHETIC, HWLOC_XMLFILE: they serve topo and plan; run "
				 "measures the host at hand (unset them)");
	r->resuming = r->o.resume;
	if (r->resuming && resume_load(&r->was, r->o.resume, &r->o, err))
		return -1;
	if (r->o.counters && counting_available(r->o.counters, &r->counters, err))
		return -1;
	r->o.counters = r->counters;
	r->final = r->resuming ? xstrdup(r->was.final) : store_name(r->o.output);
	return r->resuming ? 0 : store_check(r->final, err);
}

/* Guests that this KVM cannot run. */
static void try_guests(struct plan *p)
{
	for (size_t i = 0; i < p->nr; i++) {
		struct cell *c = &p->cells[i];
		struct error why = { 0 };
		struct vm vm;

		if (c->status == CELL_UNSUPPORTED)
			continue;
		if (!vm_open(&vm, c->guest, c->cpus.nr_vcpus, &why))
			vm_close(&vm);
		else
			plan_give_up(p, c->id, why.text);
	}
}

/*
 * One VM of the coordinator's, from before the first probe to the end. With the first VM
 * and after the last KVM switches virtualization of all CPUs on and off and patches the
 * scheduler's code while they run it (preempt notifiers); without this one, in every run.
 */
static int keep_vm(struct running *r, struct error *err)
{
	return vm_open(&r->kept, guest_find("pmtimer"), 1, err);
}

/* --resume has its batches from its directory. */
static int plan_for(struct running *r, const struct kernel *k, struct error *err)
{
	plan_free(r->plan);
	r->plan = plan_make(&r->o, r->topo, k, err);
	if (!r->plan)
		return -1;
	return r->o.batches_of && !r->resuming ?
	       plan_batches_of(r->plan, r->o.batches_of, err) : 0;
}

/* Twice: a command line that fits nothing is to be told apart from a host without KVM. */
static int make_plan(struct running *r, struct error *err)
{
	struct kernel k = { 0 };
	const char *why;
	int kind;

	r->topo = topo_load(err);
	if (!r->topo)
		return -1;
	if (!topo_is_real(r->topo))
		return error_set(err, EXIT_USAGE,
				 "HWLOC_*: the topology is not this host's (unset them)");
	if (plan_for(r, &k, err) || keep_vm(r, err))
		return -1;
	kind = vm_immediate_exit(err);
	if (kind < 0)
		return -1;
	k = (struct kernel){ .known = true, .immediate_exit = kind };
	if (plan_for(r, &k, err))
		return -1;
	try_guests(r->plan);
	if (r->resuming)
		return resume_match(&r->was, r->topo, r->plan, err);
	if (plan_any(r->plan, &why))
		return 0;
	return error_set(err, EXIT_CANNOT, "nothing to measure: %.400s", why);
}

static int begin(struct running *r, struct error *err)
{
	struct env e;
	int ret;

	if (describe_calibrate(r->plan, err))
		return -1;
	describe(&e, r->topo, r->plan, r->argc, r->argv);
	ret = store_create(&r->store, r->final, &e, r->plan, err);
	env_free(&e);
	return ret;
}

static int again(struct running *r, struct error *err)
{
	char *partial = xasprintf("%s%s", r->final, RUNDIR_PARTIAL);
	int ret = 0;

	resume_injected(&r->was, r->plan);
	if (r->was.was_final && rename(r->final, partial))
		ret = error_set(err, EXIT_CANNOT, "%s: cannot be renamed to %s (is it writable?)",
				r->final, partial);
	free(partial);
	return ret ? -1 : store_open(&r->store, r->final, r->was.dir, err);
}

/* What has become of each cell; what was given up before its first run says why itself. */
static void settle(struct running *r)
{
	for (size_t i = 0; i < r->plan->nr; i++) {
		struct cell *c = &r->plan->cells[i];

		if (c->status != CELL_PLANNED)
			continue;
		c->status = r->x.lost[i] ? CELL_INCOMPLETE : CELL_OK;
		if (r->x.lost[i]) {
			free(c->note);
			c->note = xasprintf("%d of its runs failed", r->x.lost[i]);
		}
	}
}

static size_t count_finished(const struct running *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->plan->nr_turns; i++)
		n += resume_finished(r->was.dir, &r->plan->turns[i]);
	return n;
}

static int measure(struct running *r, struct error *err)
{
	struct error closing = { 0 };
	bool stopped;
	int ret;

	r->x = (struct execution){
		.plan = r->plan, .o = &r->o, .store = &r->store, .was = r->was.dir,
		.boot_id = env_boot_id(), .lost = xcalloc(r->plan->nr, sizeof(int)),
	};
	r->x.finished = count_finished(r);
	progress_start(&r->x.progress, r->plan->nr_turns);
	ret = execute_pilots(&r->x, err);
	if (!ret)
		ret = store_cells(r->store.partial, r->plan, err);
	r->x.progress.total = r->plan->nr_turns;
	if (!ret)
		ret = execute_turns(&r->x, err);
	stopped = ret || coordinator_interrupted();
	if (!stopped) {
		settle(r);
		ret = store_cells(r->store.partial, r->plan, err);
	}
	if (store_close(&r->store, !stopped && !ret, &closing) && !ret)
		ret = error_set(err, closing.status, "%s", closing.text);
	free(r->x.boot_id);
	free(r->x.lost);
	if (!ret && stopped)
		ret = error_set(err, EXIT_DISTURBED,
				"interrupted: %zu of %zu runs are in %s%s (go on: kickbench run "
				"--resume %s)",
				r->x.finished + r->x.progress.done, r->plan->nr_turns, r->final,
				RUNDIR_PARTIAL, r->final);
	return ret;
}

/* The one path to a table: by analyzing the directory that was just written. */
static int show(const struct running *r, struct error *err)
{
	struct rundir *d = rundir_load(r->final, err);
	struct summary *s = d ? summary_compute(d, NULL, err) : NULL;
	int status = -1;

	if (s) {
		struct report report = { .dir = d, .summary = s, .emulated = rundir_emulated(d) };

		/* A loss outranks that it could not be told or drawn. */
		status = (int)report_status(&report);
		if ((formats[0]->write(&report, stdout, err) || summary_write(s, r->final, err) ||
		     (r->o.plots && plots_write(&report, NULL, err))) && status != EXIT_NO)
			status = -1;
	}
	summary_free(s);
	rundir_free(d);
	return status;
}

int run_command(int argc, char **argv)
{
	struct running r = { .argc = argc, .argv = argv, .kept = { .kvm_fd = -1, .fd = -1 } };
	struct error err = { 0 };
	int status = -1, failed;

	/* A file that may not grow is a full disk, not a reason to die of. */
	signal(SIGXFSZ, SIG_IGN);
	if (!check(&r, &err) && !make_plan(&r, &err)) {
		coordinator_catch();
		failed = (r.resuming ? again(&r, &err) : begin(&r, &err)) || measure(&r, &err);
		coordinator_restore();
		/* All is in its place: who interrupts the pictures loses nothing. */
		if (!failed)
			status = show(&r, &err);
	}
	if (err.status)
		complain("%s", err.text);
	vm_close(&r.kept);
	resume_free(&r.was);
	plan_free(r.plan);
	topo_free(r.topo);
	free(r.final);
	free(r.counters);
	return status >= 0 ? status : err.status;
}
