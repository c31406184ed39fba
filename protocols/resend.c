/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * No flag and no mask: the vCPU thread says that it is about to run, then looks
 * for a request; the kicker sends the signal again until the request is taken.
 * A signal that came too early is followed by one that does not.
 *
 * Memory order: none is needed. Both may look too early, so that no signal is
 * sent; but nag() looks again until the request is taken. Only a kicker that
 * leaves when it reads "not running" needs sequential consistency on both sides,
 * as in Dekker's algorithm:
 *   vCPU: running = 1; barrier; look for a request
 *   kicker: request; barrier; look whether it runs
 * The accesses below have that order all the same, so that the first signal does
 * not wait for a nag.
 */
#include <errno.h>
#include "protocols/common.h"

#define RESEND_NS 500000

static int arm(struct vcpu *v, int signo, struct error *err)
{
	return kick_arm(v, signo, NULL, false, err);
}

static int enter(struct vcpu *v)
{
	int r = -EINTR;

	atomic_store(&v->kick.running, 1);
	if (!atomic_load(&v->kick.requested)) {
		kick_window(v, WINDOW_IN_ENTER);
		r = vcpu_run(v);
	}
	atomic_store(&v->kick.running, 0);
	return r;
}

static int signal_if_running(struct vcpu *v)
{
	if (!atomic_load(&v->kick.running))
		return 0;
	atomic_store_explicit(&v->kick.signaled_ns, clock_ns(), memory_order_relaxed);
	return kick_signal(v);
}

static int kick(struct vcpu *v)
{
	atomic_fetch_add(&v->kick.requested, 1);
	return signal_if_running(v);
}

static void nag(struct vcpu *v)
{
	uint64_t last = atomic_load_explicit(&v->kick.signaled_ns, memory_order_relaxed);

	if (atomic_load(&v->kick.requested) && clock_ns() - last >= RESEND_NS)
		signal_if_running(v);
}

const struct protocol protocol_resend = {
	.name = "resend",
	.summary = "the signal again every 500 us until the vCPU thread is out",
	.used_by = "the shape of Hyperlight's and cloud-hypervisor's (every 10 ms)",
	.windows = WINDOW_BEFORE_RUN | WINDOW_IN_ENTER,
	.stale_max = 2,
	.arm = arm,
	.disarm = kick_disarm,
	.enter = enter,
	.kick = kick,
	.consume = kick_take,
	.nag = nag,
};
