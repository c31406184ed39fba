/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kicker sets immediate_exit itself, through its own mapping of kvm_run; the
 * handler is empty. The vCPU thread takes one event per return.
 *
 * Memory order: two CPUs write the flag here, so the vCPU thread needs a full barrier.
 * (Firecracker's source has none of its own there: its event channel would have to bring it.)
 *   vCPU: flag = 0; barrier; look for an event
 *   kicker: event; release; flag = 1; signal
 * If the vCPU sees no event, then its 0 is older than the kicker's 1. Without its
 * barrier the 0 may wait in a store buffer, be overtaken by the look, and then
 * overwrite the 1 of a kick whose signal has come and gone: lost, with one kick
 * outstanding already. Release and acquire do not forbid that (store, then load
 * of another address); sequential consistency does. The kicker's own fence before the
 * signal is there because Firecracker has one: siglock orders the two as it is.
 * With two kicks outstanding it loses in any order: one return clears the flag of
 * both and takes one event. Bench race shows that as its case two_outstanding.
 */
#include <errno.h>
#include "protocols/common.h"

static void set_flag(uint8_t *flag, uint8_t value)
{
	__atomic_store_n(flag, value, __ATOMIC_RELAXED);
}

static int arm(struct vcpu *v, int signo, struct error *err)
{
	return kick_arm(v, signo, NULL, false, err);
}

static int enter(struct vcpu *v)
{
	int r = -EINTR;

	if (!__atomic_load_n(&v->run->immediate_exit, __ATOMIC_RELAXED)) {
		kick_window(v, WINDOW_IN_ENTER);
		r = vcpu_run(v);
	}
	if (r == -EINTR)
		set_flag(&v->run->immediate_exit, 0);
	return r;
}

static int kick(struct vcpu *v)
{
	atomic_fetch_add_explicit(&v->kick.events, 1, memory_order_relaxed);
	atomic_thread_fence(memory_order_release);
	set_flag(v->kick.flag_alias, 1);
	kick_window_of_kicker(v);
	atomic_thread_fence(memory_order_seq_cst);
	return kick_signal(v);
}

/* enter() has cleared the flag. */
static unsigned consume(struct vcpu *v)
{
	uint32_t events;

	kick_window(v, WINDOW_IN_CONSUME);
	atomic_thread_fence(memory_order_seq_cst);
	events = atomic_load_explicit(&v->kick.events, memory_order_acquire);
	if (!events)
		return 0;
	atomic_fetch_sub_explicit(&v->kick.events, 1, memory_order_relaxed);
	return 1;
}

const struct protocol protocol_immediate_exit_direct = {
	.name = "immediate_exit_direct",
	.summary = "the kicker sets immediate_exit through a second mapping; empty handler",
	.used_by = "Firecracker since 2025-09",
	.windows = WINDOW_IN_ENTER | WINDOW_IN_CONSUME | WINDOW_IN_KICK,
	.needs_flag = true,
	.owns_flag = true,
	.queues = true,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = enter,
	.kick = kick,
	.consume = consume,
};
