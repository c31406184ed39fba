/* SPDX-License-Identifier: GPL-2.0-only */
/* spent CMD ARGS...: runs it, its output away, and prints what it took as
 * "SECONDS CPU_SECONDS MEGABYTES" (elapsed, user and system, peak resident). */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/die.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

int main(int argc, char **argv)
{
	double start = now();
	struct rusage used;
	int status;
	pid_t pid;

	if (argc < 2)
		die(EXIT_USAGE, "spent: usage: spent CMD ARGS...");
	pid = fork();
	if (!pid) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(127);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		die(EXIT_CANNOT, "spent: %s: cannot be run", argv[1]);
	printf("%.2f %.2f %.1f\n", now() - start,
	       seconds(used.ru_utime) + seconds(used.ru_stime), (double)used.ru_maxrss / 1024);
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
