/* SPDX-License-Identifier: GPL-2.0-only */
/* Kick latency: quantiles over all kicks of a cell, runs as clusters. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/kicks.h"
#include "analysis/rows.h"

#define TAIL_MIN 20	/* kicks beyond a quantile, per run, for a difference there */

static const struct quantile { const char *name; double p; } quantiles[] = {
	{ "p50", .5 }, { "p90", .9 }, { "p99", .99 }, { "p999", .999 },
};

static const char *const span_names[] = { "latency", "latency_sent", "latency_seen" };

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

/* A difference of latencies without the runs in which there is none, since kicks were lost,
 * knows the value: it decides nothing. */
static void judge_latency(struct builder *b, size_t row, const char *arm, size_t runs, size_t lost)
{
	if (lost) {
		rows_note(b, row, "%zu of %zu runs, the others lost kicks", runs, runs + lost);
		b->judging[row].evidence.why_not = KICKS_LOST;
	}
	if (!strcmp(arm, "null"))
		b->judging[row].how = JUDGED_NULL;
}

static void add_quantile_difference(struct builder *b, const struct cell_info *cell,
				    const struct arms *a, int arm, const struct quantile *q,
				    const char *metric)
{
	double *base = xcalloc(a->runs, sizeof(*base)), *mine = xcalloc(a->runs, sizeof(*mine));
	double level = stats_woodruff(a->x[0], a->n[0], a->runs, q->p, b->level).value;
	struct estimate y;
	size_t n = 0, lost = 0, row;

	run_quantiles(a->x[0], a->n[0], a->runs, q->p, base);
	run_quantiles(a->x[arm], a->n[arm], a->runs, q->p, mine);
	for (unsigned r = 0; r < a->runs; r++)
		if (isinf(base[r]) || isinf(mine[r]))
			lost++;
		else if (base[r] > 0 && mine[r] > 0)
			mine[n++] = log(mine[r] / base[r]);
	if (n && isfinite(level)) {
		y = stats_t(mine, n, b->level);
		row = add_ratio_rows(b, cell, metric, cell->protocols[arm], cell->protocols[0],
				     "ns", &y, level, minimal_latency(q->p) * level);
		judge_latency(b, row, cell->protocols[arm], n, lost);
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
			struct estimate q = stats_woodruff(a->x[arm], a->n[arm], a->runs, 1,
							   b->level);
			struct estimate e = exact_value(q.value, q.n);

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

/*
 * Each arm, whether or not it lost any: two directories are compared row by row. Nothing
 * here shows that a loss would have been seen, so that of none nothing is said.
 */
static void add_losses(struct builder *b, const struct cell_info *cell, const struct kicks *kicks)
{
	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		const struct kicks *k = &kicks[arm];
		struct estimate e = stats_share((double)k->lost, (double)k->nr, b->level);
		size_t row;

		if (!k->nr)
			continue;
		e.n = k->runs;
		row = add_summary_row(b, cell, "lost", cell->protocols[arm], "", "per kick", &e);
		rows_note(b, row, "%zu of %zu kicks", k->lost, k->nr);
		if (control_protocol(b->dir, cell->protocols[arm]))
			rows_verdict(b, row, "control");
		else if (k->lost)
			rows_verdict(b, row, VERDICT_LOST);
	}
}

int add_latency(struct builder *b, struct error *err)
{
	struct kicks **kicks = kicks_read(b->dir, err);

	for (size_t i = 0; kicks && i < b->dir->nr_cells; i++) {
		add_cell(b, &b->dir->cells[i], kicks[i]);
		add_losses(b, &b->dir->cells[i], kicks[i]);
	}
	kicks_free(b->dir, kicks);
	return kicks ? 0 : -1;
}
