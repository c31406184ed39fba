/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/counters.h"

#include <errno.h>
#include <perf/core.h>
#include <perf/evsel.h>
#include <perf/threadmap.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "lib/counters_names.h"

/* libperf explains failures on standard error; the reasons are ours to tell. */
static int quiet(enum libperf_print_level level, const char *fmt, va_list ap)
{
	(void)level, (void)fmt, (void)ap;
	return 0;
}

int counters_find(const struct counters *c, const char *name)
{
	for (size_t i = 0; i < c->nr; i++)
		if (!strcmp(c->list[i].name, name))
			return i;
	return -1;
}

static int add_event(struct counters *c, const char *name, struct error *err)
{
	struct perf_event_attr attr;
	struct counter *e;

	if (counters_find(c, name) >= 0)
		return 0;
	if (strlen(name) >= sizeof(e->name))
		return error_set(err, EXIT_USAGE, "--counters %.60s...: name too long", name);
	c->list = xrealloc(c->list, (c->nr + 1) * sizeof(*c->list));
	e = &c->list[c->nr++];
	*e = (struct counter){ .errnum = 0 };
	memcpy(e->name, name, strlen(name) + 1);
	if (counter_encode(e, &attr, err) < 0)
		return e->errnum ? 0 : -1;
	attr.disabled = 1;
	attr.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
	e->evsel = perf_evsel__new(&attr);
	if (!e->evsel)
		counter_absent(e, ENOMEM);
	return 0;
}

static int add_list(struct counters *c, const char *list, struct error *err);

static int add_word(struct counters *c, const char *word, struct error *err)
{
	if (!*word)
		return error_set(err, EXIT_USAGE, "--counters: an empty name (known: default, "
				 "siglock, names of events)");
	if (!strcmp(word, "default"))
		return add_list(c, COUNTERS_DEFAULT, err);
	if (strcmp(word, COUNTERS_SIGLOCK))
		return add_event(c, word, err);
	c->siglock = true;
	return 0;
}

/* The end of the first event: a comma that is not between slashes. */
static char *event_end(char *s)
{
	bool inside = false;

	for (; *s && (inside || *s != ','); s++)
		inside ^= *s == '/';
	return s;
}

static int add_list(struct counters *c, const char *list, struct error *err)
{
	char *copy = xstrdup(list), *word = copy;
	int ret = 0;

	while (!ret && word) {
		char *end = event_end(word), *next = *end ? end + 1 : NULL;

		*end = '\0';
		ret = add_word(c, word, err);
		word = next;
	}
	free(copy);
	return ret;
}

int counters_resolve(const char *list, struct counters *c, struct error *err)
{
	*c = (struct counters){ .nr = 0 };
	libperf_init(quiet);
	if (add_list(c, list, err) == 0)
		return 0;
	counters_close(c);
	return -1;
}

static void drop(struct counter *e)
{
	if (!e->evsel)
		return;
	perf_evsel__close(e->evsel);
	perf_evsel__delete(e->evsel);
	e->evsel = NULL;
}

void counters_open(struct counters *c)
{
	struct perf_thread_map *self = perf_thread_map__new_dummy();

	if (self)
		perf_thread_map__set_pid(self, 0, gettid());
	for (size_t i = 0; i < c->nr; i++) {
		struct counter *e = &c->list[i];
		int ret;

		if (!e->evsel)
			continue;
		ret = self ? perf_evsel__open(e->evsel, NULL, self) : -ENOMEM;
		if (ret < 0) {
			drop(e);
			counter_absent(e, -ret);
		}
	}
	perf_thread_map__put(self);
}

int counters_complete(const struct counters *c, struct error *err)
{
	for (size_t i = 0; i < c->nr; i++)
		if (c->list[i].errnum)
			return error_set(err, EXIT_DISTURBED, "counter %s cannot be opened: %s",
					 c->list[i].name, c->list[i].reason);
	return 0;
}

void counters_start(void)
{
	prctl(PR_TASK_PERF_EVENTS_ENABLE);
}

void counters_stop(void)
{
	prctl(PR_TASK_PERF_EVENTS_DISABLE);
}

int counters_read(const struct counters *c, size_t i, struct counter_value *v)
{
	struct perf_counts_values values;
	int ret;

	if (!c->list[i].evsel)
		return -c->list[i].errnum;
	memset(&values, 0, sizeof(values));
	ret = perf_evsel__read(c->list[i].evsel, 0, 0, &values);
	if (ret < 0)
		return ret;
	*v = (struct counter_value){ values.val, values.ena, values.run };
	return 0;
}

void counters_close(struct counters *c)
{
	for (size_t i = 0; i < c->nr; i++)
		drop(&c->list[i]);
	free(c->list);
	*c = (struct counters){ .nr = 0 };
}
