/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which spinlock the kernel chose when it booted: what it said then, if the
 * kernel log still has it; else what its rules give (arch/x86/kernel/kvm.c
 * kvm_spinlock_init(), paravirt.c native_pv_lock_init(), asm/qspinlock.h virt_spin_lock()).
 */
#include "lib/env_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <unistd.h>

#define SYSLOG_ACTION_READ_ALL		3
#define SYSLOG_ACTION_SIZE_BUFFER	10

static char *kernel_log(void)
{
	int size = klogctl(SYSLOG_ACTION_SIZE_BUFFER, NULL, 0), n;
	char *log;

	if (size <= 0)
		return NULL;
	log = xcalloc(size + 1, 1);
	n = klogctl(SYSLOG_ACTION_READ_ALL, log, size);
	if (n > 0)
		return log;
	free(log);
	return NULL;
}

/* The first that is there decides. Hyper-V's guests keep virt_spin_lock() when they do without
 * PV, the others say why, or have switched it off. */
static const struct { const char *says, *kind; } messages[] = {
	{ "PV spinlocks enabled", "pv" },
	{ "PV spinlocks disabled, no host support", "test-and-set" },
	{ "Hyper-V: PV spinlocks disabled", "test-and-set" },
	{ "PV spinlocks disabled", "native" },	/* realtime hint, one CPU, nopvspin */
};

const char *env_spinlock_in(const char *log)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (strstr(log, messages[i].says))
			return messages[i].kind;
	return NULL;
}

static const char *from_log(void)
{
	char *log = kernel_log();
	const char *kind = log ? env_spinlock_in(log) : NULL;

	free(log);
	return kind;
}

static bool on_cmdline(const char *word)
{
	char *line = env_read_line("/proc/cmdline");
	bool found = line && strstr(line, word);

	free(line);
	return found;
}

static bool config_readable(void)
{
	char *hash = env_config_hash();
	bool readable = hash;

	free(hash);
	return readable;
}

static const char *from_rules(const char *hypervisor)
{
	/* the kernel looks at the flag, which an emulator may hide from it */
	char *flags = env_labeled("/proc/cpuinfo", "flags");
	bool told = flags && strstr(flags, " hypervisor");

	free(flags);
	if (!hypervisor || !told)
		return "native";
	if (!config_readable())
		return "unknown";
	if (!env_config_has("CONFIG_PARAVIRT"))
		return "native";
	if (!strcmp(hypervisor, "KVM")) {
		if (env_cpu_hint_realtime() || on_cmdline("nopvspin") ||
		    sysconf(_SC_NPROCESSORS_CONF) == 1)
			return "native";
		return env_cpu_pv_unhalt() && env_config_has("CONFIG_PARAVIRT_SPINLOCKS") ?
			"pv" : "test-and-set";
	}
	if (!strcmp(hypervisor, "TCG") || !strcmp(hypervisor, "VMware"))
		return "test-and-set";
	return "unknown";
}

const char *env_spinlock(void)
{
	char *hypervisor = env_cpu_hypervisor();
	const char *kind = hypervisor ? from_log() : NULL;

	if (!kind)
		kind = from_rules(hypervisor);
	free(hypervisor);
	return kind;
}
