/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/options.h"

#include <getopt.h>
#include <string.h>

#include "harness/axes.h"
#include "lib/parse.h"
#include "lib/random.h"

struct row {
	const char *name;
	const char *argument;	/* NULL: a switch */
	const char *help;
	bool run_only;		/* `plan` refuses it */
	int (*set)(struct options *o, const char *value, struct error *err);
};

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
	return *value ? 0
		      : error_set(err, EXIT_USAGE,
				  "--place '': an empty list (kickbench list shows the places)");
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
	struct names l;

	if (names_split("--variant", value, &l, err))
		return -1;
	names_release(&l);
	o->variant = value;
	return 0;
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

static const struct row rows[] = {
	{ "bench", "L", "benchmarks, a comma list, or all", false, set_bench },
	{ "guest", "L", "guests, or all", false, set_guest },
	{ "protocols", "L", "kick protocols, the first is the baseline; or all", false,
	  set_protocols },
	{ "vcpus", "L", "numbers of vCPUs: 1,2  1-4  max  all", false, set_vcpus },
	{ "place", "L", "HOME/VCPUS/SERVICE in nodes, short names, or all", false, set_place },
	{ "kick-rate", "N", "kick each vCPU N times a second meanwhile", false, set_kick_rate },
	{ "vmm-lock", NULL, "one process-wide mutex per exit, as QEMU's BQL", false,
	  set_vmm_lock },
	{ "variant", "L", "only these cases of a benchmark; plain: the one without a name", false,
	  set_variant },
	{ "runs", "R", "fresh processes per cell (20)", false, set_runs },
	{ "blocks", "B", "blocks per run (100)", false, set_blocks },
	{ "batch", "N", "exits per timed batch of exit and entry (a pilot decides)", false,
	  set_batch },
	{ "level", "P", "confidence level (0.99)", false, set_level },
	{ "seed", "N", "repeats the random order of another run", false, set_seed },
	{ "inject", "P=NS", "spin NS longer per exit of protocol P; P=Ki: K instructions", false,
	  set_inject },
	{ "null-control", NULL, "the baseline once more, as arm `null`", false, set_null },
	{ "counters", "L", "perf events, siglock, default; in runs of their own", false,
	  set_counters },
	{ "gap", "MS", "pause between runs (200 for a cell alone, else 0)", false, set_gap },
	{ "timeout", "S", "a worker without result after so long has hung", false,
	  set_timeout },
	{ "resume", "DIR", "go on with an interrupted run directory", true, set_resume },
	{ "output", "DIR", "also -o: the new run directory (results/HOST/UTC-KERNEL)", true,
	  set_output },
	{ "plots", NULL, "pictures at the end, to DIR/plots (gnuplot)", true, set_plots },
};

#define NR_ROWS_OPTIONS (sizeof(rows) / sizeof(rows[0]))

void options_help(FILE *out)
{
	fprintf(out, "\noptions:\n");
	for (size_t i = 0; i < NR_ROWS_OPTIONS; i++)
		fprintf(out, "  --%-12s %-5s %s\n", rows[i].name,
			rows[i].argument ? rows[i].argument : "", rows[i].help);
}

static void known_options(char *text, size_t size, enum options_for command)
{
	*text = 0;
	for (size_t i = 0; i < NR_ROWS_OPTIONS; i++) {
		size_t used = strlen(text);

		if (command == OPTIONS_RUN || !rows[i].run_only)
			snprintf(text + used, size - used, "%s--%s", used ? ", " : "",
				 rows[i].name);
	}
}

static int refuse(int c, enum options_for command, char **argv, struct error *err)
{
	const char *last = argv[optind - 1];
	char known[400];

	if (c == ':')
		return error_set(err, EXIT_USAGE,
				 "%s: its argument is missing (kickbench help run)", last);
	known_options(known, sizeof(known), command);
	return error_set(err, EXIT_USAGE, "%s: no such option (there are %s)", last, known);
}

static int take(struct options *o, enum options_for command, const struct row *r,
		const char *value, struct error *err)
{
	if (r->run_only && command != OPTIONS_RUN)
		return error_set(err, EXIT_USAGE, "--%s: plan writes nothing (use kickbench run)",
				 r->name);
	return r->set(o, value, err);
}

static const struct row *find_row(const char *name)
{
	for (size_t i = 0; i < NR_ROWS_OPTIONS; i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

static int parse_all(struct options *o, enum options_for command, int argc, char **argv,
		     struct error *err)
{
	struct option table[NR_ROWS_OPTIONS + 1] = { 0 };
	int c, which = 0;

	for (size_t i = 0; i < NR_ROWS_OPTIONS; i++)
		table[i] = (struct option){
			.name = rows[i].name,
			.has_arg = rows[i].argument ? required_argument : no_argument,
		};
	opterr = 0;
	optind = 0;	/* glibc: start anew, whoever parsed before */
	while ((c = getopt_long(argc, argv, "+:o:", table, &which)) != -1) {
		const struct row *r = c == 'o' ? find_row("output") : &rows[which];

		if (c == '?' || c == ':')
			return refuse(c, command, argv, err);
		if (take(o, command, r, optarg, err))
			return -1;
	}
	if (optind < argc)
		return error_set(err, EXIT_USAGE,
				 "%s: not an option (kickbench help run lists them)",
				 argv[optind]);
	return 0;
}

int options_parse(struct options *o, enum options_for command, int argc, char **argv,
		  struct error *err)
{
	*o = (struct options){ .level = .99, .gap_ms = -1, };
	if (parse_all(o, command, argc, argv, err))
		return -1;
	if (o->resume && argc > 3)
		return error_set(err, EXIT_USAGE,
				 "--resume %s: it goes on as it began (give no other option)",
				 o->resume);
	if (!o->seed_given)
		o->seed = random_fresh();
	return 0;
}
