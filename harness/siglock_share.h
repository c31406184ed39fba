/* SPDX-License-Identifier: GPL-2.0-only */
/* One BPF program a process, shared by the threads that count. */
#ifndef KICKBENCH_HARNESS_SIGLOCK_SHARE_H
#define KICKBENCH_HARNESS_SIGLOCK_SHARE_H

#include "lib/die.h"
#include "lib/siglock.h"

/* Opened by the first, NULL with *err where it cannot be; thread-safe. */
struct siglock *siglock_share(struct error *err);
/* Closed by the last. */
void siglock_unshare(void);

#endif
