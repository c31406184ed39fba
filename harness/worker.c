/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/worker.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/cpus.h"
#include "harness/guards.h"
#include "harness/job.h"
#include "harness/pipes.h"
#include "lib/parse.h"
#include "lib/siglock.h"

static char *read_job(int fd, struct error *err)
{
	size_t used = 0, room = 0;
	char *text = NULL;
	ssize_t n;

	do {
		if (room - used < 4096)
			text = xrealloc(text, room = room * 2 + 8192);
		n = read(fd, text + used, room - used - 1);
		if (n > 0)
			used += n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	if (n < 0) {
		error_errno(err, EXIT_USAGE, errno, "worker: its job");
		free(text);
		return NULL;
	}
	text[used] = 0;
	return text;
}

static void add_cpu(int *cpu, int *nr, int one)
{
	for (int i = 0; i < *nr; i++)
		if (cpu[i] == one)
			return;
	cpu[(*nr)++] = one;
}

/* Its CPUs: where its threads run, each once. */
static int *cpus_of(const struct job *job, int *nr)
{
	int *cpu = xcalloc(job->nr_vcpus + job->nr_services, sizeof(*cpu));

	*nr = 0;
	for (int i = 0; i < job->nr_vcpus; i++)
		add_cpu(cpu, nr, job->vcpu_cpu[i]);
	for (int i = 0; i < job->nr_services; i++)
		add_cpu(cpu, nr, job->service_cpu[i]);
	return cpu;
}

/* What was flagged by its guard, warm-up aside. A guard is over a block of batches, whose
 * rows all carry its flags, or over a phase, which is as long and has one row. */
static void sum_flags(struct guards *g, const struct sink *sink)
{
	const struct rows *samples = &sink->rows[ROWS_SAMPLES];
	size_t counted = 0, flagged = 0, migrated = 0;
	const struct sample_row *row = samples->row;

	for (size_t i = 0; i < samples->nr; i++) {
		if (row[i].flags & SAMPLE_WARMUP)
			continue;
		counted++;
		flagged += !!(row[i].flags & (SAMPLE_SWITCHED | SAMPLE_MIGRATED |
					    SAMPLE_LATE));
		migrated += !!(row[i].flags & SAMPLE_MIGRATED);
	}
	g->flagged = counted ? (double)flagged / (double)counted : NAN;
	g->migrated = (double)migrated + sink->moved;
}

static void add_cpus(struct sink *sink, struct cpu_row *now, const struct cpu_row *before, int nr)
{
	for (int i = 0; i < nr; i++) {
		struct cpu_row *row = sink_cpu(sink, now[i].cpu);

		cpus_since(&now[i], &before[i]);
		row->interrupts = now[i].interrupts;
		row->device_interrupts = now[i].device_interrupts;
	}
}

static int measure(const struct job *job, struct guards *g, struct error *err)
{
	struct guards before, now;
	int nr, *cpu = cpus_of(job, &nr), ret;
	struct cpu_row *cpus_before, *cpus_now;

	/* What sleeps between kicks comes back in time; its threads inherit it. */
	prctl(PR_SET_TIMERSLACK, 1UL);
	cpus_before = cpus_read(cpu, nr);
	guards_read(&before, cpu, nr);
	ret = job->bench->run(job, err);
	guards_read(&now, cpu, nr);
	cpus_now = cpus_read(cpu, nr);
	guards_since(g, &before, &now);
	add_cpus(job->sink, cpus_now, cpus_before, nr);
	free(cpus_before);
	free(cpus_now);
	free(cpu);
	g->run_delay_ns = job->sink->run_delay_ns;
	/* Asked when nothing is timed any more: it may load a program. */
	g->siglock_node = job->sink->siglock_node;
	if (g->siglock_node < 0 && job->nr_nodes)
		g->siglock_node = siglock_probe_node(job->nr_nodes);
	sum_flags(g, job->sink);
	return ret;
}

static int send_outcome(int fd, const struct sink *sink, const struct guards *g)
{
	int ret = 0;

	for (int kind = 0; kind < NR_ROWS && !ret; kind++)
		ret = send_rows(fd, kind, &sink->rows[kind]);
	if (!ret)
		ret = send_frame(fd, FRAME_GUARDS, g, sizeof(*g));
	return ret ? ret : send_frame(fd, FRAME_END, NULL, 0);
}

static int work(int in, int out, struct error *err)
{
	char *text = read_job(in, err);
	struct sink sink;
	struct guards g;
	struct job job;
	int ret;

	if (!text)
		return -1;
	ret = job_parse(&job, text, err);
	free(text);
	if (ret)
		return -1;
	sink_init(&sink);
	job.sink = &sink;
	ret = measure(&job, &g, err);
	if (!ret && send_outcome(out, &sink, &g))
		ret = error_set(err, EXIT_DISTURBED, "worker: nobody takes its results");
	sink_free(&sink);
	job_free(&job);
	return ret;
}

/* Each event of each vCPU takes one: with a hundred vCPUs more than the usual 1024, which
 * is for programs that select(). */
static void allow_open_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

int worker_command(int argc, char **argv)
{
	struct error err = { 0 };
	int in, out;

	if (argc != 3 || parse_int("worker: descriptor", argv[1], 0, 1 << 20, &in, &err) ||
	    parse_int("worker: descriptor", argv[2], 0, 1 << 20, &out, &err)) {
		complain("worker: no job (it is started by kickbench run, not by hand)");
		return EXIT_USAGE;
	}
	allow_open_files();
	/* The coordinator tells the user. */
	if (work(in, out, &err))
		send_frame(out, FRAME_ERROR, &err, sizeof(err));
	return err.status;
}
