/* SPDX-License-Identifier: GPL-2.0-only */
/* What both kinds of siglock share: from a kernel stack to the reason of a wait,
 * and the host of one node. For the files of siglock alone. */
#ifndef KICKBENCH_LIB_SIGLOCK_STACKS_H
#define KICKBENCH_LIB_SIGLOCK_STACKS_H

#include "lib/siglock.h"

struct siglock_symbols;

/* Looks the functions up in /proc/kallsyms. Where addresses are hidden nothing
 * is found, and every wait is "elsewhere". The caller frees. */
struct siglock_symbols *siglock_symbols_read(void);
void siglock_symbols_free(struct siglock_symbols *s);

/* n return addresses, innermost first; 0 ends them early. */
enum siglock_where siglock_where(const struct siglock_symbols *s, const uint64_t *frames, int n);

/* Whether this host has but node 0. */
bool siglock_one_node(void);

#endif
