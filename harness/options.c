/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/options_parts.h"

#include <string.h>

#include "harness/axes.h"
#include "lib/parse.h"

/* Nothing empty, nothing twice; what the names mean, the topology or the benchmarks know. */
static int check_list(const char *option, const char *value, struct error *err)
{
	struct names l;

	if (names_split(option, value, &l, err))
		return -1;
	names_release(&l);
	return 0;
}

static int set_bench(struct options *o, const char *value, struct error *err)
{
	o->bench = value;
	return axes_check(&axis_bench, value, err);
}

static int set_guest(struct options *o, const char *value, struct error *err)
{
	o->guest = value;
	return axes_check(&axis_guest, value, err);
}

static int set_protocols(struct options *o, const char *value, struct error *err)
{
	o->protocols = value;
	return axes_check(&axis_protocol, value, err);
}

static int set_vcpus(struct options *o, const char *value, struct error *err)
{
	struct sizes none;

	o->vcpus = value;
	return sizes_parse("--vcpus", value, 0, VCPUS_LIMIT, &none, err);
}

static int set_place(struct options *o, const char *value, struct error *err)
{
	o->place = value;
	return check_list("--place", value, err);
}

static int set_kick_rate(struct options *o, const char *value, struct error *err)
{
	uint64_t n = 0;
	int ret = parse_uint("--kick-rate", value, 1, 1000000, &n, err);

	o->kick_rate = (unsigned)n;
	return ret;
}

static int set_vmm_lock(struct options *o, const char *value, struct error *err)
{
	(void)value, (void)err;
	o->vmm_lock = true;
	return 0;
}

static int set_variant(struct options *o, const char *value, struct error *err)
{
	o->variant = value;
	return check_list("--variant", value, err);
}

static int set_runs(struct options *o, const char *value, struct error *err)
{
	return parse_int("--runs", value, 1, 100000, &o->runs, err);
}

static int set_blocks(struct options *o, const char *value, struct error *err)
{
	return parse_int("--blocks", value, 1, 1000000, &o->blocks, err);
}

static int set_batch(struct options *o, const char *value, struct error *err)
{
	return parse_int("--batch", value, 1, 1000000, &o->batch, err);
}

static int set_batches_of(struct options *o, const char *value, struct error *err)
{
	o->batches_of = value;
	return *value ? 0 : error_set(err, EXIT_USAGE,
				      "--batches-of '': an empty name (name a run directory)");
}

static int set_level(struct options *o, const char *value, struct error *err)
{
	return parse_num("--level", value, .5, .9999, &o->level, err);
}

static int set_seed(struct options *o, const char *value, struct error *err)
{
	o->seed_given = true;
	return parse_uint("--seed", value, 0, UINT64_MAX, &o->seed, err);
}

static int set_inject(struct options *o, const char *value, struct error *err)
{
	return injects_parse(value, o->injects, &o->nr_injects, err);
}

static int set_null(struct options *o, const char *value, struct error *err)
{
	(void)value, (void)err;
	o->null_control = true;
	return 0;
}

static int set_counters(struct options *o, const char *value, struct error *err)
{
	o->counters = value;
	return axes_check_counters(value, err);
}

static int set_gap(struct options *o, const char *value, struct error *err)
{
	return parse_int("--gap", value, 0, 600000, &o->gap_ms, err);
}

static int set_timeout(struct options *o, const char *value, struct error *err)
{
	return parse_int("--timeout", value, 1, 86400, &o->timeout_s, err);
}

static int set_resume(struct options *o, const char *value, struct error *err)
{
	o->resume = value;
	return *value ? 0 : error_set(err, EXIT_USAGE,
				      "--resume '': an empty name (name a run directory)");
}

static int set_plots(struct options *o, const char *value, struct error *err)
{
	(void)value, (void)err;
	o->plots = true;
	return 0;
}

static int set_output(struct options *o, const char *value, struct error *err)
{
	o->output = value;
	return *value ? 0 : error_set(err, EXIT_USAGE,
				      "-o '': an empty name (name a new directory)");
}

const struct option_row option_rows[] = {
	{ "bench", "L", "benchmarks, a comma list, or all (but path)", .set = set_bench,
	  .group = "selection (without one: about a minute, the questions most people have)" },
	{ "guest", "L", "guests, or all", .set = set_guest },
	{ "protocols", "L", "kick protocols, the first is the baseline; or all",
	  .set = set_protocols },
	{ "vcpus", "L", "numbers of vCPUs: 1,2  1-4  max  all", .set = set_vcpus },
	{ "place", "L", "HOME/VCPUS/SERVICE in nodes, short names, or all", .set = set_place },
	{ "kick-rate", "N", "kick each vCPU N times a second meanwhile", .set = set_kick_rate },
	{ "vmm-lock", NULL, "one process-wide mutex per exit, as QEMU's BQL", .set = set_vmm_lock },
	{ "variant", "L", "only these cases of a benchmark; plain: the one without a name",
	  .set = set_variant },
	{ "runs", "R", "fresh processes per cell (20)", .set = set_runs, .group = "size" },
	{ "blocks", "B", "blocks per run (100)", .set = set_blocks },
	{ "batch", "N", "exits per timed batch of exit and entry (a pilot decides)",
	  .set = set_batch },
	{ "batches-of", "DIR", "as long as in that run directory, to compare with it",
	  .set = set_batches_of },
	{ "level", "P", "confidence level (0.99)", .set = set_level },
	{ "seed", "N", "repeats the random order of another run", .set = set_seed },
	{ "gap", "MS", "pause between runs (200 for a cell alone, else 0)", .set = set_gap },
	{ "timeout", "S", "a worker without result after so long has hung", .set = set_timeout },
	{ "inject", "P=NS", "spin NS longer per exit of protocol P; P=Ki: K instructions",
	  .set = set_inject, .group = "checks" },
	{ "null-control", NULL, "the baseline once more, as arm `null`", .set = set_null },
	{ "counters", "L", "perf events, siglock, default; in runs of their own",
	  .set = set_counters },
	{ "resume", "DIR", "go on with an interrupted run directory", .set = set_resume,
	  .run_only = true, .resumes = true },
	{ "output", "DIR", "also -o: the new run directory (results/HOST/UTC-KERNEL)",
	  .set = set_output, .group = "results", .run_only = true },
	{ "plots", NULL, "pictures at the end, to DIR/plots (gnuplot)", .set = set_plots,
	  .run_only = true, .resumes = true },
};
const size_t nr_option_rows = sizeof(option_rows) / sizeof(option_rows[0]);
