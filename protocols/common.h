/* SPDX-License-Identifier: GPL-2.0-only */
/* The steps that protocols share. Only files of protocols/ include it, and tests that break one. */
#ifndef KICKBENCH_PROTOCOLS_COMMON_H
#define KICKBENCH_PROTOCOLS_COMMON_H

#include "lib/clock.h"
#include "protocols/protocol.h"

/*
 * arm() of every protocol begins with it: removes all that another protocol may
 * have left (mask of KVM_RUN, flag, request, events, pending signals), installs
 * the handler for signo and makes it do action(v) in this thread (NULL: nothing).
 * The thread's own mask, saved for kick_disarm(), then blocks the kick signals
 * (blocked) or opens signo. 0, or -1 with *err.
 */
int kick_arm(struct vcpu *v, int signo, void (*action)(void *), bool blocked,
	     struct error *err);

/* disarm() of every protocol: removes the same, restores the thread's mask. */
void kick_disarm(struct vcpu *v);

/* Sends the kick signal. 0 or -errno: -ESRCH the thread is gone, -EAGAIN the
 * queue of real-time signals is full. */
int kick_signal(struct vcpu *v);

/*
 * kick() of all protocols with a flag word: the request, then the signal.
 * Order: release is enough for the request. Whoever sees the signal also sees
 * what was stored before it was sent: sending and taking both hold siglock.
 * Whoever sees the request alone needs nothing that was stored before it but
 * the kicker's own data, which release publishes.
 */
int kick_request(struct vcpu *v);

/* Takes all requests and says how many they were. Acquire, to pair with it. */
unsigned kick_take(struct vcpu *v);

/* The handler's action of the immediate_exit family: sets the flag. */
void kick_set_flag(void *vcpu);

/* Spins for the jitter that bench race put into this window. Elsewhere a load and a branch. */
static inline void kick_window(const struct vcpu *v, enum protocol_window here)
{
	if (__builtin_expect(v->kick.window == here, 0))
		clock_spin_ticks(v->kick.window_ticks);
}

/* The kicker's. */
static inline void kick_window_of_kicker(const struct vcpu *v)
{
	if (__builtin_expect(v->kick.kicker_ticks != 0, 0))
		clock_spin_ticks(v->kick.kicker_ticks);
}

#endif
