/* SPDX-License-Identifier: GPL-2.0-only */
/* arm64 has no CPUID: the firmware's tables tell, and queued spinlocks are native. */
#include "lib/env_parts.h"

#include <stdlib.h>

char *env_cpu_hypervisor(void)
{
	char *compatible = env_read_line("/proc/device-tree/hypervisor/compatible");

	return compatible ? compatible : env_read_line("/sys/hypervisor/type");
}

bool env_cpu_pv_unhalt(void)
{
	return false;
}

bool env_cpu_hint_realtime(void)
{
	return false;
}

/* MIDR_EL1: implementer, variant, architecture, part, revision. */
char *env_cpu_model(void)
{
	char *midr = env_read_line("/sys/devices/system/cpu/cpu0/regs/identification/midr_el1");
	char *model = midr ? xasprintf("arm64 MIDR %s", midr) : NULL;

	free(midr);
	return model;
}
