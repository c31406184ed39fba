/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line by the table of options: parsing, help, and what is refused. */
#include <getopt.h>
#include <string.h>

#include "harness/options_parts.h"
#include "lib/random.h"

static void list_options(FILE *out, enum options_for command)
{
	for (size_t i = 0; i < nr_option_rows; i++) {
		const struct option_row *r = &option_rows[i];

		if (command == OPTIONS_PLAN && r->run_only)
			continue;
		if (r->group)
			fprintf(out, "\n%s:\n", r->group);
		fprintf(out, "  --%-12s %-5s %s\n", r->name, r->argument ? r->argument : "",
			r->help);
	}
	fputs("\nkickbench list names benchmarks, guests, protocols and places; kickbench topo the "
	      "nodes.\n", out);
}

void options_help_run(FILE *out)
{
	list_options(out, OPTIONS_RUN);
}

void options_help_plan(FILE *out)
{
	list_options(out, OPTIONS_PLAN);
}

static void known_options(char *text, size_t size, enum options_for command)
{
	*text = 0;
	for (size_t i = 0; i < nr_option_rows; i++) {
		size_t used = strlen(text);

		if (command == OPTIONS_RUN || !option_rows[i].run_only)
			snprintf(text + used, size - used, "%s--%s", used ? ", " : "",
				 option_rows[i].name);
	}
}

/* "--vmm-lock=yes": the option is known, the value is one too many. */
static bool known_switch(const char *text)
{
	size_t n = strcspn(text, "=");

	for (size_t i = 0; text[n] && i < nr_option_rows; i++)
		if (!option_rows[i].argument && n == strlen(option_rows[i].name) + 2 &&
		    !strncmp(text + 2, option_rows[i].name, n - 2))
			return true;
	return false;
}

static int refuse(int c, enum options_for command, char **argv, struct error *err)
{
	const char *last = argv[optind - 1];
	/* A letter amid others: optind does not stand behind it yet. */
	char known[400], letter[] = { '-', (char)optopt, '\0' };

	if (c == ':')
		return error_set(err, EXIT_USAGE,
				 "%s: its argument is missing (kickbench help run)", last);
	if (known_switch(last))
		return error_set(err, EXIT_USAGE, "%s: it takes no value (leave the = away)", last);
	known_options(known, sizeof(known), command);
	return error_set(err, EXIT_USAGE, "%s: no such option (there are %s)",
			 optopt ? letter : last, known);
}

static int take(struct options *o, enum options_for command, const struct option_row *r,
		const char *value, struct error *err)
{
	if (r->run_only && command != OPTIONS_RUN)
		return error_set(err, EXIT_USAGE, "--%s: plan writes nothing (use kickbench run)",
				 r->name);
	o->renews |= !r->resumes;
	return r->set(o, value, err);
}

static const struct option_row *find_row(const char *name)
{
	for (size_t i = 0; i < nr_option_rows; i++)
		if (!strcmp(option_rows[i].name, name))
			return &option_rows[i];
	return NULL;
}

static int parse_all(struct options *o, enum options_for command, int argc, char **argv,
		     struct error *err)
{
	struct option table[OPTIONS_MAX + 1] = { 0 };
	int c, which = 0;

	for (size_t i = 0; i < nr_option_rows; i++)
		table[i] = (struct option){
			.name = option_rows[i].name,
			.has_arg = option_rows[i].argument ? required_argument : no_argument,
		};
	opterr = 0;
	optind = 0;	/* glibc: start anew, whoever parsed before */
	while ((c = getopt_long(argc, argv, "+:o:", table, &which)) != -1) {
		const struct option_row *r = c == 'o' ? find_row("output") : &option_rows[which];

		if (c == '?' || c == ':')
			return refuse(c, command, argv, err);
		if (take(o, command, r, optarg, err))
			return -1;
	}
	if (optind < argc)
		return error_set(err, EXIT_USAGE,
				 "'%s': not an option (kickbench help run lists them)",
				 argv[optind]);
	return 0;
}

int options_parse(struct options *o, enum options_for command, int argc, char **argv,
		  struct error *err)
{
	*o = (struct options){ .level = .99, .gap_ms = -1, };
	if (parse_all(o, command, argc, argv, err))
		return -1;
	if (o->resume && o->renews)
		return error_set(err, EXIT_USAGE,
				 "--resume %s: it goes on as it began (give no other option but "
				 "--plots)", o->resume);
	if (o->batch && o->batches_of)
		return error_set(err, EXIT_USAGE, "--batch, --batches-of: one length is enough "
				 "(give one of the two)");
	if (!o->seed_given)
		o->seed = random_fresh();
	return 0;
}
