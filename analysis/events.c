/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters, per exit: each perf event, and the siglock's contentions and waits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/events.h"
#include "analysis/rows.h"

#define CONTENTIONS	"siglock_contentions"
#define WAITED		"siglock_wait_ns"
#define BUCKETS		64
#define WHERE		"siglock_at_"

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

/* How an event becomes a metric. */
struct conversion {
	const char *event, *metric, *per, *unit;
	double scale;
};

/* event / per * scale in each run that has both. By run, not by row: their order in time is
 * that of runs.csv, whatever order the rows came in. */
static struct event_values collect(const struct totals *t, const struct cell_info *cell, int arm,
				   const struct conversion *c)
{
	struct event_values v = { .value = xcalloc(t->d->nr_runs, sizeof(*v.value)),
				  .run = xcalloc(t->d->nr_runs, sizeof(*v.run)) };

	for (size_t i = 0; i < t->d->nr_runs; i++) {
		const struct run_info *run = &t->d->runs[i];
		const struct total *x = NULL, *y = NULL;

		if (run->cell == cell->cell)
			x = totals_find(t, run, arm, c->event);
		if (x)
			y = totals_find(t, run, arm, c->per);
		if (!y || !(y->value > 0) || isnan(x->value))
			continue;
		v.value[v.nr] = x->value / y->value * c->scale;
		v.run[v.nr++] = run;
		v.scaled |= x->scaled;
	}
	return v;
}

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
	double *d = xcalloc(v->nr, sizeof(*d)), level = 0;
	struct estimate e;
	size_t nr = 0;

	for (size_t i = 0; i < v->nr; i++)
		for (size_t j = 0; j < base->nr; j++)
			if (v->run[i] == base->run[j]) {
				level += base->value[j];
				d[nr++] = v->value[i] - base->value[j];
			}
	e = stats_t(d, nr, b->level);
	e.p = NAN;		/* shown beside the cost, whose verdict it explains */
	if (nr)
		add_versus_rows(b, cell, c->metric, cell->protocols[arm], cell->protocols[0],
				c->unit, &e, level / nr);
	free(d);
}

static void add_event(struct builder *b, const struct totals *t, const struct cell_info *cell,
		      const char *event)
{
	struct conversion c = conversion_of(event);
	struct event_values base = { 0 };

	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		struct event_values v = collect(t, cell, arm, &c);
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

static size_t counted_runs(const struct totals *t, const struct cell_info *cell, int arm)
{
	size_t nr = 0;

	for (size_t i = 0; i < t->d->nr_runs; i++)
		nr += t->d->runs[i].cell == cell->cell &&
		      totals_find(t, &t->d->runs[i], arm, CONTENTIONS);
	return nr;
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
		e.n = counted_runs(t, cell, arm);
		rows_note(b, add_summary_row(b, cell, "siglock_wait_p99", cell->protocols[arm], "",
					     "ns", &e), "at most: the next power of two");
	}
}

static void add_cell(struct builder *b, const struct totals *t, const struct cell_info *cell)
{
	const char **events = totals_events(t, cell);

	for (size_t i = 0; events[i]; i++) {
		if (!strcmp(events[i], "exits") || is_bucket(events[i]))
			continue;
		add_event(b, t, cell, events[i]);
		if (!strcmp(events[i], WAITED))
			add_wait_p99(b, t, cell);
	}
	free(events);
}

int add_events(struct builder *b, struct error *err)
{
	struct totals t;
	int ret = totals_read(&t, b->dir, err);

	for (size_t i = 0; !ret && i < b->dir->nr_cells; i++)
		add_cell(b, &t, &b->dir->cells[i]);
	totals_free(&t);
	return ret;
}
