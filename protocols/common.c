/* SPDX-License-Identifier: GPL-2.0-only */
#include "protocols/common.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lib/kicksignal.h"

/* With the kick signals blocked, so that nothing comes back behind our back. */
static void forget(struct vcpu *v)
{
	kicksignal_bind(NULL, NULL);
	kicksignal_drain();
	v->run->immediate_exit = 0;
	atomic_store(&v->kick.requested, 0);
	atomic_store(&v->kick.events, 0);
	atomic_store(&v->kick.word, 0);
	atomic_store(&v->kick.running, 0);
	atomic_store(&v->kick.signaled_ns, 0);
}

static void block(sigset_t *old)
{
	sigset_t both;

	kicksignal_set(&both);
	pthread_sigmask(SIG_BLOCK, &both, old);
}

int kick_arm(struct vcpu *v, int signo, void (*action)(void *), bool blocked, struct error *err)
{
	sigset_t one;
	int r;

	block(v->kick.armed ? NULL : &v->kick.saved_mask);	/* arms may follow one another */
	v->kick.armed = true;
	forget(v);
	v->kick.signal = signo;
	r = vcpu_signal_mask(v, NULL);
	if (!r)
		r = kicksignal_install(signo);
	if (r) {
		v->kick.armed = false;
		pthread_sigmask(SIG_SETMASK, &v->kick.saved_mask, NULL);
		return error_errno(err, EXIT_CANNOT, -r, "arming vCPU %d with signal %d",
				   v->index, signo);
	}
	kicksignal_bind(action, v);
	sigemptyset(&one);
	sigaddset(&one, signo);
	if (!blocked)
		pthread_sigmask(SIG_UNBLOCK, &one, NULL);
	return 0;
}

void kick_disarm(struct vcpu *v)
{
	block(NULL);
	forget(v);
	vcpu_signal_mask(v, NULL);
	pthread_sigmask(SIG_SETMASK, &v->kick.saved_mask, NULL);
	v->kick.armed = false;
}

int kick_signal(struct vcpu *v)
{
	/* Not pthread_kill(): glibc's reports success for a thread that is gone. */
	return syscall(SYS_tgkill, v->vm->pid, v->tid, v->kick.signal) ? -errno : 0;
}

int kick_request(struct vcpu *v)
{
	atomic_fetch_add_explicit(&v->kick.requested, 1, memory_order_release);
	return kick_signal(v);
}

unsigned kick_take(struct vcpu *v)
{
	/* A load first: the common answer is no, and an exchange would take the line. */
	if (!atomic_load_explicit(&v->kick.requested, memory_order_acquire))
		return 0;
	return atomic_exchange_explicit(&v->kick.requested, 0, memory_order_acquire);
}

void kick_set_flag(void *vcpu)
{
	volatile struct kvm_run *run = ((struct vcpu *)vcpu)->run;

	run->immediate_exit = 1;
}
