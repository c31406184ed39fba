/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The handler of the kick signals. There is one handler for all protocols; what
 * it does in a thread, that thread says itself. So a switch of arm in one vCPU
 * thread changes nothing for the others.
 */
#ifndef KICKBENCH_LIB_KICKSIGNAL_H
#define KICKBENCH_LIB_KICKSIGNAL_H

#include <signal.h>
#include <stdbool.h>

/* Installs the handler for signo in the process, without SA_RESTART; repeating
 * it does no harm. It stays: a late kick must not kill. 0 or -errno. */
int kicksignal_install(int signo);

/* What the handler does in the calling thread from now on: action(argument), or
 * nothing (NULL). The action must be async-signal-safe. */
void kicksignal_bind(void (*action)(void *), void *argument);

/* Takes every pending kick signal of either kind from the calling thread, in
 * which both are blocked. Returns how many there were. */
unsigned kicksignal_drain(void);

/* Both kick signals, as a set. */
void kicksignal_set(sigset_t *set);

#endif
