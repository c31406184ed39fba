/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/axes.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "lib/counters.h"

static size_t count_benches(void) { return nr_benches; }
static const char *bench_name(size_t i) { return benches[i]->name; }
static const char *bench_summary(size_t i) { return benches[i]->summary; }
static size_t count_guests(void) { return nr_guests; }
static const char *guest_name(size_t i) { return guests[i]->name; }
static const char *guest_summary(size_t i) { return guests[i]->summary; }
static size_t count_protocols(void) { return nr_protocols; }
static const char *protocol_name(size_t i) { return protocols[i]->name; }
static const char *protocol_summary(size_t i) { return protocols[i]->summary; }
static const char *protocol_users(size_t i) { return protocols[i]->used_by; }

const struct axis axis_bench = {
	"--bench", "benchmark", count_benches, bench_name, bench_summary, NULL,
};
const struct axis axis_guest = {
	"--guest", "guest", count_guests, guest_name, guest_summary, NULL,
};
const struct axis axis_protocol = {
	"--protocols", "protocol", count_protocols, protocol_name, protocol_summary, protocol_users,
};

/* also: what is no name, but can be given as one. */
static int unknown(const struct axis *a, const char *name, const char *also, struct error *err)
{
	char known[400] = "";

	for (size_t i = 0; i < a->count(); i++) {
		size_t used = strlen(known);

		snprintf(known + used, sizeof(known) - used, "%s%s", used ? ", " : "", a->name(i));
	}
	return error_set(err, EXIT_USAGE, "%s %.60s: no such %s (there are %s, and %s)", a->option,
			 name, a->what, known, also);
}

static int find(const struct axis *a, const char *name)
{
	for (size_t i = 0; i < a->count(); i++)
		if (!strcmp(a->name(i), name))
			return (int)i;
	return -1;
}

int axes_check(const struct axis *a, const char *list, struct error *err)
{
	struct names l;
	int ret = 0;

	if (names_split(a->option, list, &l, err))
		return -1;
	for (size_t i = 0; i < l.nr && !ret; i++)
		if (strcmp(l.name[i], "all") && find(a, l.name[i]) < 0)
			ret = unknown(a, l.name[i], "all", err);
	names_release(&l);
	return ret;
}

static void add(struct names *l, const char *name)
{
	if (names_have(l, name))
		return;
	l->name = xrealloc(l->name, (l->nr + 1) * sizeof(*l->name));
	l->name[l->nr++] = xstrdup(name);
}

void axes_names(const struct axis *a, const char *list, struct names *names)
{
	struct names l;

	*names = (struct names){ 0 };
	if (names_split(a->option, list, &l, NULL))
		return;
	for (size_t i = 0; i < l.nr; i++) {
		if (strcmp(l.name[i], "all")) {
			add(names, l.name[i]);
			continue;
		}
		for (size_t k = 0; k < a->count(); k++)
			add(names, a->name(k));
	}
	names_release(&l);
}

int axes_check_counters(const char *list, struct error *err)
{
	struct counters c;

	if (counters_resolve(list, &c, err))
		return -1;
	counters_close(&c);
	return 0;
}

/* "50" or "50i" behind the "=". */
static int amount(const char *text, struct inject *in, struct error *err)
{
	bool instructions = *text && text[strlen(text) - 1] == 'i';
	char *what = xasprintf("--inject %s: %s", in->protocol, instructions ? "instructions" :
			       "ns");
	char digits[24];
	int ret;

	snprintf(digits, sizeof(digits), "%.*s", (int)(strlen(text) - instructions), text);
	ret = instructions ? parse_uint(what, digits, 1, 10000000, &in->instructions, err) :
			     parse_uint(what, text, 1, 1000000, &in->ns, err);
	free(what);
	return ret;
}

static int one_inject(char *text, struct inject *in, struct error *err)
{
	char *value = strchr(text, '=');

	*in = (struct inject){ 0 };
	if (!value || value == text)
		return error_set(err, EXIT_USAGE,
				 "--inject %s: not PROTOCOL=NS or PROTOCOL=Ki (for instance "
				 "sigmask=200, sigmask=50i)",
				 text);
	*value++ = 0;
	if (strcmp(text, "null") && find(&axis_protocol, text) < 0)
		return unknown(&(struct axis){ "--inject", "protocol", count_protocols,
					       protocol_name, NULL, NULL }, text, "null", err);
	snprintf(in->protocol, sizeof(in->protocol), "%s", text);
	return amount(value, in, err);
}

static bool repeated(const struct inject *in, const struct inject *list, int nr)
{
	for (int i = 0; i < nr; i++)
		if (!strcmp(list[i].protocol, in->protocol) &&
		    (strcmp(in->protocol, "null") ||
		     (list[i].ns == in->ns && list[i].instructions == in->instructions)))
			return true;
	return false;
}

int injects_parse(const char *text, struct inject *list, int *nr, struct error *err)
{
	struct names l;
	int ret = names_split("--inject", text, &l, err);

	for (size_t i = 0; i < l.nr && !ret; i++) {
		struct inject in;

		ret = one_inject(l.name[i], &in, err);
		if (!ret && repeated(&in, list, *nr))
			ret = error_set(err, EXIT_USAGE,
					"--inject %s: comes twice (further sizes: null=NS)",
					in.protocol);
		else if (!ret && *nr == ARMS_MAX)
			ret = error_set(err, EXIT_USAGE, "--inject: too many (at most %d)",
					ARMS_MAX);
		else if (!ret)
			list[(*nr)++] = in;
	}
	names_release(&l);
	return ret;
}
