/* SPDX-License-Identifier: GPL-2.0-only */
/* `report`: a run directory's raw files become a summary, and that a table. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "analysis/commands.h"
#include "analysis/plots.h"
#include "analysis/summary.h"

struct report_options {
	const char *dir;
	const struct format *format;
	bool plots, terminal;
	struct summary_options summary;
};

static const char *format_name(size_t i)
{
	return formats[i]->name;
}

static int set_format(struct report_options *o, const char *text, struct error *err)
{
	int i = option_format(text, format_name, nr_formats, err);

	if (i < 0)
		return -1;
	o->format = formats[i];
	return 0;
}

static int get_operand(struct report_options *o, const char *text, struct error *err)
{
	if (o->dir)
		return error_set(err, EXIT_USAGE, "report %s: one directory is enough (name one)",
				 text);
	o->dir = text;
	return 0;
}

/* No letters, so that optopt tells a switch with a value from an unknown letter. */
enum { OPERAND = 1, FORMAT = 256, PLOTS, TERMINAL, MINIMAL, LEVEL };

static int refuse(const char *word, struct error *err)
{
	char letter[] = { '-', (char)optopt, '\0' };

	if (optopt >= FORMAT)
		return error_set(err, EXIT_USAGE, "report %s: it takes no value (leave the = away)",
				 word);
	return error_set(err, EXIT_USAGE, "report %s: no such option (there are --format F, "
			 "--plots, --terminal, --minimal M, --level L)", optopt ? letter : word);
}

static int get_option(struct report_options *o, int option, const char *word,
		      struct error *err)
{
	switch (option) {
	case OPERAND:
		return get_operand(o, optarg, err);
	case FORMAT:
		return set_format(o, optarg, err);
	case PLOTS:
		o->plots = true;
		return 0;
	case TERMINAL:
		o->terminal = true;
		return 0;
	case MINIMAL:
		return option_share("minimal", optarg, MINIMAL_MAX, &o->summary.minimal, err);
	case LEVEL:
		return option_level(optarg, &o->summary.level, err);
	case ':':
		return error_set(err, EXIT_USAGE, "%s: its value is missing (see kickbench help "
				 "report)", word);
	default:
		return refuse(word, err);
	}
}

/* Operands are taken where they stand ("-"), whatever POSIXLY_CORRECT says. */
static int parse(int argc, char **argv, struct report_options *o, struct error *err)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, FORMAT },
		{ "plots", no_argument, NULL, PLOTS },
		{ "terminal", no_argument, NULL, TERMINAL },
		{ "minimal", required_argument, NULL, MINIMAL },
		{ "level", required_argument, NULL, LEVEL },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	opterr = 0;
	optind = 0;
	while ((option = getopt_long(argc, argv, "-:", options, NULL)) != -1)
		if (get_option(o, option, argv[optind - 1], err))
			return -1;
	for (; optind < argc; optind++)
		if (get_operand(o, argv[optind], err))
			return -1;
	if (!o->dir)
		return error_set(err, EXIT_USAGE, "report: no directory named (see kickbench help "
				 "report)");
	return 0;
}

/* A directory that is read-only is worth reading all the same. */
static void keep_summary(const struct report *r, const struct report_options *o)
{
	bool asked = !isnan(o->summary.level) || !isnan(o->summary.minimal);
	struct error err = { 0 };

	if (summary_write(r->summary, r->dir->path, &err))
		complain("%s (the table is printed all the same)", err.text);
	else if (asked)
		summary_outdate(r->dir->path);
}

static int terminal_columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || size.ws_col < 40)
		return 80;
	return size.ws_col < 200 ? size.ws_col : 200;
}

static int print(const struct report *r, const struct report_options *o, struct error *err)
{
	if (o->format->write(r, stdout, err))
		return -1;
	if (fflush(stdout))
		return error_set(err, EXIT_DISTURBED, "standard output: cannot be written (is "
				 "the disk full?)");
	if (o->terminal && plots_terminal(r, terminal_columns(), stdout, err))
		return -1;
	return o->plots ? plots_write(r, NULL, err) : 0;
}

static int report(const struct report_options *o)
{
	struct error err = { 0 };
	struct rundir *d = rundir_load(o->dir, &err);
	struct summary *s = d ? summary_compute(d, &o->summary, &err) : NULL;
	int status = EXIT_FINE;

	if (s) {
		struct report r = { .dir = d, .summary = s, .emulated = rundir_emulated(d) };

		keep_summary(&r, o);
		if (!print(&r, o, &err))
			status = (int)report_status(&r);
	}
	if (err.status) {
		complain("%s", err.text);
		status = err.status;
	}
	summary_free(s);
	rundir_free(d);
	return status;
}

void report_help(FILE *out)
{
	fputs("  --minimal M the effect of interest as a share of the level, e.g. 0.02\n"
	      "  --level L   of the intervals and tests; by default the measurement's\n", out);
	fputs("formats:\n", out);
	for (size_t i = 0; i < nr_formats; i++)
		fprintf(out, "  %-12s %s\n", formats[i]->name, formats[i]->summary);
}

int report_command(int argc, char **argv)
{
	struct report_options o = {
		.format = formats[0], .summary = { .level = NAN, .minimal = NAN },
	};
	struct error err = { 0 };

	if (parse(argc, argv, &o, &err)) {
		complain("%s", err.text);
		return err.status;
	}
	return report(&o);
}
