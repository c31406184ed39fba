/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM_SET_SIGNAL_MASK. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include "abi/case.h"
#include "lib/kicksignal.h"

/* What KVM_SET_SIGNAL_MASK says to a set of so many bytes. */
static int set_length(struct abi *a, unsigned len)
{
	struct kvm_signal_mask *m = calloc(1, sizeof(*m) + sizeof(sigset_t));
	int r;

	if (!m)
		return -ENOMEM;
	m->len = len;
	r = ioctl(a->v.fd, KVM_SET_SIGNAL_MASK, m) ? -errno : 0;
	free(m);
	return r;
}

static bool length(struct abi *a)
{
	int eight = set_length(a, 8), four = set_length(a, 4);
	int glibc = set_length(a, sizeof(sigset_t));

	return saw(a, !eight && four == -EINVAL && glibc == -EINVAL, "8: %s, 4: %s, %zu: %s",
		   eight ? strerrorname_np(-eight) : "0", four ? strerrorname_np(-four) : "0",
		   sizeof(sigset_t), glibc ? strerrorname_np(-glibc) : "0");
}

/* SIGUSR1 pending and blocked in this thread. */
static void make_pending(void)
{
	sigset_t set;

	kicksignal_install(SIGUSR1);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	pthread_kill(pthread_self(), SIGUSR1);
}

static bool is_pending(void)
{
	sigset_t set;

	sigpending(&set);
	return sigismember(&set, SIGUSR1);
}

static bool pending_opened(struct abi *a)
{
	uint32_t counter = a->v.shared->counter;
	sigset_t none;
	int r;

	make_pending();
	sigemptyset(&none);
	vcpu_signal_mask(&a->v, &none);
	r = vcpu_run(&a->v);
	return saw(a, r == -EINTR && is_pending() && a->v.run->exit_reason == KVM_EXIT_INTR &&
		   a->v.shared->counter == counter,
		   "KVM_RUN returned %s, exit_reason %u, the signal is %s", run_text(r),
		   a->v.run->exit_reason, is_pending() ? "still pending" : "gone");
}

static bool null_switches_off(struct abi *a)
{
	sigset_t none;
	int r, run;

	make_pending();
	sigemptyset(&none);
	vcpu_signal_mask(&a->v, &none);
	r = vcpu_signal_mask(&a->v, NULL);
	run = vcpu_run(&a->v);
	return saw(a, !r && !run && is_pending(),
		   "NULL: %s, then KVM_RUN returned %s with a signal pending that the mask "
		   "had open",
		   r ? strerrorname_np(-r) : "0", run_text(run));
}

static bool restored(struct abi *a)
{
	sigset_t mask, before, after;
	int exited, kicked;

	make_pending();
	pthread_sigmask(SIG_BLOCK, NULL, &before);
	sigfillset(&mask);
	vcpu_signal_mask(&a->v, &mask);
	exited = vcpu_run(&a->v);
	sigdelset(&mask, SIGUSR1);
	vcpu_signal_mask(&a->v, &mask);
	kicked = vcpu_run(&a->v);
	pthread_sigmask(SIG_BLOCK, NULL, &after);
	return saw(a, !exited && kicked == -EINTR && !memcmp(&before, &after, 8),
		   "after KVM_RUN returned %s and %s the thread's mask is %s", run_text(exited),
		   run_text(kicked), memcmp(&before, &after, 8) ? "another one" : "its own");
}

const struct abi_case abi_mask_cases[] = {
	{ "mask_length", "KVM_SET_SIGNAL_MASK takes a set of 8 bytes (the kernel's) and no other "
	  "length: EINVAL", "pmtimer", false, length },
	{ "mask_pending", "a pending signal that the mask opens: EINTR and KVM_EXIT_INTR, the "
	  "guest not entered; the signal stays pending", "pmtimer", false, pending_opened },
	{ "mask_null", "a NULL argument switches the mask off", "pmtimer", false,
	  null_switches_off },
	{ "mask_restored", "the thread's own mask is back after KVM_RUN", "pmtimer", false,
	  restored },
};
const size_t nr_abi_mask_cases = sizeof(abi_mask_cases) / sizeof(*abi_mask_cases);
