/* SPDX-License-Identifier: GPL-2.0-only */
/* What could disturb: the table. The checks of CPUs and clocks are here, those
 * of other processes in disturb_load.c. */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "lib/disturb_parts.h"
#include "lib/env_parts.h"

#define CPU_DIR "/sys/devices/system/cpu/"

static bool line_is(const char *path, const char *wanted)
{
	char *line = env_read_line(path);
	bool is = line && !strcmp(line, wanted);

	free(line);
	return is;
}

static char *governor(const struct topo *t)
{
	char *governors = env_values(CPU_DIR "cpu[0-9]*/cpufreq/scaling_governor");
	char *what = NULL;

	(void)t;
	if (governors && strcmp(governors, "performance"))
		what = xasprintf("the frequency governor is %s", governors);
	free(governors);
	return what;
}

static char *turbo(const struct topo *t)
{
	(void)t;
	if (!line_is(CPU_DIR "intel_pstate/no_turbo", "0") &&
	    !line_is(CPU_DIR "cpufreq/boost", "1"))
		return NULL;
	return xstrdup("turbo is on: the frequency follows load and heat");
}

static char *smt(const struct topo *t)
{
	(void)t;
	if (!line_is(CPU_DIR "smt/active", "1"))
		return NULL;
	return xstrdup("SMT is on: work on a sibling slows the core");
}

#define SLOW_WAKEUP_US 20	/* longer than a userspace exit takes anywhere */

/* us to wake from an idle state; 0 where it is switched off, as we advise. */
static unsigned long wakeup_us(const char *state)
{
	char *off = xasprintf("%s/disable", state), *path = xasprintf("%s/latency", state);
	char *line = line_is(off, "1") ? NULL : env_read_line(path);
	unsigned long us = line ? strtoul(line, NULL, 10) : 0;

	free(off);
	free(path);
	free(line);
	return us;
}

static char *idle(const struct topo *t)
{
	unsigned long worst = 0;
	char *what = NULL;
	glob_t g;

	(void)t;
	if (glob(CPU_DIR "cpu[0-9]*/cpuidle/state*", 0, NULL, &g))
		return NULL;
	for (size_t i = 0; i < g.gl_pathc; i++) {
		unsigned long us = wakeup_us(g.gl_pathv[i]);

		worst = us > worst ? us : worst;
	}
	globfree(&g);
	if (worst > SLOW_WAKEUP_US)
		what = xasprintf("idle states take up to %lu us to wake from", worst);
	return what;
}

static char *guest(const struct topo *t)
{
	char *hypervisor = env_cpu_hypervisor(), *what = NULL;

	(void)t;
	if (env_emulated())
		what = xstrdup("this host is emulated: times mean nothing");
	else if (hypervisor)
		what = xasprintf("this host is a guest (%s): exits are nested, neighbors "
				 "unseen", hypervisor);
	free(hypervisor);
	return what;
}

static char *aslr(const struct topo *t)
{
	(void)t;
	if (!line_is("/proc/sys/kernel/randomize_va_space", "0"))
		return NULL;
	return xstrdup("ASLR is off: all runs have one layout and share its bias");
}

static char *nmi_watchdog(const struct topo *t)
{
	(void)t;
	if (!line_is("/proc/sys/kernel/nmi_watchdog", "1"))
		return NULL;
	return xstrdup("the NMI watchdog takes a counter and interrupts");
}

/* Those that are read without a system call. */
static char *clocksource(const struct topo *t)
{
	static const char *const fast[] = { "tsc", "kvm-clock", "arch_sys_counter",
					    "hyperv_clocksource_tsc_page", NULL };
	const char *path = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
	char *now = env_read_line(path), *what = NULL;
	size_t i = 0;

	(void)t;
	while (now && fast[i] && strcmp(fast[i], now))
		i++;
	if (now && !fast[i])
		what = xasprintf("the clocksource is %s: reading it costs a system call", now);
	free(now);
	return what;
}

static char *numa_balancing(const struct topo *t)
{
	char *mode = env_read_line("/proc/sys/kernel/numa_balancing"), *what = NULL;

	if (t && t->nr_nodes > 1 && mode && strcmp(mode, "0"))
		what = xstrdup("automatic NUMA balancing unmaps pages to see who uses them");
	free(mode);
	return what;
}

static char *ksm(const struct topo *t)
{
	(void)t;
	if (!line_is("/sys/kernel/mm/ksm/run", "1"))
		return NULL;
	return xstrdup("KSM scans and merges pages");
}

static char *tracer(const struct topo *t)
{
	char *now = env_read_line("/sys/kernel/tracing/current_tracer"), *what = NULL;

	(void)t;
	if (now && strcmp(now, "nop"))
		what = xasprintf("the kernel's %s tracer is on", now);
	free(now);
	return what;
}

static char *debug_kernel(const struct topo *t)
{
	static const char *const options[] = { "CONFIG_PROVE_LOCKING", "CONFIG_KASAN",
					       "CONFIG_DEBUG_SPINLOCK", "CONFIG_KCSAN",
					       "CONFIG_LOCK_STAT" };

	(void)t;
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (env_config_has(options[i]))
			return xasprintf("the kernel is built with %s", options[i]);
	return NULL;
}

static char *few_cpus(const struct topo *t)
{
	if (!t || !t->real || t->nr_usable != 1)
		return NULL;
	return xstrdup("one usable CPU: coordinator, kickers and vCPUs share it");
}

static char *hybrid(const struct topo *t)
{
	if (!t || t->nr_kinds < 2)
		return NULL;
	return xasprintf("%d kinds of cores: what many vCPUs cost is a mixture", t->nr_kinds);
}

static const struct {
	const char *name;
	char *(*check)(const struct topo *t);	/* what is the matter; NULL: nothing */
	const char *todo;
} checks[] = {
	{ "governor", governor, "cpupower frequency-set -g performance" },
	{ "turbo", turbo, "echo 1 > " CPU_DIR "intel_pstate/no_turbo, or echo 0 > "
	  CPU_DIR "cpufreq/boost" },
	{ "smt", smt, "keep siblings idle, or echo off > " CPU_DIR "smt/control" },
	{ "hybrid", hybrid, "taskset to the CPUs of one kind" },
	{ "idle", idle, "cpupower idle-set -D 20" },
	{ "guest", guest, "compare only what was measured on the same host; figures to quote need "
	  "bare metal" },
	{ "steal", disturb_steal, "give the guest CPUs of its own" },
	{ "load", disturb_load, "stop what runs, or wait" },
	{ "quota", disturb_quota, "run outside that cgroup" },
	{ "few_cpus", few_cpus, "widen the cpuset or taskset" },
	{ "aslr", aslr, "sysctl kernel.randomize_va_space=2" },
	{ "nmi_watchdog", nmi_watchdog, "sysctl kernel.nmi_watchdog=0" },
	{ "clocksource", clocksource, "boot with tsc=reliable if the TSC is sound" },
	{ "numa_balancing", numa_balancing, "sysctl kernel.numa_balancing=0" },
	{ "ksm", ksm, "echo 0 > /sys/kernel/mm/ksm/run" },
	{ "irqbalance", disturb_irqbalance, "stop irqbalance and move interrupts off the "
	  "measured CPUs" },
	{ "agents", disturb_agents, "stop them: reading /proc/PID/stat takes the siglock" },
	{ "tracer", tracer, "echo nop > /sys/kernel/tracing/current_tracer" },
	{ "debug_kernel", debug_kernel, "measure a kernel without it" },
};

void disturb_collect(struct disturbances *d, const struct topo *t)
{
	size_t nr = sizeof(checks) / sizeof(checks[0]);

	*d = (struct disturbances){ .list = xcalloc(nr, sizeof(*d->list)) };
	for (size_t i = 0; i < nr; i++) {
		char *what = checks[i].check(t);

		if (what)
			d->list[d->nr++] = (struct disturbance){ checks[i].name, what,
								 xstrdup(checks[i].todo) };
	}
}

void disturb_free(struct disturbances *d)
{
	for (size_t i = 0; i < d->nr; i++) {
		free(d->list[i].what);
		free(d->list[i].todo);
	}
	free(d->list);
	*d = (struct disturbances){ NULL, 0 };
}

static void put_all(FILE *out, const void *context)
{
	const struct disturbances *d = context;

	for (size_t i = 0; i < d->nr; i++)
		fprintf(out, "%s%s (%s)", i ? "; " : "", d->list[i].what, d->list[i].todo);
}

char *disturb_text(const struct disturbances *d)
{
	return d->nr ? env_compose(put_all, d) : xstrdup("nothing");
}
