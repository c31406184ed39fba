/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for siglock_bpf.c where clang or bpftool was missing at build time. */
#include "lib/siglock.h"

#include <errno.h>
#include <string.h>

const bool siglock_built = false;

struct siglock *siglock_open(struct error *err)
{
	error_set(err, EXIT_CANNOT,
		  "siglock: not built in (install clang and bpftool, build again)");
	return NULL;
}

void siglock_close(struct siglock *s)
{
	(void)s;
}

bool siglock_sees_all(const struct siglock *s)
{
	(void)s;
	return false;
}

int siglock_node(const struct siglock *s)
{
	(void)s;
	return -1;
}

int siglock_enlist(struct siglock *s, unsigned slot)
{
	(void)s, (void)slot;
	return -ENOSYS;
}

void siglock_arm(struct siglock *s, unsigned slot, int arm)
{
	(void)s, (void)slot, (void)arm;
}

int siglock_read(struct siglock *s, unsigned slot, unsigned arm, struct siglock_counts *c)
{
	(void)s, (void)slot, (void)arm;
	memset(c, 0, sizeof(*c));
	return -ENOSYS;
}

int siglock_reset(struct siglock *s, unsigned slot)
{
	(void)s, (void)slot;
	return -ENOSYS;
}

int siglock_probe_node(int nr_nodes)
{
	return nr_nodes == 1 ? 0 : -1;
}
