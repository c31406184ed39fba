/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flag is cleared at the start of every run, not after a kick. A word says
 * where the thread is: NO_RUN, CANCEL (kicked outside), or the kvm_run that it is
 * about to enter, whose flag the handler then sets.
 *
 * Memory order: word and flag belong to the vCPU thread and its own handler: a relaxed
 * exchange (the handler may come between load and store) and signal
 * fences, nothing between CPUs. The request: release/acquire, see kick_request().
 */
#include "protocols/common.h"

enum { NO_RUN, CANCEL };	/* any other value: the kvm_run */

static void on_kick(void *vcpu)
{
	struct vcpu *v = vcpu;
	uintptr_t word = atomic_load_explicit(&v->kick.word, memory_order_relaxed);

	if (word > CANCEL)
		((volatile struct kvm_run *)word)->immediate_exit = 1;
	else
		atomic_store_explicit(&v->kick.word, CANCEL, memory_order_relaxed);
}

static int arm(struct vcpu *v, int signo, struct error *err)
{
	return kick_arm(v, signo, on_kick, false, err);
}

static int enter(struct vcpu *v)
{
	uintptr_t word;
	int r;

	/* Before the word names the kvm_run: from then on the handler may set it. */
	v->run->immediate_exit = 0;
	atomic_signal_fence(memory_order_seq_cst);
	word = atomic_exchange_explicit(&v->kick.word, (uintptr_t)v->run, memory_order_relaxed);
	atomic_signal_fence(memory_order_seq_cst);
	if (word == CANCEL)
		v->run->immediate_exit = 1;
	kick_window(v, WINDOW_IN_ENTER);
	r = vcpu_run(v);
	kick_window(v, WINDOW_AFTER_RUN);
	atomic_signal_fence(memory_order_seq_cst);
	atomic_store_explicit(&v->kick.word, NO_RUN, memory_order_relaxed);
	atomic_signal_fence(memory_order_seq_cst);
	return r;
}

const struct protocol protocol_clear_first = {
	.name = "clear_first",
	.summary = "the flag is cleared before each run; a word remembers a kick in between",
	.used_by = "OpenVMM",
	.windows = WINDOW_BEFORE_RUN | WINDOW_IN_ENTER | WINDOW_AFTER_RUN,
	.needs_flag = true,
	.owns_flag = true,
	.looks_first = true,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = enter,
	.kick = kick_request,
	.consume = kick_take,
};
