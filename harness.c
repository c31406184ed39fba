/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of commands. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/abi.h"
#include "analysis/commands.h"
#include "harness/host.h"
#include "harness/axes.h"
#include "harness/options.h"
#include "harness/plan.h"
#include "harness/run.h"
#include "harness/worker.h"
#include "lib/die.h"
#include "lib/siglock.h"
#include "version.h"

struct command {
	const char *name;
	const char *arguments;	/* behind the name, in help */
	const char *summary;	/* one line; NULL: not for users */
	const char *details;	/* what `help NAME` adds; may be NULL */
	void (*more)(FILE *out);	/* adds what a table knows better; may be NULL */
	/* argv[0] is the command's name. Returns the exit status. */
	int (*run)(int argc, char **argv);
};

static int help_command(int argc, char **argv);

static const struct command commands[] = {
	{ "run", "[SELECTION] [SIZE] [CHECKS] [-o DIR]", "measure, write DIR, print the table",
	  NULL, options_help_run, run_command },
	{ "plan", "[SELECTION] [SIZE]",
	  "print the cells with their CPUs and nodes; measure nothing", NULL, options_help_plan,
	  plan_command },
	{ "list", "", "the axes: benchmarks, guests, protocols, places",
	  "The names that run and plan take; kickbench topo has the nodes of this host.", NULL,
	  list_command },
	{ "worker", "", NULL, NULL, NULL, worker_command },
	{ "topo", "", "the host's nodes and CPUs, and the places it has",
	  "HWLOC_SYNTHETIC, such as 'pack:2 [numa] core:4 pu:2', or HWLOC_XMLFILE describes\n"
	  "another host, for topo and plan.", NULL, topo_command },
	{ "env", "", "the host's facts, and what could disturb a measurement",
	  "A line a fact, as env.csv of a run directory has it; what is not told is not known.",
	  NULL, env_command },
	{ "report", "DIR [--format F] [--plots] [--terminal] [--minimal M] [--level L]",
	  "what a run directory says",
	  "  --plots     pictures, to DIR/plots\n"
	  "  --terminal  the same as text, behind the table\n",
	  report_help, report_command },
	{ "compare", "BASE NEW [--format F] [--primary ROW] [--minimal M] [--level L]",
	  "same, IMPROVED, REGRESSED or cannot tell, row by row",
	  "BASE and NEW are each a run directory or a folder of them: boots of one kernel.\n"
	  "Levels take two boots a side, or a history of ten. Exit status 1: one regressed.\n",
	  compare_help, compare_command },
	{ "track", "DIR [--format F] [--plots] [--acknowledge SERIES@NIGHT WHY]",
	  "a folder of run directories as a history: what changed, and when",
	  "A night is a run directory; NIGHT.confirm, or NIGHT.confirm1 ..., measured it once\n"
	      "more.\n"
	  "Exit status 1: something regressed, and nobody has acknowledged it.\n",
	  track_help, track_command },
	{ "abi", "", "does this kernel behave as documented? (KTAP)",
	  "Needs /dev/kvm. Exit status 1: a fact that the kernel documents does not hold.", NULL,
	  abi_command },
	{ "help", "[COMMAND]", "this list, or what a command takes", NULL, NULL, help_command },
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int unknown(const char *name)
{
	char known[512] = "";

	for (size_t i = 0; i < NR_COMMANDS; i++) {
		size_t used = strlen(known);

		if (commands[i].summary)
			snprintf(known + used, sizeof(known) - used, "%s%s", used ? ", " : "",
				 commands[i].name);
	}
	complain("%s: no such command (there are %s)", *name ? name : "''", known);
	return EXIT_USAGE;
}

static void list_commands(void)
{
	printf("usage: kickbench COMMAND [ARGUMENTS]\n"
	       "Measures what it costs to get a vCPU out of KVM_RUN.\n\n");
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (commands[i].summary)
			printf("  %-8s  %s\n", commands[i].name, commands[i].summary);
	printf("\n  kickbench help COMMAND says more; kickbench --version names the version.\n"
	       "  Exit status: 0 fine, 1 the answer is no, 2 usage, 3 this host cannot,\n"
	       "  4 disturbed, interrupted or incomplete.\n");
}

static int help_command(int argc, char **argv)
{
	const struct command *c;

	if (argc > 2) {
		complain("help %s: too many arguments (name one command)", argv[2]);
		return EXIT_USAGE;
	}
	if (argc < 2) {
		list_commands();
		return EXIT_FINE;
	}
	c = find(argv[1]);
	if (!c || !c->summary)
		return unknown(argv[1]);
	printf("usage: kickbench %s%s%s\n%s\n", c->name, *c->arguments ? " " : "", c->arguments,
	       c->summary);
	if (c->details)
		printf("\n%s\n", c->details);
	if (c->more)
		c->more(stdout);
	return EXIT_FINE;
}

static int version_command(int argc, char **argv)
{
	if (argc > 1) {
		complain("--version %s: it takes no argument (leave it away)", argv[1]);
		return EXIT_USAGE;
	}
	printf("kickbench %s (%s)\n", KICKBENCH_VERSION, KICKBENCH_COMMIT);
	printf("built with: siglock by BPF: %s\n",
	       siglock_built ? "yes" : "no (clang or bpftool was missing)");
	return EXIT_FINE;
}

/* A result that could not be written is no result: a full disk, a closed pipe. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	if (status == EXIT_FINE || status == EXIT_NO)	/* else one line has been printed */
		complain("standard output: cannot be written (is the disk full?)");
	return status ? status : EXIT_DISTURBED;
}

/* A stream that the caller closed must not become the first file that is opened: what is
 * printed would go into the results. Read-only, so that printing fails. */
static int hold_streams(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) != -1)
			continue;
		if (errno != EBADF) {
			complain("file descriptor %d: %s (see what it was opened on)", fd,
				 strerror(errno));
			return -1;
		}
		if (open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY) != fd)
			return -1;	/* nobody can be told why */
	}
	return 0;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 2; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	const struct command *c;

	/* Who ignored it before us would keep us from hearing how workers and gnuplot ended. */
	signal(SIGCHLD, SIG_DFL);
	if (hold_streams())
		return EXIT_CANNOT;
	if (argc < 2) {
		complain("no command: nothing to do (kickbench help lists them)");
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--version"))
		return finish(version_command(argc - 1, argv + 1));
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return finish(help_command(argc - 1, argv + 1));
	c = find(argv[1]);
	if (!c)
		return unknown(argv[1]);
	if (asks_for_help(argc, argv))
		return finish(help_command(2, (char *[]){ "help", argv[1], NULL }));
	return finish(c->run(argc - 1, argv + 1));
}
