/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between architectures in a VM: vm_ARCH.c. Only lib/vm*.c include it. */
#ifndef KICKBENCH_LIB_VM_ARCH_H
#define KICKBENCH_LIB_VM_ARCH_H

#include "lib/vm.h"

/* After KVM_CREATE_VM, before the first vCPU: what the guest needs of the VM. */
int vm_arch_open(struct vm *vm, struct error *err);

/* Registers of a vCPU that starts at the guest's entry point. */
int vcpu_arch_reset(struct vcpu *v, struct error *err);

/* KVM_ENABLE_CAP with one argument. 0, or -1 with *err, which names the capability. */
int vm_enable(struct vm *vm, uint32_t cap, uint64_t arg, const char *name, struct error *err);

#endif
