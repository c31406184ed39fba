/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/describe.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/counters.h"
#include "lib/numa_pin.h"
#include "lib/rundir.h"
#include "lib/siglock.h"
#include "lib/spin.h"

static __attribute__((format(printf, 3, 4)))
void set(struct env *e, const char *key, const char *fmt, ...)
{
	char *value = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&value, fmt, ap) < 0)
		value = NULL;
	va_end(ap);
	env_set(e, key, value);
	free(value);
}

/* As a shell would take it again. */
static void put_word(FILE *f, const char *word)
{
	if (*word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789-_=+,./:@%")]) {
		fputs(word, f);
		return;
	}
	fputc('\'', f);
	for (; *word; word++) {
		if (*word == '\'')
			fputs("'\\''", f);
		else
			fputc(*word, f);
	}
	fputc('\'', f);
}

static void set_command(struct env *e, int argc, char **argv)
{
	char *text = NULL, key[32];
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		die(EXIT_CANNOT, "memory: no room for the command line (free some)");
	fputs("kickbench", f);
	for (int i = 0; i < argc; i++) {
		fputc(' ', f);
		put_word(f, argv[i]);
	}
	fclose(f);
	env_set(e, "command", text);
	free(text);
	set(e, "args", "%d", argc);
	for (int i = 0; i < argc; i++) {
		snprintf(key, sizeof(key), "arg_%d", i);
		env_set(e, key, argv[i]);
	}
}

/* Arms that are controls, over all cells. */
static void set_controls(struct env *e, const struct plan *p)
{
	char text[512] = "";

	for (size_t i = 0; i < p->nr; i++)
		for (int k = 0; k < p->cells[i].nr_arms; k++) {
			const struct arm *a = &p->cells[i].arms[k];
			bool control = !strncmp(a->name, "null", 4) ||
				       a->protocol->role != ROLE_CANDIDATE;
			size_t used = strlen(text);

			if (control && !list_has(text, a->name))
				snprintf(text + used, sizeof(text) - used, "%s%s", used ? "+" : "",
					 a->name);
		}
	env_set(e, "controls", text);
}

/* What the baseline is compared with first; the null control is no answer. NULL: nothing. */
static const struct arm *compared(const struct cell *c)
{
	for (int i = 1; i < c->nr_arms; i++)
		if (strcmp(c->arms[i].name, "null") != 0)
			return &c->arms[i];
	return NULL;
}

/* The row that stands unadjusted, named beforehand: the first comparison of exit, or of all. */
static void set_primary(struct env *e, const struct plan *p)
{
	const struct cell *best = NULL;

	for (size_t i = p->nr; i-- > 0;) {
		const struct cell *c = &p->cells[i];

		if (c->status != CELL_UNSUPPORTED && compared(c) &&
		    c->bench->kind == RUN_TIMING && arms_comparable(c->bench) &&
		    (!best || strcmp(best->bench->name, "exit") || !strcmp(c->bench->name, "exit")))
			best = c;
	}
	if (best)
		set(e, "primary", "%s:%s:%d:%s:%s:cost:%s:%s", best->bench->name, best->guest->name,
		    best->cpus.nr_vcpus, best->place.text, best->variant, compared(best)->name,
		    best->arms[0].name);
}

static double real_ns(const struct plan *p, uint64_t ns)
{
	for (int i = 0; i < p->nr_injected; i++)
		if (p->injected[i].ns == ns)
			return p->injected[i].real_ns;
	return 0;
}

static void set_injected(struct env *e, const struct plan *p)
{
	char key[128];

	for (size_t i = 0; i < p->nr; i++)
		for (int k = 0; k < p->cells[i].nr_arms; k++) {
			const struct arm *a = &p->cells[i].arms[k];

			if (!a->inject_instructions)
				continue;
			snprintf(key, sizeof(key), "inject_%s_instructions", a->name);
			set(e, key, "%" PRIu64, a->inject_instructions);
			if (!a->inject_ns)
				continue;
			snprintf(key, sizeof(key), "inject_%s_ns", a->name);
			set(e, key, "%.3f", real_ns(p, a->inject_ns));
		}
}

/* The spin of that length: measured once, the same in all cells. */
static int calibrated(struct plan *p, uint64_t ns, int cpu, uint64_t *instructions,
		      struct error *err)
{
	struct injected *in = p->injected;
	struct spin spin;

	for (int i = 0; i < p->nr_injected; i++)
		if (in[i].ns == ns) {
			*instructions = in[i].instructions;
			return 0;
		}
	if (pin_to_cpu(cpu, err))
		return -1;
	spin = spin_calibrate(ns);
	*instructions = spin.instructions;
	if (p->nr_injected < ARMS_MAX)
		in[p->nr_injected++] = (struct injected){ ns, spin.instructions, spin.ns };
	return 0;
}

int describe_calibrate(struct plan *p, struct error *err)
{
	for (size_t i = 0; i < p->nr; i++) {
		struct cell *c = &p->cells[i];

		for (int k = 0; k < c->nr_arms; k++)
			if (c->arms[k].inject_ns &&
			    calibrated(p, c->arms[k].inject_ns, c->cpus.vcpu_cpu[0],
				       &c->arms[k].inject_instructions, err))
				return -1;
	}
	return 0;
}

static void set_disturbed(struct env *e, const struct topo *t)
{
	struct disturbances d;
	char *text;

	disturb_collect(&d, t);
	text = disturb_text(&d);
	env_set(e, "disturbed", text);
	free(text);
	disturb_free(&d);
}

/* What a count of waits for the siglock means on this host. */
static void set_siglock(struct env *e, const struct plan *p)
{
	struct siglock *s;

	if (!p->counters || !strstr(p->counters, COUNTERS_SIGLOCK))
		return;
	s = siglock_open(NULL);
	if (s)
		env_set(e, "siglock_counter", siglock_sees_all(s) ? "all waits" :
			"queued waits only");
	siglock_close(s);
}

void describe(struct env *e, const struct topo *t, const struct plan *p, int argc, char **argv)
{
	char utc[32];
	time_t now = time(NULL);
	struct tm tm;

	env_collect(e, t);
	gmtime_r(&now, &tm);
	strftime(utc, sizeof(utc), "%Y-%m-%dT%H:%M:%SZ", &tm);
	set(e, "format", "%d", RUNDIR_FORMAT);
	env_set(e, "started", utc);
	set_command(e, argc, argv);
	set(e, "seed", "%" PRIu64, p->seed);
	env_set(e, "counters", p->counters);
	set_siglock(e, p);
	set(e, "level", "%.10g", p->level);
	set_primary(e, p);
	set_controls(e, p);
	env_set(e, "immediate_exit", immediate_exit_names[p->immediate_exit]);
	set_injected(e, p);
	set_disturbed(e, t);
}
