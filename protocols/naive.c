/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Control: must lose. The handler is empty, so a signal that comes between the
 * look at the request and KVM_RUN is spent in userspace, and the guest runs on.
 * No memory order can mend it: the look and the entry are two steps.
 */
#include "protocols/common.h"

static int arm(struct vcpu *v, int signo, struct error *err)
{
	return kick_arm(v, signo, NULL, false, err);
}

const struct protocol protocol_naive = {
	.name = "naive",
	.summary = "control: look, then run, with an empty handler; loses kicks in between",
	.used_by = "kvmtool's shape",
	.role = ROLE_LOSES,
	.looks_first = true,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = vcpu_run,
	.kick = kick_request,
	.consume = kick_take,
};
