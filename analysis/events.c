/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters, per exit: each perf event, and the siglock's contentions and waits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "analysis/rows.h"
#include "lib/csv.h"

#define CONTENTIONS	"siglock_contentions"
#define WAITED		"siglock_wait_ns"
#define BUCKETS		64
#define WHERE		"siglock_at_"

struct total {			/* one event of one run and arm, all vCPUs */
	const struct run_info *run;
	const struct cell_info *cell;
	int arm;
	char *event;
	double value;		/* NaN: not counted */
	bool scaled;		/* multiplexed */
};

struct totals {
	const struct rundir *d;
	struct row_owner owner;
	struct total *total;
	size_t nr;
};

static struct total *find(struct totals *t, const struct run_info *run, int arm, const char *event)
{
	for (size_t i = t->nr; i-- > 0;) {
		struct total *x = &t->total[i];

		if (x->run == run && x->arm == arm && !strcmp(x->event, event))
			return x;
		if (x->run != run)	/* the rows of a run are together */
			break;
	}
	return NULL;
}

static struct total *find_or_add(struct totals *t, const struct run_info *run,
				 const struct cell_info *cell, int arm, const char *event)
{
	struct total *x = find(t, run, arm, event);

	if (x)
		return x;
	if (!(t->nr & (t->nr - 1)))
		t->total = xrealloc(t->total, (t->nr ? 2 * t->nr : 1) * sizeof(*x));
	x = &t->total[t->nr++];
	*x = (struct total){ .run = run, .cell = cell, .arm = arm, .event = xstrdup(event) };
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
	int arm, ret = find_owner(&t->owner, row, err);
	struct total *x;

	if (ret <= 0)
		return ret;
	arm = owner_arm(&t->owner, row, err);
	if (arm < 0 || csv_get_amount(row, VALUE, &value, err) ||
	    csv_get_amount(row, ENABLED, &enabled, err) ||
	    csv_get_amount(row, RUNNING, &running, err))
		return -1;
	x = find_or_add(t, t->owner.found, t->owner.info, arm, row->field[EVENT]);
	x->value += scaled(value, enabled, running);
	x->scaled |= running < enabled;
	return 0;
}

struct event_values {		/* one event of one cell and arm */
	double *value;		/* per run */
	const struct run_info **run;
	size_t nr;
	bool scaled;
};

static void free_values(struct event_values *v)
{
	free(v->value);
	free(v->run);
}

/* event / per * scale in each run that has both. */
static struct event_values collect(struct totals *t, const struct cell_info *cell, int arm,
				   const char *event, const char *per, double scale)
{
	struct event_values v = { .value = xcalloc(t->nr, sizeof(*v.value)),
				  .run = xcalloc(t->nr, sizeof(*v.run)) };

	for (size_t i = 0; i < t->nr; i++) {
		const struct total *x = &t->total[i], *y = NULL;

		if (x->cell != cell || x->arm != arm || strcmp(x->event, event))
			continue;
		for (size_t j = 0; !y && j < t->nr; j++)
			if (t->total[j].run == x->run && t->total[j].arm == arm &&
			    !strcmp(t->total[j].event, per))
				y = &t->total[j];
		if (!y || !(y->value > 0) || isnan(x->value))
			continue;
		v.value[v.nr] = x->value / y->value * scale;
		v.run[v.nr++] = x->run;
		v.scaled |= x->scaled;
	}
	return v;
}

/* How an event becomes a metric. */
struct conversion {
	const char *event, *metric, *per, *unit;
	double scale;
};

static struct conversion conversion_of(const char *event)
{
	static const struct conversion special[] = {
		{ CONTENTIONS, CONTENTIONS, "exits", "per 1000 exits", 1000 },
		{ WAITED, "siglock_wait", CONTENTIONS, "ns", 1 },
	};

	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (!strcmp(special[i].event, event))
			return special[i];
	if (!strncmp(event, WHERE, strlen(WHERE)))
		return (struct conversion){ event, event, "exits", "per 1000 exits", 1000 };
	return (struct conversion){ event, event, "exits", "per exit", 1 };
}

/* Run by run: a wait per contention, say, is not to be had from a run without any. */
static void add_event_difference(struct builder *b, const struct cell_info *cell, int arm,
				 const struct conversion *c, const struct event_values *v,
				 const struct event_values *base)
{
	double *d = xcalloc(v->nr, sizeof(*d));
	struct estimate e;
	size_t nr = 0;

	for (size_t i = 0; i < v->nr; i++)
		for (size_t j = 0; j < base->nr; j++)
			if (v->run[i] == base->run[j])
				d[nr++] = v->value[i] - base->value[j];
	e = stats_t(d, nr, b->level);
	e.p = NAN;		/* shown beside the cost, whose verdict it explains */
	if (nr)
		add_summary_row(b, cell, c->metric, cell->protocols[arm], cell->protocols[0],
				c->unit, &e);
	free(d);
}

static void add_event(struct builder *b, struct totals *t, const struct cell_info *cell,
		      const char *event)
{
	struct conversion c = conversion_of(event);
	struct event_values base = { 0 };

	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		struct event_values v = collect(t, cell, arm, c.event, c.per, c.scale);
		struct estimate e = stats_t(v.value, v.nr, b->level);

		e.p = NAN;
		if (v.nr) {
			size_t row = add_summary_row(b, cell, c.metric, cell->protocols[arm], "",
						     c.unit, &e);

			if (v.scaled)
				rows_note(b, row, "multiplexed: scaled");
			if (arm)
				add_event_difference(b, cell, arm, &c, &v, &base);
		}
		if (!arm)
			base = v;
		else
			free_values(&v);
	}
	free_values(&base);
}

static bool is_bucket(const char *event)
{
	return !strncmp(event, SIGLOCK_HISTOGRAM, strlen(SIGLOCK_HISTOGRAM));
}

/* The waits of an arm by power of two, all runs; returns how many. */
static double sum_buckets(const struct totals *t, const struct cell_info *cell, int arm,
			  double bucket[BUCKETS])
{
	double all = 0;

	for (size_t i = 0; i < t->nr; i++) {
		const struct total *x = &t->total[i];
		unsigned long b;

		if (x->cell != cell || x->arm != arm || !is_bucket(x->event) || !(x->value > 0))
			continue;
		b = strtoul(x->event + strlen(SIGLOCK_HISTOGRAM), NULL, 10);
		bucket[b < BUCKETS ? b : BUCKETS - 1] += x->value;
		all += x->value;
	}
	return all;
}

/* The 99th percentile of the waits, as far as a histogram by powers of two tells. */
static void add_wait_p99(struct builder *b, const struct totals *t, const struct cell_info *cell)
{
	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		double bucket[BUCKETS] = { 0 }, all = sum_buckets(t, cell, arm, bucket), sum = 0;
		struct estimate e;
		int i = 0;

		if (!(all > 0))
			continue;
		while (i < BUCKETS - 1 && (sum += bucket[i]) < .99 * all)
			i++;
		e = exact_value(ldexp(1, i + 1), 0);
		rows_note(b, add_summary_row(b, cell, "siglock_wait_p99", cell->protocols[arm], "",
					     "ns", &e), "at most: the next power of two");
	}
}

/* Each event once a cell, in the order in which it first came. */
static bool first_in_cell(const struct totals *t, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (t->total[j].cell == t->total[i].cell &&
		    !strcmp(t->total[j].event, t->total[i].event))
			return false;
	return true;
}

int add_events(struct builder *b, struct error *err)
{
	struct totals t = {
		.d = b->dir, .owner = { .d = b->dir, .kinds = 1U << RUN_COUNTING },
	};
	char *file = rundir_file(b->dir, "counters.csv");
	int ret = 0;

	if (!access(file, F_OK))
		ret = csv_read(file, COLUMNS, b->dir->end, add_row, &t, err);
	for (size_t i = 0; i < t.nr; i++) {
		const char *event = t.total[i].event;

		if (ret || !strcmp(event, "exits") || is_bucket(event) || !first_in_cell(&t, i))
			continue;
		add_event(b, &t, t.total[i].cell, event);
		if (!strcmp(event, WAITED))
			add_wait_p99(b, &t, t.total[i].cell);
	}
	for (size_t i = 0; i < t.nr; i++)
		free(t.total[i].event);
	free(t.total);
	free(file);
	return ret;
}
