/* SPDX-License-Identifier: GPL-2.0-only */
/* Which of the wanted counters this host has. */
#include <stdlib.h>
#include <string.h>

#include "harness/counting.h"
#include "lib/counters.h"
#include "lib/siglock.h"

static void append(char **list, const char *name)
{
	char *longer = *list ? xasprintf("%s,%s", *list, name) : xstrdup(name);

	free(*list);
	*list = longer;
}

static void note_absent(const struct counters *c)
{
	for (size_t i = 0; i < c->nr; i++)
		if (c->list[i].errnum)
			complain("counter %s: not here: %s (the others are counted)",
				 c->list[i].name, c->list[i].reason);
}

/* Without BPF: all contended locks of the thread, not the siglock alone. */
static void add_siglock(char **list, struct counters *c)
{
	struct error why = { 0 };
	struct siglock *s = siglock_open(&why);
	int i = counters_find(c, COUNTERS_CONTENTION);

	if (s) {
		append(list, COUNTERS_SIGLOCK);
		siglock_close(s);
		return;
	}
	complain("counter siglock: %.300s (counting %s instead: every contended lock of a vCPU "
		 "thread)",
		 why.text, COUNTERS_CONTENTION);
	if (i < 0)
		append(list, COUNTERS_CONTENTION);
}

int counting_available(const char *wanted, char **available, struct error *err)
{
	struct counters c;

	*available = NULL;
	if (counters_resolve(wanted, &c, err))
		return -1;
	counters_open(&c);
	note_absent(&c);
	for (size_t i = 0; i < c.nr; i++)
		if (!c.list[i].errnum)
			append(available, c.list[i].name);
	if (c.siglock)
		add_siglock(available, &c);
	counters_close(&c);
	return 0;
}
