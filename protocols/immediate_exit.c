/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The handler sets kvm_run->immediate_exit, so that a signal taken in userspace
 * still ends the next KVM_RUN; the vCPU thread clears it before it looks why.
 *
 * Memory order: none between CPUs for the flag: handler and thread are the same
 * thread, and KVM_RUN is a call. The compiler must keep "clear, then look" in
 * order: a signal fence. The request needs release/acquire, see kick_request().
 */
#include "protocols/common.h"

static int arm(struct vcpu *v, int signo, struct error *err)
{
	return kick_arm(v, signo, kick_set_flag, false, err);
}

static unsigned consume(struct vcpu *v)
{
	/* Before looking why we were kicked: the other order loses one. */
	v->run->immediate_exit = 0;
	atomic_signal_fence(memory_order_seq_cst);
	kick_window(v, WINDOW_IN_CONSUME);
	return kick_take(v);
}

const struct protocol protocol_immediate_exit = {
	.name = "immediate_exit",
	.summary = "a signal handler sets kvm_run->immediate_exit",
	.used_by = "QEMU since 2017, crosvm, Firecracker 2019-2025, libkrun, Dragonball",
	.windows = WINDOW_BEFORE_RUN | WINDOW_IN_CONSUME,
	.needs_flag = true,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = vcpu_run,
	.kick = kick_request,
	.consume = consume,
};

/* The kernel has cleared the flag. A handler that runs after that sets it again,
 * which costs one needless return per kick, and on such a kernel that is the rule. */
const struct protocol protocol_immediate_exit_rfc = {
	.name = "immediate_exit_rfc",
	.summary = "the same, but the kernel clears the flag (RFC of February 2017)",
	.used_by = "kernels with the RFC's patch",
	.stale_max = 2,
	.needs_flag = true,
	.needs_rfc = true,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = vcpu_run,
	.kick = kick_request,
	.consume = kick_take,
};
