/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/small.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

int two_cpus(int *cpu)
{
	cpu_set_t set;
	int nr = 0;

	if (sched_getaffinity(0, sizeof(set), &set))	/* a host of more CPUs than it holds */
		return 0;
	for (int i = 0; i < CPU_SETSIZE && nr < 2; i++)
		if (CPU_ISSET(i, &set))
			cpu[nr++] = i;
	return nr;
}

void add_arm(struct job *job, const char *name)
{
	const struct protocol *p = protocol_find(name);
	struct arm *a = &job->arms[job->nr_arms];

	if (protocol_unsupported(p, job->immediate_exit))
		return;
	snprintf(a->name, sizeof(a->name), "%s", name);
	a->protocol = p;
	job->nr_arms++;
}

void prepare_small(struct small *s, const char *bench, const char *guest,
			  const char *variant, int blocks, int batch)
{
	memset(s, 0, sizeof(*s));
	two_cpus(s->cpu);
	s->node[0] = s->node[1] = -1;
	sink_init(&s->sink);
	s->job = (struct job){
		.bench = bench_find(bench), .guest = guest_find(guest), .nr_vcpus = 1,
		.vcpu_cpu = &s->cpu[0], .vcpu_node = s->node, .nr_services = 1,
		.service_cpu = &s->cpu[1], .blocks = blocks, .batch = batch, .seed = 1,
		.sink = &s->sink, .immediate_exit = vm_immediate_exit(&s->err),
	};
	snprintf(s->job.variant, sizeof(s->job.variant), "%s", variant);
}

void must_run(struct small *s)
{
	if (s->job.bench->run(&s->job, &s->err))
		fail_msg("%s %s: %s", s->job.bench->name, s->job.variant, s->err.text);
}

void run_small(struct small *s, const char *bench, const char *guest, const char *variant,
		      const char *const *names, int blocks, int batch)
{
	prepare_small(s, bench, guest, variant, blocks, batch);
	for (; *names; names++)
		add_arm(&s->job, *names);
	must_run(s);
}
