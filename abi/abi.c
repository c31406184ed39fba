/* SPDX-License-Identifier: GPL-2.0-only */
/* The command: runs the cases, each in a child with a bound, and prints KTAP. */
#include "abi/abi.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "abi/case.h"
#include "lib/die.h"

#define KILL_BOUND_MS 5000
#define CASE_BOUND_MS 8000	/* a kernel that keeps the vCPU's mutex hangs for ever */

struct outcome {
	bool fine;
	char saw[400];
};

static const struct {
	const struct abi_case *cases;
	const size_t *nr;
} groups[] = {
	{ abi_flag_cases, &nr_abi_flag_cases },
	{ abi_io_cases, &nr_abi_io_cases },
	{ abi_running_cases, &nr_abi_running_cases },
	{ abi_mask_cases, &nr_abi_mask_cases },
};

bool saw(struct abi *a, bool fine, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(a->saw, sizeof(a->saw), fmt, ap);
	va_end(ap);
	return fine;
}

const char *run_text(int result)
{
	return result ? strerrorname_np(-result) : "0 (a userspace exit)";
}

static void child(const struct abi_case *c, enum immediate_exit kernel, int fd)
{
	struct abi a = { .kernel = kernel };
	struct outcome o = { 0 };
	struct error err = { 0 };

	if (vm_open(&a.vm, guest_find(c->guest), 1, &err) ||
	    vcpu_open(&a.v, &a.vm, 0, -1, &err)) {
		snprintf(o.saw, sizeof(o.saw), "%.*s", (int)sizeof(o.saw) - 1, err.text);
	} else {
		o.fine = c->run(&a);
		memcpy(o.saw, a.saw, sizeof(o.saw));
	}
	_exit(write(fd, &o, sizeof(o)) != sizeof(o));
}

static void wait_for(pid_t pid, int fd, struct outcome *o)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n, status;

	do
		n = poll(&p, 1, CASE_BOUND_MS);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		snprintf(o->saw, sizeof(o->saw), "no end within %d s: KVM hangs",
			 CASE_BOUND_MS / 1000);
	else if (read(fd, o, sizeof(*o)) != sizeof(*o))
		snprintf(o->saw, sizeof(o->saw), "the case's process died, or no signal ended its "
			 "KVM_RUN");
	kill(pid, SIGKILL);
	/* Bounded: a kernel that hangs may not even let it die. */
	for (int i = 0; i < KILL_BOUND_MS && !waitpid(pid, &status, WNOHANG); i++)
		usleep(1000);
}

static struct outcome run_case(const struct abi_case *c, enum immediate_exit kernel)
{
	struct outcome o = { 0 };
	int fds[2];
	pid_t pid;

	fflush(stdout);
	if (pipe(fds))
		die(EXIT_CANNOT, "pipe: %s", strerror(errno));
	pid = fork();
	if (pid < 0)
		die(EXIT_CANNOT, "fork: %s", strerror(errno));
	if (!pid) {
		close(fds[0]);
		child(c, kernel, fds[1]);
	}
	close(fds[1]);
	wait_for(pid, fds[0], &o);
	close(fds[0]);
	return o;
}

/* Prints the result line and what led to it. Returns whether it failed. */
static bool report(const struct abi_case *c, size_t number, enum immediate_exit kernel)
{
	struct outcome o;

	printf("# expects: %s\n", c->expects);
	if (c->needs_flag && kernel == IMMEDIATE_EXIT_ABSENT) {
		printf("ok %zu %s # SKIP this kernel lacks KVM_CAP_IMMEDIATE_EXIT\n", number,
		       c->name);
		return false;
	}
	o = run_case(c, kernel);
	printf("# saw: %s\n%s %zu %s\n", o.saw, o.fine ? "ok" : "not ok", number, c->name);
	return !o.fine;
}

/* A kernel that contradicts itself is taken for the merged one: its cases tell. */
static enum immediate_exit find_variant(void)
{
	const char *names[] = {
		[IMMEDIATE_EXIT_ABSENT] = "absent (before Linux 4.11)",
		[IMMEDIATE_EXIT_MERGED] = "as merged in 2017: the kernel leaves the flag alone",
		[IMMEDIATE_EXIT_RFC] = "as in the RFC of 2017: the kernel clears the flag",
	};
	struct utsname u;
	int kernel = vm_immediate_exit(NULL);

	uname(&u);
	printf("# kernel: %s %s %s\n", u.sysname, u.release, u.machine);
	if (kernel < 0)
		kernel = IMMEDIATE_EXIT_MERGED;
	printf("# immediate_exit: %s\n", names[kernel]);
	return kernel;
}

/* Kept to the end, as `run` keeps one: KVM does not start anew in each case. */
static void need_kvm(struct vm *vm)
{
	struct error err = { 0 };

	if (vm_open(vm, guest_find("pmtimer"), 1, &err))
		die_error(&err);
}

int abi_command(int argc, char **argv)
{
	size_t nr = 0, number = 0, failed = 0;
	enum immediate_exit kernel;
	struct vm vm;

	if (argc > 1)
		die(EXIT_USAGE, "abi %s: takes no arguments (kickbench help abi)", argv[1]);
	need_kvm(&vm);
	for (size_t g = 0; g < sizeof(groups) / sizeof(*groups); g++)
		nr += *groups[g].nr;
	printf("KTAP version 1\n1..%zu\n", nr);
	kernel = find_variant();
	for (size_t g = 0; g < sizeof(groups) / sizeof(*groups); g++)
		for (size_t i = 0; i < *groups[g].nr; i++)
			failed += report(&groups[g].cases[i], ++number, kernel);
	vm_close(&vm);
	printf("# %zu of %zu contradicted\n", failed, nr);
	return failed ? EXIT_NO : EXIT_FINE;
}
