/* SPDX-License-Identifier: GPL-2.0-only */
/* `report`: a run directory's raw files become a summary, and that a table. */
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

static int set_format(void *to, const char *text, struct error *err)
{
	struct report_options *o = to;
	int i = option_format(text, format_name, nr_formats, err);

	if (i < 0)
		return -1;
	o->format = formats[i];
	return 0;
}

static int get_operand(void *to, const char *text, struct error *err)
{
	struct report_options *o = to;

	if (o->dir)
		return error_set(err, EXIT_USAGE, "report %s: one directory is enough (name one)",
				 text);
	o->dir = text;
	return 0;
}

static int set_plots(void *to, const char *value, struct error *err)
{
	(void)value, (void)err;
	((struct report_options *)to)->plots = true;
	return 0;
}

static int set_terminal(void *to, const char *value, struct error *err)
{
	(void)value, (void)err;
	((struct report_options *)to)->terminal = true;
	return 0;
}

static int set_minimal(void *to, const char *value, struct error *err)
{
	struct report_options *o = to;

	return option_share("minimal", value, MINIMAL_MAX, &o->summary.minimal, err);
}

static int set_level(void *to, const char *value, struct error *err)
{
	return option_level(value, &((struct report_options *)to)->summary.level, err);
}

static const struct command_option report_options[] = {
	{ "format", true, set_format },
	{ "plots", false, set_plots },
	{ "terminal", false, set_terminal },
	{ "minimal", true, set_minimal },
	{ "level", true, set_level },
	{ NULL, false, NULL },
};

static int parse(int argc, char **argv, struct report_options *o, struct error *err)
{
	struct command_line line = { "report", report_options, get_operand, o };

	if (command_parse(&line, argc, argv, err))
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
	return 0;
}

/* The table is out, and its answer stands; a lost kick outranks a missing gnuplot. */
static int draw(const struct report *r, const struct report_options *o, int status,
		struct error *err)
{
	bool drawn = (!o->terminal || !plots_terminal(r, terminal_columns(), stdout, err)) &&
		     (!o->plots || !plots_write(r, NULL, err));

	if (drawn || status != EXIT_NO)
		return status;
	complain("%s", err->text);
	*err = (struct error){ 0 };
	return status;
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
		status = (int)report_status(&r);
		if (!print(&r, o, &err))
			status = draw(&r, o, status, &err);
	}
	if (err.status) {
		complain("%s", err.text);
		/* That the answer is no outranks that it could not be told. */
		status = status == EXIT_NO ? EXIT_NO : (int)err.status;
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
