/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/events.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lib/csv.h"

/* Rows may come in any order, so each run has a list of its own to look through. */
static struct total *find(const struct totals *t, const struct run_info *run, int arm,
			  const char *event)
{
	for (size_t i = t->first[run - t->d->runs]; i; i = t->total[i - 1].next) {
		struct total *x = &t->total[i - 1];

		if (x->arm == arm && !strcmp(x->event, event))
			return x;
	}
	return NULL;
}

const struct total *totals_find(const struct totals *t, const struct run_info *run, int arm,
				const char *event)
{
	return find(t, run, arm, event);
}

static struct total *find_or_add(struct totals *t, int arm, const char *event)
{
	const struct run_info *run = t->owner.found;
	size_t *first = &t->first[run - t->d->runs];
	struct total *x = find(t, run, arm, event);

	if (x)
		return x;
	if (!(t->nr & (t->nr - 1)))
		t->total = xrealloc(t->total, (t->nr ? 2 * t->nr : 1) * sizeof(*x));
	x = &t->total[t->nr++];
	*x = (struct total){ .run = run, .cell = t->owner.info, .arm = arm,
			     .event = xstrdup(event), .next = *first };
	*first = t->nr;
	return x;
}

enum { EVENT = OWNER_NR, VALUE, ENABLED, RUNNING };
#define COLUMNS OWNER_COLUMNS ",event,value,enabled_ns,running_ns"

/* What would have been counted, had the event been on its counter all the time. */
static double scaled(double value, double enabled, double running)
{
	if (running == 0 && enabled > 0)	/* never was */
		return NAN;
	return running > 0 && running < enabled ? value * (enabled / running) : value;
}

static int add_row(const struct csv_row *row, void *context, struct error *err)
{
	struct totals *t = context;
	double value, enabled, running;
	int64_t vcpu;
	int arm, ret = find_owner(&t->owner, row, err);
	struct total *x;

	if (ret <= 0)
		return ret;
	arm = owner_arm(&t->owner, row, err);
	if (arm < 0 || owner_vcpu(&t->owner, row, &vcpu, err) ||
	    csv_get_amount(row, VALUE, &value, err) ||
	    csv_get_amount(row, ENABLED, &enabled, err) ||
	    csv_get_amount(row, RUNNING, &running, err))
		return -1;
	x = find_or_add(t, arm, row->field[EVENT]);
	if (seen_before(&t->rows, seen_owner((size_t)(t->owner.found - t->d->runs), arm, vcpu),
			(uint64_t)(x - t->total)))
		return row_repeated(row, err);
	x->value += scaled(value, enabled, running);
	x->vcpus++;
	x->scaled |= running < enabled;
	return 0;
}

/* Told where there is something to tell: of no vCPU, or of the first for all. */
static bool told_by_each(const char *event)
{
	return strncmp(event, SIGLOCK_HISTOGRAM, strlen(SIGLOCK_HISTOGRAM)) != 0 &&
	       strncmp(event, SIGLOCK_KICKER, strlen(SIGLOCK_KICKER)) != 0;
}

/* An event that a vCPU's counters had no room for has no sum; exits all have. */
static int check_vcpus(struct totals *t, struct error *err)
{
	for (size_t i = 0; i < t->nr; i++) {
		struct total *x = &t->total[i];

		if (x->vcpus >= x->cell->vcpus || !told_by_each(x->event))
			continue;
		if (!strcmp(x->event, "exits") && rundir_counts(t->d, x->run))
			return error_set(err, EXIT_DISTURBED, "%s/counters.csv: run %d of cell %d "
					 "lacks the exits of a vCPU (the file was cut off?)",
					 t->d->path, x->run->run, x->run->cell);
		x->value = NAN;
	}
	return 0;
}

/* Whatever it counted, it is nothing without the exits that it is to be shared by. */
static int check_exits(const struct totals *t, struct error *err)
{
	for (size_t i = 0; i < t->nr; i++) {
		const struct total *x = &t->total[i];

		if (rundir_counts(t->d, x->run) && !find(t, x->run, x->arm, "exits"))
			return error_set(err, EXIT_DISTURBED, "%s/counters.csv: run %d of cell %d "
					 "lacks the exits of %s (the file was cut off?)",
					 t->d->path, x->run->run, x->run->cell,
					 x->cell->protocols[x->arm]);
	}
	return 0;
}

static int check_complete(const struct totals *t, struct error *err)
{
	bool *has_rows = xcalloc(t->d->nr_runs, sizeof(*has_rows));
	int ret;

	for (size_t i = 0; i < t->d->nr_runs; i++)
		has_rows[i] = t->first[i];
	ret = check_has_rows(t->d, RUN_COUNTING, has_rows, "counters.csv", err);
	free(has_rows);
	return ret;
}

int totals_read(struct totals *t, const struct rundir *d, struct error *err)
{
	char *file = rundir_file(d, "counters.csv");
	int ret = 0;

	*t = (struct totals){
		.d = d, .owner = { .d = d, .kinds = 1U << RUN_COUNTING },
		.first = xcalloc(d->nr_runs, sizeof(*t->first)),
	};
	if (!access(file, F_OK))
		ret = csv_read(file, COLUMNS, d->end, add_row, t, err);
	free(file);
	return ret || check_vcpus(t, err) || check_exits(t, err) ? -1 : check_complete(t, err);
}

void totals_free(struct totals *t)
{
	for (size_t i = 0; i < t->nr; i++)
		free(t->total[i].event);
	free(t->total);
	free(t->first);
	seen_free(&t->rows);
}

static bool has_name(const char *const *names, size_t nr, const char *name)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **totals_events(const struct totals *t, const struct cell_info *cell)
{
	const char **names = xcalloc(t->nr + 1, sizeof(*names));
	size_t nr = 0;

	for (size_t i = 0; i < t->nr; i++)
		if (t->total[i].cell == cell && !has_name(names, nr, t->total[i].event))
			names[nr++] = t->total[i].event;
	qsort(names, nr, sizeof(*names), by_name);
	return names;
}
