/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Control: must show stale exits. As immediate_exit, but nobody clears the flag:
 * after the first kick every KVM_RUN returns at once. Memory order as there.
 */
#include "protocols/common.h"

static int arm(struct vcpu *v, int signo, struct error *err)
{
	return kick_arm(v, signo, kick_set_flag, false, err);
}

const struct protocol protocol_never_clear = {
	.name = "never_clear",
	.summary = "control: the flag stays set after the first kick; stale exits",
	.used_by = "nobody: the mistake of cloud-hypervisor #7427, Firecracker #4388",
	.role = ROLE_STALE,
	.needs_flag = true,
	.spared_rfc = true,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = vcpu_run,
	.kick = kick_request,
	.consume = kick_take,
};
