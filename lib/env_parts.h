/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the facts of env.csv come from; for the files of env and disturb alone. Every
 * function returns a text that the caller frees, NULL where the host does not tell. */
#ifndef KICKBENCH_LIB_ENV_PARTS_H
#define KICKBENCH_LIB_ENV_PARTS_H

#include <stdbool.h>
#include <stdio.h>
#include "lib/env.h"

/* -- env_file.c -- */
/* The value behind "NAME<blanks>:" in a file such as /proc/cpuinfo, its first time. */
char *env_labeled(const char *path, const char *label);
/* First lines of all files that match a shell pattern: each value once, joined with +. */
char *env_values(const char *pattern);
/* A stream that collects a text: fn writes, the text is returned; NULL if empty. */
char *env_compose(void (*fn)(FILE *out, const void *context), const void *context);

/* -- env_kernel.c -- */
/* FNV-1a over the lines of the kernel's configuration that set or unset an option. */
char *env_config_hash(void);
/* True where the kernel's configuration has NAME=y. */
bool env_config_has(const char *name);
/* The commit in a release such as 6.1.0-rc3-00012-g0123456789ab. */
char *env_kernel_commit(void);
/* "meltdown: Mitigation: PTI+..." without what does not affect this CPU. */
char *env_mitigations(void);

/* -- env_kvm.c -- */
/* kvm_intel, kvm_amd ...; several joined with +. */
char *env_kvm_module(void);
/* Adds MODULE_PARAMETER for every kvm module, as kvm_halt_poll_ns. */
void env_kvm_parameters(struct env *e);

/* -- env_spinlock.c -- */
/* The kind of spinlock by what the kernel said when it booted, as env_spinlock(); NULL: it
 * said nothing. Not to be freed. */
const char *env_spinlock_in(const char *log);

/* -- env_cpu_ARCH.c -- */
/* "TCG", "KVM" ..., or the signature itself; NULL on bare metal. */
char *env_cpu_hypervisor(void);
/* Does this hypervisor offer to wake a spinning vCPU (KVM_FEATURE_PV_UNHALT)? */
bool env_cpu_pv_unhalt(void);
bool env_cpu_hint_realtime(void);
/* Model name of the CPU. */
char *env_cpu_model(void);

#endif
