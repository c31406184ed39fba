/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/coordinator.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/signals.h"
#include "lib/clock.h"
#include "lib/numa_pin.h"
#include "lib/random.h"

#define TICK_MS		250
#define PADDING_MAX	4096
#define GRACE_MS	5000	/* from the end of its results to the end of the process */

struct child {
	pid_t pid;
	int results;		/* our end of the pipe */
};

/* A new stack layout for every run: environment and stack share a page. */
static void pad_environment(uint64_t seed)
{
	char padding[PADDING_MAX + 1];
	size_t n = seed % PADDING_MAX;

	memset(padding, 'x', n);
	padding[n] = 0;
	setenv("KICKBENCH_PADDING", padding, 1);
}

/* In the child, of which nothing remains but its siglock: execve() makes the
 * rest new, ASLR included. */
static _Noreturn void become_worker(const struct worker_spec *w, pid_t parent, int job, int results)
{
	const char *program = w->program ? w->program : "/proc/self/exe";
	char in[16], out[16];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_DISTURBED);
	/* Ctrl-C goes to the whole group: the coordinator decides. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	sigprocmask(SIG_SETMASK, signals_while_waiting(), NULL);
	pad_environment(w->seed);
	fcntl(job, F_SETFD, 0);
	fcntl(results, F_SETFD, 0);
	snprintf(in, sizeof(in), "%d", job);
	snprintf(out, sizeof(out), "%d", results);
	execl(program, "kickbench", "worker", in, out, NULL);
	_exit(127);
}

static int open_job(const char *text, struct error *err)
{
	int fd = memfd_create("kickbench-job", MFD_CLOEXEC), ret;

	if (fd < 0)
		return error_errno(err, EXIT_CANNOT, errno, "memfd_create for a job");
	ret = write_all(fd, text, strlen(text));
	if (!ret && lseek(fd, 0, SEEK_SET))
		ret = -errno;
	if (!ret)
		return fd;
	close(fd);
	return error_errno(err, EXIT_CANNOT, -ret, "memory file of a job");
}

static int start(const struct worker_spec *w, struct child *c, struct error *err)
{
	pid_t parent = getpid();
	int job, ends[2];

	if (w->home_cpu >= 0 && pin_to_cpu(w->home_cpu, err))
		return -1;
	job = open_job(w->job, err);
	if (job < 0)
		return -1;
	if (pipe2(ends, O_CLOEXEC)) {
		close(job);
		return error_errno(err, EXIT_CANNOT, errno, "pipe to a worker");
	}
	c->pid = fork();
	if (!c->pid)
		become_worker(w, parent, job, ends[1]);
	if (c->pid < 0)
		error_errno(err, EXIT_CANNOT, errno, "fork of a worker (raise ulimit -u)");
	close(job);
	close(ends[1]);
	c->results = ends[0];
	if (c->pid > 0)
		return 0;
	close(ends[0]);
	return -1;
}

/* 1: more may come; 0: that was all; -1 with *err: garbage. */
static int take_some(struct child *c, struct receiver *r, struct outcome *o, struct error *err)
{
	char data[65536];
	ssize_t n = read(c->results, data, sizeof(data));

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 1 : 0;
	if (!n)
		return 0;
	return receive(r, data, n, o, err) ? -1 : 1;
}

/* Until the pipe ends, the time is over, or the user interrupts. */
static int take_all(const struct worker_spec *w, struct child *c, struct outcome *o,
		    struct error *err)
{
	uint64_t deadline = clock_ns() + w->timeout_ms * 1000000;
	struct pollfd fd = { .fd = c->results, .events = POLLIN };
	struct receiver r = { 0 };
	int more = 1;

	while (more > 0 && !coordinator_interrupted()) {
		int ready = signals_poll(&fd, 1, w->tick ? TICK_MS : 1000);

		if (w->tick)
			w->tick(w->context);
		if (ready > 0)
			more = take_some(c, &r, o, err);
		else if ((o->hung = clock_ns() > deadline))
			more = error_set(err, EXIT_DISTURBED, "hung: no result in %llu s",
					 (unsigned long long)w->timeout_ms / 1000);
	}
	receiver_free(&r);
	return more;
}

/* False: it has not ended in that time. */
static bool await_end(struct child *c, int *status)
{
	uint64_t deadline = clock_ns() + GRACE_MS * 1000000ULL;
	pid_t got;

	while (!(got = waitpid(c->pid, status, WNOHANG)) && clock_ns() < deadline)
		usleep(200);
	return got;
}

/* Its wait status. Who closed his pipe but does not end is killed; whom the kernel
 * does not let die, stuck in an ioctl, is left behind. */
static int reap(struct child *c, bool at_once)
{
	int status = 0;

	if (!at_once && await_end(c, &status))
		return status;
	kill(c->pid, SIGKILL);
	return await_end(c, &status) ? status : SIGKILL;
}

static enum worker_end judge(int status, const struct outcome *o, struct error *err)
{
	if (err->status)
		return WORKER_FAILED;
	if (o->err.status)
		*err = o->err;
	else if (WIFSIGNALED(status))
		error_set(err, EXIT_DISTURBED, "killed by signal %d (%s)", WTERMSIG(status),
			  strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) || !o->complete)
		error_set(err, EXIT_DISTURBED, "ended with status %d and no result",
			  WEXITSTATUS(status));
	return err->status ? WORKER_FAILED : WORKER_DONE;
}

enum worker_end worker_run(const struct worker_spec *w, struct outcome *o, struct error *err)
{
	struct child c = { .results = -1 };
	int status, more;

	if (start(w, &c, err))
		return WORKER_NOT_STARTED;
	more = take_all(w, &c, o, err);
	status = reap(&c, more);
	close(c.results);
	if (more > 0)
		return WORKER_INTERRUPTED;
	return judge(status, o, err);
}
