/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kick signal is blocked but in KVM_RUN, which opens it by its own mask: a
 * kick that comes before stays pending and ends KVM_RUN at once.
 *
 * Memory order: release/acquire on the request. The pending signal is the
 * kernel's, and sending, KVM_RUN's check and sigtimedwait() all hold siglock.
 */
#include <errno.h>
#include <time.h>
#include "protocols/common.h"

/* An equal mask never reaches siglock in the kernel: that would measure nothing. */
static int set_mask(struct vcpu *v, int signo, struct error *err)
{
	sigset_t mask;
	int r;

	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	if (!sigismember(&mask, signo))
		return error_set(err, EXIT_CANNOT, "sigmask: signal %d is not blocked outside "
				 "KVM_RUN (the mask would equal the thread's)", signo);
	sigdelset(&mask, signo);
	r = vcpu_signal_mask(v, &mask);
	return r ? error_errno(err, EXIT_CANNOT, -r, "KVM_SET_SIGNAL_MASK") : 0;
}

static int arm(struct vcpu *v, int signo, struct error *err)
{
	if (kick_arm(v, signo, NULL, true, err))
		return -1;
	if (!set_mask(v, signo, err))
		return 0;
	kick_disarm(v);
	return -1;
}

/* The signal first, the request then: a kick between the two leaves its signal
 * pending, which costs one needless return; the other order loses the request. */
static unsigned consume(struct vcpu *v)
{
	const struct timespec now = { 0, 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, v->kick.signal);
	while (sigtimedwait(&set, NULL, &now) > 0 || errno == EINTR)
		;
	kick_window(v, WINDOW_IN_CONSUME);
	return kick_take(v);
}

static int arm_equal(struct vcpu *v, int signo, struct error *err)
{
	sigset_t mask;
	int r;

	if (kick_arm(v, signo, NULL, true, err))
		return -1;
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	r = vcpu_signal_mask(v, &mask);
	if (!r)
		return 0;
	kick_disarm(v);
	return error_errno(err, EXIT_CANNOT, -r, "KVM_SET_SIGNAL_MASK");
}

const struct protocol protocol_sigmask = {
	.name = "sigmask",
	.summary = "KVM_SET_SIGNAL_MASK opens the blocked kick signal inside KVM_RUN",
	.used_by = "QEMU 2010-2017 and its fallback, gVisor, uhyve, gem5",
	.windows = WINDOW_BEFORE_RUN | WINDOW_IN_CONSUME,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = vcpu_run,
	.kick = kick_request,
	.consume = consume,
};

const struct protocol protocol_sigmask_equal = {
	.name = "sigmask_equal",
	.summary = "control: a mask equal to the thread's own, which costs no siglock",
	.used_by = "benchmarks that measure nothing",
	.role = ROLE_COST,
	.arm = arm_equal,
	.disarm = kick_disarm,
	.enter = vcpu_run,
};
