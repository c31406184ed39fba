/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/guards.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "analysis/stats.h"
#include "bench/bench.h"
#include "lib/clock.h"

#define FLAGGED_MAX	.2
#define STEAL_MAX	.02
#define STEAL_TICKS	2	/* /proc/stat counts in ticks: one may be a crossing, not 10 ms */

static bool listed(int which, const int *cpu, int nr)
{
	for (int i = 0; i < nr; i++)
		if (cpu[i] == which)
			return true;
	return false;
}

/* /proc/stat: "cpuN user nice system idle iowait irq softirq steal ...", in ticks of USER_HZ.
 * A CPU that is offline has no line, and the sum of the others is not that of all. */
static void read_stat(struct guards *g, const int *cpu, int nr)
{
	double tick = 1e9 / (double)sysconf(_SC_CLK_TCK);
	FILE *f = fopen("/proc/stat", "re");
	char line[512];
	int found = 0;

	while (f && fgets(line, sizeof(line), f)) {
		unsigned long long softirq, steal;
		int which;

		/* %d alone would skip blanks: the first line is of all CPUs. */
		if (!isdigit((unsigned char)line[3]) ||
		    sscanf(line, "cpu%d %*u %*u %*u %*u %*u %*u %llu %llu", &which, &softirq,
			   &steal) != 3 || !listed(which, cpu, nr))
			continue;
		g->softirq_ns += (double)softirq * tick;
		g->steal_ns += (double)steal * tick;
		found++;
	}
	if (f)
		fclose(f);
	if (!found || found != g->nr_cpus)
		g->softirq_ns = g->steal_ns = NAN;
}

static double throttle_count(int cpu)
{
	char path[128];
	double count = NAN;
	FILE *f;

	snprintf(path, sizeof(path),
		 "/sys/devices/system/cpu/cpu%d/thermal_throttle/core_throttle_count", cpu);
	f = fopen(path, "re");
	if (f && fscanf(f, "%lf", &count) != 1)
		count = NAN;
	if (f)
		fclose(f);
	return count;
}

void guards_read(struct guards *g, const int *cpu, int nr)
{
	struct rusage u = { 0 };

	*g = (struct guards){ .flagged = NAN, .run_delay_ns = NAN, .siglock_node = -1,
			      .nr_cpus = nr };
	g->nivcsw = getrusage(RUSAGE_SELF, &u) ? NAN : (double)u.ru_nivcsw;
	for (int i = 0; i < nr; i++)
		g->throttled += throttle_count(cpu[i]);
	read_stat(g, cpu, nr);
	g->elapsed_ns = (double)clock_ns();
}

double guards_run_delay(FILE *schedstat)
{
	double ran, waited, turns;

	/* A kernel that can count but was not told to (delayacct) says "0 0 0": a thread that
	 * asks has had one turn at least. */
	return fscanf(schedstat, "%lf %lf %lf", &ran, &waited, &turns) == 3 && turns > 0 ?
	       waited : NAN;
}

double count_since(double now, double before)
{
	return now < before ? NAN : now - before;
}

void guards_since(struct guards *g, const struct guards *before, const struct guards *now)
{
	*g = *now;
	g->nivcsw -= before->nivcsw;
	g->steal_ns = count_since(now->steal_ns, before->steal_ns);
	g->softirq_ns = count_since(now->softirq_ns, before->softirq_ns);
	g->throttled -= before->throttled;
	g->elapsed_ns -= before->elapsed_ns;
}

static const char *reason(const struct guards *g)
{
	if (g->migrated > 0)
		return "migrated";
	if (g->flagged > FLAGGED_MAX)
		return "more than 20% of the blocks were disturbed";
	if (g->steal_ns > STEAL_MAX * g->elapsed_ns * g->nr_cpus &&
	    g->steal_ns >= STEAL_TICKS * 1e9 / (double)sysconf(_SC_CLK_TCK))
		return "steal above 2%";
	return NULL;
}

static bool flag_rates_differ(const struct rows *samples)
{
	double all[ARMS_MAX] = { 0 }, flagged[ARMS_MAX] = { 0 };
	const struct sample_row *row = samples->row;

	for (size_t i = 0; i < samples->nr; i++) {
		if (row[i].flags & SAMPLE_WARMUP || row[i].arm >= ARMS_MAX)
			continue;
		all[row[i].arm]++;
		flagged[row[i].arm] += row[i].flags != 0;
	}
	for (int arm = 1; arm < ARMS_MAX; arm++)
		if (stats_fisher(flagged[0], all[0], flagged[arm], all[arm]) < FLAG_RATES_DIFFER)
			return true;	/* NaN, of an arm without rows, is not */
	return false;
}

const char *guards_reject(const struct guards *g, const struct rows *samples)
{
	const char *why = reason(g);

	return why && !flag_rates_differ(samples) ? why : NULL;
}
