/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/kicksignal.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

static _Thread_local struct {
	void (*volatile action)(void *);
	void *volatile argument;
} bound;

static void on_kick(int signo)
{
	void (*action)(void *) = bound.action;
	int saved = errno;

	(void)signo;
	if (action)
		action(bound.argument);
	errno = saved;
}

/* SIGUSR1 coalesces, SIGRTMIN queues. */
static bool valid(int signo)
{
	return signo == SIGUSR1 || signo == SIGRTMIN;
}

int kicksignal_install(int signo)
{
	struct sigaction sa = { .sa_handler = on_kick };

	if (!valid(signo))
		return -EINVAL;
	sigemptyset(&sa.sa_mask);
	return sigaction(signo, &sa, NULL) ? -errno : 0;
}

void kicksignal_bind(void (*action)(void *), void *argument)
{
	/* Never an action with the argument of another: the handler may run between. */
	bound.action = NULL;
	atomic_signal_fence(memory_order_seq_cst);
	bound.argument = argument;
	atomic_signal_fence(memory_order_seq_cst);
	bound.action = action;
}

void kicksignal_set(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGUSR1);
	sigaddset(set, SIGRTMIN);
}

unsigned kicksignal_drain(void)
{
	const struct timespec now = { 0, 0 };
	unsigned n = 0;
	sigset_t set;

	kicksignal_set(&set);
	while (sigtimedwait(&set, NULL, &now) > 0)
		n++;
	return n;
}
