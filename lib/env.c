/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/env.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "lib/env_parts.h"
#include "version.h"

#ifdef __clang__
#define COMPILER "clang"
#else
#define COMPILER "gcc"
#endif

#define CPU_DIR "/sys/devices/system/cpu/"

/* -- facts that take more than reading a line -- */

static char *host(const struct topo *t)
{
	struct utsname u;

	(void)t;
	return xstrdup(uname(&u) < 0 ? "" : u.nodename);
}

static char *arch(const struct topo *t)
{
	struct utsname u;

	(void)t;
	return xstrdup(uname(&u) < 0 ? "" : u.machine);
}

static char *tool_version(const struct topo *t)
{
	(void)t;
	return xstrdup(KICKBENCH_VERSION);
}

static char *tool_commit(const struct topo *t)
{
	(void)t;
	return xstrdup(KICKBENCH_COMMIT);
}

static char *compiler(const struct topo *t)
{
	(void)t;
	return xstrdup(COMPILER " " __VERSION__);
}

static char *microcode(const struct topo *t)
{
	(void)t;
	return env_labeled("/proc/cpuinfo", "microcode");
}

bool env_emulated(void)
{
	const char *told = getenv("KICKBENCH_EMULATED");
	char *hypervisor = env_cpu_hypervisor();
	bool tcg = hypervisor && !strcmp(hypervisor, "TCG");

	free(hypervisor);
	if (tcg)
		return true;
	return told && *told ? strcmp(told, "0") != 0 : !access("/etc/kickbench-emulated", F_OK);
}

static char *emulated(const struct topo *t)
{
	(void)t;
	return xstrdup(env_emulated() ? "1" : "0");
}

static char *hypervisor(const struct topo *t)
{
	char *name = env_cpu_hypervisor();

	(void)t;
	return name ? name : xstrdup("none");
}

static char *spinlock(const struct topo *t)
{
	(void)t;
	return xstrdup(env_spinlock());
}

static char *page_size(const struct topo *t)
{
	(void)t;
	return xasprintf("%ld", sysconf(_SC_PAGESIZE));
}

static void put_nodes(FILE *out, const void *context)
{
	const struct topo *t = context;

	for (int i = 0; i < t->nr_nodes; i++) {
		int *cpus = xcalloc(t->nr_cpus, sizeof(int)), n = 0;
		char *list;

		for (int j = 0; j < t->nr_cpus; j++)
			if (t->cpus[j].node == t->nodes[i].node)
				cpus[n++] = t->cpus[j].cpu;
		list = topo_list(cpus, n);
		fprintf(out, "%snode %d: CPUs %s; %" PRIu64 " MiB; distance", i ? "+" : "",
			t->nodes[i].node, n ? list : "none", t->nodes[i].memory >> 20);
		for (int j = 0; j < t->nr_nodes; j++)
			fprintf(out, " %u",
				topo_distance(t, t->nodes[i].node, t->nodes[j].node));
		free(list);
		free(cpus);
	}
}

static char *numa(const struct topo *t)
{
	return t ? env_compose(put_nodes, t) : NULL;
}

static char *sockets(const struct topo *t)
{
	return t ? xasprintf("%d", t->nr_packages) : NULL;
}

static char *nodes(const struct topo *t)
{
	return t ? xasprintf("%d", t->nr_nodes) : NULL;
}

static char *cpus_usable(const struct topo *t)
{
	return t ? xasprintf("%d", t->nr_usable) : NULL;
}

#define WITHOUT_TOPO(name, call) \
	static char *name(const struct topo *t) { (void)t; return call(); }
WITHOUT_TOPO(cpu, env_cpu_model)
WITHOUT_TOPO(mitigations, env_mitigations)
WITHOUT_TOPO(kernel_commit, env_kernel_commit)
WITHOUT_TOPO(config_hash, env_config_hash)
WITHOUT_TOPO(kvm_module, env_kvm_module)

/* In the order of env.csv. A path may be a pattern: each value once. */
static const struct { const char *key, *path; char *(*read)(const struct topo *t); } sources[] = {
	{ "tool_version", NULL, tool_version },
	{ "tool_commit", NULL, tool_commit },
	{ "compiler", NULL, compiler },
	{ "host", NULL, host },
	{ "arch", NULL, arch },
	{ "kernel", "/proc/sys/kernel/osrelease", NULL },
	{ "kernel_version", "/proc/sys/kernel/version", NULL },
	{ "kernel_commit", NULL, kernel_commit },
	{ "config_hash", NULL, config_hash },
	{ "cmdline", "/proc/cmdline", NULL },
	{ "boot_id", "/proc/sys/kernel/random/boot_id", NULL },
	{ "cpu", NULL, cpu },
	{ "microcode", NULL, microcode },
	{ "mitigations", NULL, mitigations },
	{ "hypervisor", NULL, hypervisor },
	{ "emulated", NULL, emulated },
	{ "spinlock", NULL, spinlock },
	{ "sockets", NULL, sockets },
	{ "nodes", NULL, nodes },
	{ "numa", NULL, numa },
	{ "cpus_online", CPU_DIR "online", NULL },
	{ "cpus_offline", CPU_DIR "offline", NULL },
	{ "cpus_isolated", CPU_DIR "isolated", NULL },
	{ "cpus_usable", NULL, cpus_usable },
	{ "smt", CPU_DIR "smt/control", NULL },
	{ "smt_active", CPU_DIR "smt/active", NULL },
	{ "governor", CPU_DIR "cpu[0-9]*/cpufreq/scaling_governor", NULL },
	{ "frequency_driver", CPU_DIR "cpu[0-9]*/cpufreq/scaling_driver", NULL },
	{ "no_turbo", CPU_DIR "intel_pstate/no_turbo", NULL },
	{ "boost", CPU_DIR "cpufreq/boost", NULL },
	{ "idle_driver", CPU_DIR "cpuidle/current_driver", NULL },
	{ "idle_states", CPU_DIR "cpu[0-9]*/cpuidle/state*/name", NULL },
	{ "clocksource", "/sys/devices/system/clocksource/clocksource0/current_clocksource", NULL },
	{ "transparent_hugepage", "/sys/kernel/mm/transparent_hugepage/enabled", NULL },
	{ "aslr", "/proc/sys/kernel/randomize_va_space", NULL },
	{ "nmi_watchdog", "/proc/sys/kernel/nmi_watchdog", NULL },
	{ "numa_balancing", "/proc/sys/kernel/numa_balancing", NULL },
	{ "perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid", NULL },
	{ "page_size", NULL, page_size },
	{ "kvm_module", NULL, kvm_module },
};

void env_set(struct env *e, const char *key, const char *value)
{
	struct env_fact *f = NULL;

	for (size_t i = 0; i < e->nr && !f; i++)
		if (!strcmp(e->facts[i].key, key))
			f = &e->facts[i];
	if (!f) {
		e->facts = xrealloc(e->facts, (e->nr + 1) * sizeof(*e->facts));
		f = &e->facts[e->nr++];
		*f = (struct env_fact){ .key = xstrdup(key) };
	}
	free(f->value);
	f->value = xstrdup(value ? value : "");
}

const char *env_get(const struct env *e, const char *key)
{
	for (size_t i = 0; i < e->nr; i++)
		if (!strcmp(e->facts[i].key, key))
			return *e->facts[i].value ? e->facts[i].value : NULL;
	return NULL;
}

void env_collect(struct env *e, const struct topo *t)
{
	*e = (struct env){ NULL, 0 };
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		char *value = sources[i].read ? sources[i].read(t) : env_values(sources[i].path);

		env_set(e, sources[i].key, value);
		free(value);
	}
	env_kvm_parameters(e);
}

void env_free(struct env *e)
{
	for (size_t i = 0; i < e->nr; i++) {
		free(e->facts[i].key);
		free(e->facts[i].value);
	}
	free(e->facts);
	*e = (struct env){ NULL, 0 };
}

char *env_boot_id(void)
{
	return env_read_line("/proc/sys/kernel/random/boot_id");
}
