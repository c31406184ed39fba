/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Control: must lose. As immediate_exit, but looks first and clears then: a kick
 * between the two sets the flag, and the clear takes it away again. Both steps
 * are the vCPU thread's: no memory order can mend it.
 */
#include "protocols/common.h"

static int arm(struct vcpu *v, int signo, struct error *err)
{
	return kick_arm(v, signo, kick_set_flag, false, err);
}

static unsigned consume(struct vcpu *v)
{
	unsigned taken = kick_take(v);

	kick_window(v, WINDOW_IN_CONSUME);
	atomic_signal_fence(memory_order_seq_cst);
	v->run->immediate_exit = 0;
	return taken;
}

const struct protocol protocol_clear_after_check = {
	.name = "clear_after_check",
	.summary = "control: looks, then clears the flag; loses kicks in between",
	.used_by = "the classic mistake",
	.role = ROLE_LOSES,
	.windows = WINDOW_IN_CONSUME,
	.needs_flag = true,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = vcpu_run,
	.kick = kick_request,
	.consume = consume,
};
