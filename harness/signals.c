/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ctrl-C. The signals are blocked but while the coordinator waits, so that
 * none comes between looking and waiting, nor in the middle of a row.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "harness/coordinator.h"
#include "harness/signals.h"
#include "lib/clock.h"

static volatile sig_atomic_t interrupted;
static struct sigaction old_action[3];
static sigset_t old_mask;
static const int caught[3] = { SIGINT, SIGTERM, SIGHUP };

static void on_signal(int signo)
{
	(void)signo;
	interrupted = 1;
}

static void all_caught(sigset_t *set)
{
	sigemptyset(set);
	for (int i = 0; i < 3; i++)
		sigaddset(set, caught[i]);
}

void coordinator_catch(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t set;

	all_caught(&set);
	sigprocmask(SIG_BLOCK, &set, &old_mask);
	for (int i = 0; i < 3; i++) {
		sigaction(caught[i], NULL, &old_action[i]);
		/* nohup means it. A script's shell also ignores SIGINT for what it runs in the
		 * background, but who sends one there all the same means us. */
		if (caught[i] != SIGHUP || old_action[i].sa_handler != SIG_IGN)
			sigaction(caught[i], &action, NULL);
	}
}

/* The terminal and a script that passes it on make two of one interruption: the second
 * must not kill whom the first has made stop, who still says how to go on. */
static void forget_the_second(void)
{
	const struct timespec now = { 0, 0 };
	sigset_t set;

	all_caught(&set);
	while (interrupted && sigtimedwait(&set, NULL, &now) > 0)
		;
}

void coordinator_restore(void)
{
	forget_the_second();
	for (int i = 0; i < 3; i++)
		sigaction(caught[i], &old_action[i], NULL);
	sigprocmask(SIG_SETMASK, &old_mask, NULL);
}

bool coordinator_interrupted(void)
{
	return interrupted;
}

const sigset_t *signals_while_waiting(void)
{
	return &old_mask;
}

int signals_poll(struct pollfd *fd, nfds_t nr, uint64_t ms)
{
	struct timespec timeout = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	int ret = ppoll(fd, nr, &timeout, &old_mask);

	return ret < 0 ? -errno : ret;
}

void coordinator_sleep(uint64_t ms)
{
	uint64_t end = clock_ns() + ms * 1000000, now;

	while (!interrupted && (now = clock_ns()) < end)
		signals_poll(NULL, 0, (end - now) / 1000000 + 1);
}
