/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of the half that reads: they need files only, no KVM, no root. */
#ifndef KICKBENCH_ANALYSIS_COMMANDS_H
#define KICKBENCH_ANALYSIS_COMMANDS_H

#include <stdio.h>

/*
 * Each takes the command line from the command's own name on (argv[0] is
 * "report" ...), prints results on standard output and errors in one line on
 * standard error, and returns the exit status (enum exit_status).
 */
int report_command(int argc, char **argv);
/* Lists the formats on `out`, for help. */
void report_formats(FILE *out);
int compare_command(int argc, char **argv);
int track_command(int argc, char **argv);
/* What help says of their options, on `out`. */
void compare_help(FILE *out);
void track_help(FILE *out);

#endif
