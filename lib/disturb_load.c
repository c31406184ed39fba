/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/disturb_parts.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lib/env_parts.h"

#define STEAL_WORTH_TELLING	0.001	/* of all CPU time since boot */
#define LOAD_WORTH_TELLING	0.5

/* The first line of /proc/stat: user nice system idle iowait irq softirq steal,
 * in ticks (proc(5)). */
char *disturb_steal(const struct topo *t)
{
	char *line = env_read_line("/proc/stat"), *s = line ? line + strcspn(line, " ") : NULL;
	unsigned long long v[8] = { 0 }, sum = 0;
	char *what = NULL;

	(void)t;
	for (int i = 0; s && i < 8; i++) {
		v[i] = strtoull(s, &s, 10);
		sum += v[i];
	}
	if (sum && v[7] > STEAL_WORTH_TELLING * sum)
		what = xasprintf("the hypervisor stole %.1f%% of the CPU time since boot",
				 100. * v[7] / sum);
	free(line);
	return what;
}

char *disturb_load(const struct topo *t)
{
	double load[1];

	(void)t;
	if (getloadavg(load, 1) != 1 || load[0] < LOAD_WORTH_TELLING)
		return NULL;
	return xasprintf("other work runs here (load average %.2f)", load[0]);
}

/* The path of our cgroup below its hierarchy: version 2, or version 1's cpu. */
static char *own_cgroup(bool v2)
{
	FILE *f = fopen("/proc/self/cgroup", "re");
	char line[4096], *path = NULL;

	while (f && !path && fgets(line, sizeof(line), f)) {
		char *controllers = strchr(line, ':'), *at;

		if (!controllers || !(at = strchr(controllers + 1, ':')))
			continue;
		*at++ = '\0';
		at[strcspn(at, "\n")] = '\0';
		controllers++;
		if (v2 ? !*controllers : !strcmp(controllers, "cpu") ||
					 !strcmp(controllers, "cpu,cpuacct"))
			path = xstrdup(at);
	}
	if (f)
		fclose(f);
	return path;
}

/* "50000 100000": 50 of every 100 ms; "max" or -1: no quota. */
static double cpus_in(const char *dir, bool v2)
{
	char *quota_path = xasprintf("%s/%s", dir, v2 ? "cpu.max" : "cpu.cfs_quota_us");
	char *period_path = xasprintf("%s/cpu.cfs_period_us", dir);
	char *quota = env_read_line(quota_path), *period = v2 ? NULL : env_read_line(period_path);
	char *rest = quota;
	double q = quota ? strtod(quota, &rest) : 0, p = 0;

	if (v2 && quota && rest != quota)
		p = strtod(rest, NULL);
	else if (period)
		p = strtod(period, NULL);
	free(quota_path);
	free(period_path);
	free(quota);
	free(period);
	return q > 0 && p > 0 ? q / p : 0;
}

static double quota_of(const char *root, bool v2)
{
	char *path = own_cgroup(v2), *dir = path ? xasprintf("%s%s", root, path) : NULL, *slash;
	double cpus = 0, c;

	while (dir && strlen(dir) >= strlen(root)) {
		c = cpus_in(dir, v2);
		if (c > 0 && (cpus == 0 || c < cpus))
			cpus = c;
		slash = strrchr(dir, '/');
		if (!slash)
			break;
		*slash = '\0';
	}
	free(dir);
	free(path);
	return cpus;
}

char *disturb_quota(const struct topo *t)
{
	double cpus = quota_of("/sys/fs/cgroup", true);

	if (cpus == 0)
		cpus = quota_of("/sys/fs/cgroup/cpu", false);
	if (cpus == 0 || (t && cpus >= t->nr_usable))
		return NULL;
	return xasprintf("our cgroup may use %.2f CPUs and is stopped for the rest", cpus);
}

/* -- processes, by the name that the kernel knows (15 characters) -- */

static bool is_listed(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strncmp(name, *names, 15))
			return true;
	return false;
}

static void put_running(FILE *out, const void *context)
{
	const char *const *names = context;
	DIR *proc = opendir("/proc");
	const char *before = "";
	struct dirent *d;

	while (proc && (d = readdir(proc))) {
		char path[300], *comm;

		if (!isdigit((unsigned char)d->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%s/comm", d->d_name);
		comm = env_read_line(path);
		if (comm && is_listed(comm, names)) {
			fprintf(out, "%s%s", before, comm);
			before = ", ";
		}
		free(comm);
	}
	if (proc)
		closedir(proc);
}

static char *running(const char *const *names, const char *remark)
{
	char *list = env_compose(put_running, names), *what = NULL;

	if (list)
		what = xasprintf("%.200s %s", list, remark);
	free(list);
	return what;
}

char *disturb_irqbalance(const struct topo *t)
{
	static const char *const names[] = { "irqbalance", NULL };

	(void)t;
	return running(names, "moves interrupts about");
}

char *disturb_agents(const struct topo *t)
{
	static const char *const names[] = {
		"top", "htop", "atop", "btop", "glances", "pidstat", "nmon", "collectd", "telegraf",
		"netdata", "apps.plugin", "node_exporter", "process-exporter", "cadvisor",
		"datadog-agent", "process-agent", "zabbix_agentd", "zabbix_agent2", "pmdaproc",
		"osqueryd", "below", "auditbeat", "metricbeat", "newrelic-infra", NULL
	};

	(void)t;
	return running(names, "may read /proc of every process");
}
