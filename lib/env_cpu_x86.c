/* SPDX-License-Identifier: GPL-2.0-only */
/* CPUID: leaf 1 ECX bit 31 says "guest"; leaf 0x40000000 the hypervisor's
 * signature; leaf 0x40000001 of KVM its features (Linux, virt/kvm/x86/cpuid.rst). */
#include "lib/env_parts.h"

#include <cpuid.h>
#include <string.h>

#define HYPERVISOR_LEAF		0x40000000
#define KVM_FEATURE_PV_UNHALT	(1u << 7)	/* EAX of the next leaf */
#define KVM_HINTS_REALTIME	(1u << 0)	/* EDX of the next leaf */

static const struct { const char *signature, *name; } hypervisors[] = {
	{ "KVMKVMKVM", "KVM" }, { "TCGTCGTCGTCG", "TCG" }, { "Microsoft Hv", "Hyper-V" },
	{ "VMwareVMware", "VMware" }, { "XenVMMXenVMM", "Xen" }, { "bhyve bhyve ", "bhyve" },
	{ "ACRNACRNACRN", "ACRN" }, { "VBoxVBoxVBox", "VirtualBox" },
};

static bool is_guest(void)
{
	unsigned a, b, c, d;

	return __get_cpuid(1, &a, &b, &c, &d) && c >> 31;
}

static void read_signature(char signature[13])
{
	unsigned a, part[3];

	__cpuid(HYPERVISOR_LEAF, a, part[0], part[1], part[2]);
	memcpy(signature, part, 12);
	signature[12] = '\0';
	(void)a;
}

/* QEMU answers the leaf also where it hides that it is one; real CPUs answer
 * it with something else, so only a known signature counts then. */
char *env_cpu_hypervisor(void)
{
	char signature[13];

	read_signature(signature);
	for (size_t i = 0; i < sizeof(hypervisors) / sizeof(hypervisors[0]); i++)
		if (!strcmp(signature, hypervisors[i].signature))
			return xstrdup(hypervisors[i].name);
	if (!is_guest())
		return NULL;
	for (char *s = signature; *s; s++)
		if (*s < ' ' || *s > '~')
			*s = '?';
	return xstrdup(*signature ? signature : "unknown");
}

static unsigned kvm_features(bool hints)
{
	char signature[13];
	unsigned a, b, c, d;

	read_signature(signature);
	if (strcmp(signature, "KVMKVMKVM"))
		return 0;
	__cpuid(HYPERVISOR_LEAF + 1, a, b, c, d);
	return hints ? d : a;
}

bool env_cpu_pv_unhalt(void)
{
	return kvm_features(false) & KVM_FEATURE_PV_UNHALT;
}

bool env_cpu_hint_realtime(void)
{
	return kvm_features(true) & KVM_HINTS_REALTIME;
}

char *env_cpu_model(void)
{
	return env_labeled("/proc/cpuinfo", "model name");
}
