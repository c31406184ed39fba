/* SPDX-License-Identifier: GPL-2.0-only */
#include <sys/ioctl.h>
#include "abi/case.h"

bool abi_registers(struct abi *a, struct guest_registers *r)
{
	struct kvm_regs regs;

	if (ioctl(a->v.fd, KVM_GET_REGS, &regs))
		return false;
	r->pc = regs.rip;
	r->input = regs.rax;
	return true;
}
