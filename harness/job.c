/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/job.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_ints(FILE *f, const char *key, const int *v, int nr)
{
	fprintf(f, "%s=", key);
	for (int i = 0; i < nr; i++)
		fprintf(f, "%s%d", i ? "," : "", v[i]);
	fputc('\n', f);
}

char *job_text(const struct job *job)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		die(EXIT_CANNOT, "memory: no room for a job (free some)");
	fprintf(f, "bench=%s\nguest=%s\nvariant=%s\n", job->bench->name, job->guest->name,
		job->variant);
	for (int i = 0; i < job->nr_arms; i++)
		fprintf(f, "arm=%s,%s,%" PRIu64 ",%" PRIu64 "\n", job->arms[i].name,
			job->arms[i].protocol->name, job->arms[i].inject_ns,
			job->arms[i].inject_instructions);
	put_ints(f, "vcpu_cpu", job->vcpu_cpu, job->nr_vcpus);
	put_ints(f, "vcpu_node", job->vcpu_node, job->nr_vcpus);
	if (job->nr_services)
		put_ints(f, "service_cpu", job->service_cpu, job->nr_services);
	fprintf(f, "blocks=%d\nbatch=%d\nseed=%" PRIu64 "\nkick_rate=%u\nvmm_lock=%d\n",
		job->blocks, job->batch, job->seed, job->kick_rate, job->vmm_lock);
	fprintf(f, "immediate_exit=%d\nkind=%d\n", (int)job->immediate_exit, (int)job->kind);
	fprintf(f, "nodes=%d\n", job->nr_nodes);
	if (job->counters)
		fprintf(f, "counters=%s\n", job->counters);
	fclose(f);
	return text;
}

static int *get_ints(const char *value, int *nr)
{
	int *v = NULL;
	char *end;

	for (*nr = 0;; value = end + 1) {
		v = xrealloc(v, (*nr + 1) * sizeof(*v));
		v[(*nr)++] = (int)strtol(value, &end, 10);
		if (*end != ',')
			return v;
	}
}

static int get_arm(struct job *job, char *value)
{
	struct arm *a = &job->arms[job->nr_arms];
	char *name = strsep(&value, ","), *protocol = strsep(&value, ",");
	char *ns = strsep(&value, ",");

	if (job->nr_arms == ARMS_MAX || !value)
		return -1;
	snprintf(a->name, sizeof(a->name), "%s", name);
	a->protocol = protocol_find(protocol);
	a->inject_ns = strtoull(ns, NULL, 10);
	a->inject_instructions = strtoull(value, NULL, 10);
	job->nr_arms++;
	return a->protocol ? 0 : -1;
}

static int get_number(struct job *job, const char *key, const char *value)
{
	long n = strtol(value, NULL, 10);

	if (!strcmp(key, "blocks"))
		job->blocks = (int)n;
	else if (!strcmp(key, "nodes"))
		job->nr_nodes = (int)n;
	else if (!strcmp(key, "batch"))
		job->batch = (int)n;
	else if (!strcmp(key, "seed"))
		job->seed = strtoull(value, NULL, 10);
	else if (!strcmp(key, "kick_rate"))
		job->kick_rate = (unsigned)n;
	else if (!strcmp(key, "vmm_lock"))
		job->vmm_lock = n;
	else if (!strcmp(key, "immediate_exit"))
		job->immediate_exit = (enum immediate_exit)n;
	else if (!strcmp(key, "kind"))
		job->kind = (enum run_kind)n;
	else
		return -1;
	return 0;
}

static int get(struct job *job, const char *key, char *value)
{
	int nr;

	if (!strcmp(key, "bench"))
		return (job->bench = bench_find(value)) ? 0 : -1;
	if (!strcmp(key, "guest"))
		return (job->guest = guest_find(value)) ? 0 : -1;
	if (!strcmp(key, "arm"))
		return get_arm(job, value);
	if (!strcmp(key, "variant"))
		snprintf(job->variant, sizeof(job->variant), "%s", value);
	else if (!strcmp(key, "vcpu_cpu"))
		job->vcpu_cpu = get_ints(value, &job->nr_vcpus);
	else if (!strcmp(key, "vcpu_node"))
		job->vcpu_node = get_ints(value, &nr);
	else if (!strcmp(key, "service_cpu"))
		job->service_cpu = get_ints(value, &job->nr_services);
	else if (!strcmp(key, "counters"))
		job->counters = xstrdup(value);
	else
		return get_number(job, key, value);
	return 0;
}

int job_parse(struct job *job, const char *text, struct error *err)
{
	char *copy = xstrdup(text), *rest = copy, *line;
	int ret = 0;

	*job = (struct job){ 0 };
	while (!ret && (line = strsep(&rest, "\n"))) {
		char *value = strchr(line, '=');

		if (!*line)
			continue;
		if (value)
			*value++ = 0;
		if (!value || get(job, line, value))
			ret = error_set(err, EXIT_USAGE,
					"worker: no job that it knows: %s=%s (it is started by "
					"kickbench run)", line, value ? value : "");
	}
	free(copy);
	if (!ret &&
	    (!job->bench || !job->guest || !job->nr_arms || !job->vcpu_cpu || !job->vcpu_node))
		ret = error_set(err, EXIT_USAGE,
				"worker: an incomplete job (it is started by kickbench run)");
	if (ret)
		job_free(job);
	return ret;
}

void job_free(struct job *job)
{
	free((void *)job->vcpu_cpu);
	free((void *)job->vcpu_node);
	free((void *)job->service_cpu);
	free((void *)job->counters);
	*job = (struct job){ 0 };
}

bool job_injects(const struct job *job)
{
	for (int i = 0; i < job->nr_arms; i++)
		if (job->arms[i].inject_instructions)
			return true;
	return false;
}
