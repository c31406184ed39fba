/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of the half that reads: they need files only, no KVM, no root. */
#ifndef KICKBENCH_ANALYSIS_COMMANDS_H
#define KICKBENCH_ANALYSIS_COMMANDS_H

#include <stdbool.h>
#include <stdio.h>
#include "lib/die.h"

/*
 * Each takes the command line from the command's own name on (argv[0] is
 * "report" ...), prints results on standard output and errors in one line on
 * standard error, and returns the exit status (enum exit_status).
 */
int report_command(int argc, char **argv);
/* What help says of its options, on `out`. */
void report_help(FILE *out);
int compare_command(int argc, char **argv);
int track_command(int argc, char **argv);
/* What help says of their options, on `out`. */
void compare_help(FILE *out);
void track_help(FILE *out);

/* An option of such a command. */
struct command_option {
	const char *name;	/* without the dashes; NULL: the last one */
	bool has_value;
	int (*set)(void *to, const char *value, struct error *err);
};

struct command_line {
	const char *command;			/* for messages */
	const struct command_option *options;
	int (*operand)(void *to, const char *text, struct error *err);
	void *to;				/* what both fill */
};

/* Takes options and operands in any order. 0, or -1 with *err (EXIT_USAGE). */
int command_parse(const struct command_line *c, int argc, char **argv, struct error *err);
/* Which of nr formats `text` names (name(i): the i-th's). Its index, or -1 with *err,
 * which lists them. */
int option_format(const char *text, const char *(*name)(size_t i), size_t nr,
		  struct error *err);
#define MINIMAL_MAX 10	/* of --minimal */
/* An option's value as a share, strictly between 0 and max. 0, or -1 with *err. */
int option_share(const char *option, const char *text, double max, double *v, struct error *err);
/* That of --level. 0, or -1 with *err. */
int option_level(const char *text, double *v, struct error *err);

#endif
