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

static bool said_before(const struct counters *c, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (c->list[k].errnum && !strcmp(c->list[k].reason, c->list[i].reason))
			return true;
	return false;
}

/* One line for each reason. */
static void note_absent(const struct counters *c)
{
	for (size_t i = 0; i < c->nr; i++) {
		char *names = NULL;

		if (!c->list[i].errnum || said_before(c, i))
			continue;
		for (size_t k = i; k < c->nr; k++)
			if (c->list[k].errnum && !strcmp(c->list[k].reason, c->list[i].reason))
				append(&names, c->list[k].name);
		complain("not counted: %s: %s", names, c->list[i].reason);
		free(names);
	}
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
