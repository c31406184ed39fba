/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/plot_run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define GNUPLOT_SECONDS	60
#define NOT_FOUND	127

/* In the child: an alarm outlives exec, so a gnuplot that hangs ends. */
static _Noreturn void become_gnuplot(FILE *script, int out, FILE *errors)
{
	int nowhere = open("/dev/null", O_WRONLY);

	if (dup2(fileno(script), STDIN_FILENO) < 0 || dup2(fileno(errors), STDERR_FILENO) < 0 ||
	    dup2(out < 0 ? nowhere : out, STDOUT_FILENO) < 0)
		_exit(1);
	alarm(GNUPLOT_SECONDS);
	execlp("gnuplot", "gnuplot", "-d", (char *)NULL);
	_exit(errno == ENOENT ? NOT_FOUND : 1);
}

/* The first line of the form `"FILE" line N: why`; what follows may be its consequence.
 * Without any such line the last that says anything. */
static int complaint(FILE *errors, struct error *err)
{
	char line[300] = "", why[300] = "no reason given";

	rewind(errors);
	while (fgets(line, sizeof(line), errors)) {
		line[strcspn(line, "\n")] = 0;
		if (line[strspn(line, " ^")])
			snprintf(why, sizeof(why), "%s", line + strspn(line, " "));
		if (strstr(line, " line ") && strchr(line, ':'))
			break;
	}
	return error_set(err, EXIT_CANNOT, "gnuplot: %s", why);
}

static int outcome(int status, FILE *errors, struct error *err)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
		return error_set(err, EXIT_CANNOT, "plots: gnuplot is not installed "
				 "(install gnuplot-nox; everything else works without it)");
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		return error_set(err, EXIT_CANNOT, "gnuplot: not done after %d s (draw less)",
				 GNUPLOT_SECONDS);
	return complaint(errors, err);
}

static int run_files(FILE *script, int out, FILE *errors, struct error *err)
{
	int status;
	pid_t child = fork();

	if (child < 0)
		return error_errno(err, EXIT_CANNOT, errno, "gnuplot: no process");
	if (child == 0)
		become_gnuplot(script, out, errors);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return error_errno(err, EXIT_CANNOT, errno, "gnuplot: lost");
	return outcome(status, errors, err);
}

int gnuplot_run(const char *script, size_t size, int out, struct error *err)
{
	FILE *in = tmpfile(), *errors = tmpfile();
	int ret;

	if (!in || !errors || fwrite(script, 1, size, in) != size || fflush(in))
		ret = error_errno(err, EXIT_CANNOT, errno, "gnuplot: no temporary file");
	else if (lseek(fileno(in), 0, SEEK_SET) < 0)
		ret = error_errno(err, EXIT_CANNOT, errno, "gnuplot: temporary file");
	else
		ret = run_files(in, out, errors, err);
	if (in)
		fclose(in);
	if (errors)
		fclose(errors);
	return ret;
}

/* base/tail, if the common part of all figures is there. Frees base. */
static char *folder_with_figures(char *base, const char *tail)
{
	char *folder = base ? xasprintf("%s%s", base, tail) : NULL;
	char *common = folder ? xasprintf("%s/common.gp", folder) : NULL;

	if (common && access(common, R_OK)) {
		free(folder);
		folder = NULL;
	}
	free(common);
	free(base);
	return folder;
}

/* The folder of the program that runs; NULL where /proc is missing. */
static char *program_folder(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n <= 0)
		return NULL;
	path[n] = 0;
	*strrchr(path, '/') = 0;
	return xstrdup(path);
}

char *plots_folder(struct error *err)
{
	const char *asked = getenv("KICKBENCH_PLOTS");
	char *folder;

	if (asked && *asked)
		folder = folder_with_figures(xstrdup(asked), "");
	else if (!(folder = folder_with_figures(program_folder(), "/plots")) &&
		 !(folder = folder_with_figures(program_folder(), "/../share/kickbench/plots")))
		folder = folder_with_figures(xstrdup(PLOTS_DIR), "");
	if (!folder)
		error_set(err, EXIT_CANNOT, "plots: no common.gp in %s (install kickbench whole, "
			  "or set KICKBENCH_PLOTS)", asked && *asked ? asked : PLOTS_DIR);
	return folder;
}
