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

static bool siglock_there(struct error *why)
{
	struct siglock *s = siglock_open(why);

	siglock_close(s);
	return s;
}

/* The wanted events; where the siglock is wanted and cannot be told (*why), all contended
 * locks among them. 0, or -1 with *err. */
static int resolve(const char *wanted, struct counters *c, struct error *why, struct error *err)
{
	char *more;
	int ret;

	if (counters_resolve(wanted, c, err))
		return -1;
	if (!c->siglock || siglock_there(why))
		return 0;
	counters_close(c);
	more = xasprintf("%s,%s", wanted, COUNTERS_CONTENTION);
	ret = counters_resolve(more, c, err);
	free(more);
	return ret;
}

static void note_siglock(const struct counters *c, const struct error *why)
{
	bool instead = !c->list[counters_find(c, COUNTERS_CONTENTION)].errnum;

	complain("counter siglock: %.300s%s", why->text, !instead ? "" :
		 " (counting " COUNTERS_CONTENTION " instead: every contended lock of a vCPU "
		 "thread)");
}

int counting_available(const char *wanted, char **available, struct error *err)
{
	struct error why = { 0 };
	struct counters c;

	*available = NULL;
	if (resolve(wanted, &c, &why, err))
		return -1;
	counters_open(&c);
	note_absent(&c);
	for (size_t i = 0; i < c.nr; i++)
		if (!c.list[i].errnum)
			append(available, c.list[i].name);
	if (why.status)
		note_siglock(&c, &why);
	else if (c.siglock)
		append(available, COUNTERS_SIGLOCK);
	counters_close(&c);
	return 0;
}
