/* SPDX-License-Identifier: GPL-2.0-only */
/* Kick latency: quantiles over all kicks of a cell, runs as clusters. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "analysis/rows.h"
#include "lib/csv.h"

#define TAIL_MIN 20	/* kicks beyond a quantile, per run, for a difference there */

static const struct quantile { const char *name; double p; } quantiles[] = {
	{ "p50", .5 }, { "p90", .9 }, { "p99", .99 }, { "p999", .999 },
};

/* From when, to when. */
enum span { SPAN_LATENCY, SPAN_SENT, SPAN_SEEN, NR_SPANS };
static const char *const span_names[] = { "latency", "latency_sent", "latency_seen" };

struct kicks {			/* of one arm of one cell */
	double (*ns)[NR_SPANS];	/* infinite: it never came back; NaN: not measured */
	unsigned *run;
	size_t nr, size;
};

struct kick_stream {
	const struct rundir *d;
	struct row_owner owner;
	bool *seen;		/* [nr_runs]: has kicks */
	struct kicks **kicks;	/* [cells][arms] */
};

static void keep(struct kicks *k, unsigned run, const double ns[NR_SPANS])
{
	if (k->nr == k->size) {
		k->size = k->size ? 2 * k->size : 1024;
		k->ns = xrealloc(k->ns, k->size * sizeof(*k->ns));
		k->run = xrealloc(k->run, k->size * sizeof(*k->run));
	}
	memcpy(k->ns[k->nr], ns, sizeof(k->ns[k->nr]));
	k->run[k->nr++] = run;
}

enum { PLANNED = OWNER_NR, SENT, RETURNED, SEEN, FLAGS };
#define COLUMNS OWNER_COLUMNS ",planned_ns,sent_ns,returned_ns,seen_ns,flags,seq"

/* NaN where it never began, infinite where it never ended. */
static double span(long double from, long double to)
{
	return isnan(from) ? NAN : isnan(to) ? INFINITY : (double)(to - from);
}

static int get_spans(const struct csv_row *row, double ns[NR_SPANS], struct error *err)
{
	long double planned, sent, returned, seen;

	if (csv_get_time(row, PLANNED, &planned, err) || csv_get_time(row, SENT, &sent, err) ||
	    csv_get_time(row, RETURNED, &returned, err) || csv_get_time(row, SEEN, &seen, err))
		return -1;
	if (isnan(planned) && isnan(sent))
		return error_set(err, EXIT_USAGE, "%s:%lu: a kick that was neither planned nor "
				 "sent", row->path, row->line);
	ns[SPAN_LATENCY] = span(planned, returned);
	ns[SPAN_SENT] = span(sent, returned);
	ns[SPAN_SEEN] = span(planned, seen);
	return 0;
}

static int add_kick(const struct csv_row *row, void *context, struct error *err)
{
	struct kick_stream *st = context;
	const struct run_info *run;
	double ns[NR_SPANS];
	int arm, ret = find_owner(&st->owner, row, err);

	run = st->owner.found;
	if (ret <= 0 || run->kind != RUN_KICK)
		return ret < 0 ? -1 : 0;
	arm = owner_arm(&st->owner, row, err);
	if (arm < 0 || get_spans(row, ns, err))
		return -1;
	st->seen[run - st->d->runs] = true;
	if (!list_has(row->field[FLAGS], "warmup"))
		keep(&st->kicks[st->owner.info - st->d->cells][arm],
		     (unsigned)(run - st->d->runs), ns);
	return 0;
}

/* The finished kick runs of a cell get numbers from 0, as clusters want them. */
static unsigned number_runs(const struct rundir *d, const struct cell_info *cell, unsigned *number)
{
	unsigned nr = 0;

	for (size_t i = 0; i < d->nr_runs; i++)
		if (d->runs[i].kind == RUN_KICK && d->runs[i].cell == cell->cell &&
		    rundir_counts(d, &d->runs[i]))
			number[i] = nr++;
	return nr;
}

/* Sorted; *n: how many were measured. */
static struct clustered *clusters(const struct kicks *k, enum span span, const unsigned *number,
				  size_t *n)
{
	struct clustered *x = xcalloc(k->nr, sizeof(*x));

	*n = 0;
	for (size_t i = 0; i < k->nr; i++)
		if (!isnan(k->ns[i][span]))
			x[(*n)++] = (struct clustered){ k->ns[i][span], number[k->run[i]] };
	stats_sort_clustered(x, *n);
	return x;
}

/* Each run's own quantile (x is sorted, so each run's values come in order);
 * NaN where a run has too few kicks in the tail to compare it. */
static void run_quantiles(const struct clustered *x, size_t n, unsigned runs, double p,
			  double *out)
{
	size_t *count = xcalloc(runs, sizeof(*count)), *seen = xcalloc(runs, sizeof(*seen));

	for (size_t i = 0; i < n; i++)
		count[x[i].run]++;
	for (unsigned r = 0; r < runs; r++)
		out[r] = NAN;
	for (size_t i = 0; i < n; i++) {
		unsigned r = x[i].run;
		double wanted = fmax(1, ceil(p * (double)count[r] - 1e-9));

		/* The small amount keeps 200 * (1 - .9) at 20. */
		if (++seen[r] == (size_t)wanted &&
		    (double)count[r] * (1 - p) >= TAIL_MIN - 1e-9)
			out[r] = x[i].value;
	}
	free(count);
	free(seen);
}

/* All arms of a cell for one span. */
struct arms {
	struct clustered **x;	/* [nr_protocols], sorted */
	size_t *n;
	unsigned runs;
};

static void add_quantile_difference(struct builder *b, const struct cell_info *cell,
				    const struct arms *a, int arm, const struct quantile *q,
				    const char *metric)
{
	double *base = xcalloc(a->runs, sizeof(*base)), *mine = xcalloc(a->runs, sizeof(*mine));
	double level = stats_woodruff(a->x[0], a->n[0], a->runs, q->p, b->level).value;
	struct estimate y;
	size_t n = 0, row;

	run_quantiles(a->x[0], a->n[0], a->runs, q->p, base);
	run_quantiles(a->x[arm], a->n[arm], a->runs, q->p, mine);
	for (unsigned r = 0; r < a->runs; r++)
		if (base[r] > 0 && mine[r] > 0 && isfinite(base[r]) && isfinite(mine[r]))
			mine[n++] = log(mine[r] / base[r]);
	if (n && isfinite(level)) {
		y = stats_t(mine, n, b->level);
		row = add_ratio_rows(b, cell, metric, cell->protocols[arm], cell->protocols[0],
				     "ns", &y, level, minimal_latency(q->p) * level);
		if (!strcmp(cell->protocols[arm], "null"))
			b->judging[row].how = JUDGED_NULL;
	}
	free(base);
	free(mine);
}

static void add_quantile(struct builder *b, const struct cell_info *cell, const struct arms *a,
			 const struct quantile *q, const char *span)
{
	char metric[32];

	snprintf(metric, sizeof(metric), "%s_%s", span, q->name);
	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		struct estimate e = stats_woodruff(a->x[arm], a->n[arm], a->runs, q->p, b->level);
		size_t row;

		if (!a->n[arm])
			continue;
		row = add_summary_row(b, cell, metric, cell->protocols[arm], "", "ns", &e);
		rows_note(b, row, "%zu kicks", a->n[arm]);
	}
	for (int arm = 1; a->n[0] && arm < cell->nr_protocols; arm++)
		if (a->n[arm])
			add_quantile_difference(b, cell, a, arm, q, metric);
}

static void add_maximum(struct builder *b, const struct cell_info *cell, const struct arms *a,
			const char *span)
{
	char metric[32];

	snprintf(metric, sizeof(metric), "%s_max", span);
	for (int arm = 0; arm < cell->nr_protocols; arm++)
		if (a->n[arm]) {
			struct estimate e = exact_value(a->x[arm][a->n[arm] - 1].value, a->runs);

			add_summary_row(b, cell, metric, cell->protocols[arm], "", "ns", &e);
		}
}

static void add_cell(struct builder *b, const struct cell_info *cell, const struct kicks *kicks)
{
	unsigned *number = xcalloc(b->dir->nr_runs, sizeof(*number));
	size_t nr = (size_t)cell->nr_protocols;
	struct arms a = {
		.x = xcalloc(nr, sizeof(*a.x)), .n = xcalloc(nr, sizeof(*a.n)),
		.runs = number_runs(b->dir, cell, number),
	};

	for (int span = 0; a.runs && span < NR_SPANS; span++) {
		for (size_t arm = 0; arm < nr; arm++) {
			a.x[arm] = clusters(&kicks[arm], (enum span)span, number, &a.n[arm]);
		}
		for (size_t i = 0; i < sizeof(quantiles) / sizeof(quantiles[0]); i++)
			add_quantile(b, cell, &a, &quantiles[i], span_names[span]);
		add_maximum(b, cell, &a, span_names[span]);
		for (size_t arm = 0; arm < nr; arm++)
			free(a.x[arm]);
	}
	free(a.x);
	free(a.n);
	free(number);
}

/* A finished run without a single kick: the file was cut off. */
static int check_complete(const struct kick_stream *st, struct error *err)
{
	const struct rundir *d = st->d;

	for (size_t i = 0; i < d->nr_runs; i++) {
		const struct run_info *r = &d->runs[i];

		if (r->kind == RUN_KICK && !st->seen[i] && rundir_counts(d, r))
			return error_set(err, EXIT_DISTURBED, "%s/kicks.csv: no kick of run %d of "
					 "cell %d (the file was cut off?)",
					 d->path, r->run, r->cell);
	}
	return 0;
}

int add_latency(struct builder *b, struct error *err)
{
	struct kick_stream st = {
		.d = b->dir, .kicks = xcalloc(b->dir->nr_cells, sizeof(*st.kicks)),
		.owner = { .d = b->dir, .kinds = 1U << RUN_KICK },
		.seen = xcalloc(b->dir->nr_runs, sizeof(bool)),
	};
	char *file = rundir_file(b->dir, "kicks.csv");
	int ret = 0;

	for (size_t i = 0; i < b->dir->nr_cells; i++)
		st.kicks[i] = xcalloc((size_t)b->dir->cells[i].nr_protocols, sizeof(struct kicks));
	if (!access(file, F_OK))
		ret = csv_read(file, COLUMNS, b->dir->end, add_kick, &st, err);
	if (!ret)
		ret = check_complete(&st, err);
	for (size_t i = 0; i < b->dir->nr_cells; i++) {
		if (!ret)
			add_cell(b, &b->dir->cells[i], st.kicks[i]);
		for (int arm = 0; arm < b->dir->cells[i].nr_protocols; arm++) {
			free(st.kicks[i][arm].ns);
			free(st.kicks[i][arm].run);
		}
		free(st.kicks[i]);
	}
	free(st.kicks);
	free(st.seen);
	free(file);
	return ret;
}
