/* SPDX-License-Identifier: GPL-2.0-only */
/* Waiting with Ctrl-C in mind; what the coordinator has of it inside. */
#ifndef KICKBENCH_HARNESS_SIGNALS_H
#define KICKBENCH_HARNESS_SIGNALS_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>

/* poll() that the caught signals can interrupt (-EINTR); else as poll(), or -errno. */
int signals_poll(struct pollfd *fd, nfds_t nr, uint64_t ms);
/* The signal mask that was in force before coordinator_catch(): a child's. */
const sigset_t *signals_while_waiting(void);

#endif
