/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/kicks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "analysis/seen.h"
#include "lib/csv.h"

struct kick_stream {
	const struct rundir *d;
	struct row_owner owner;
	bool *seen;		/* [nr_runs]: has kicks */
	struct kicks **kicks;	/* [cells][arms] */
	struct seen rows;
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

enum { PLANNED = OWNER_NR, SENT, RETURNED, SEEN, FLAGS, SEQ };
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
	if (returned < planned || returned < sent || seen < returned)
		return error_set(err, EXIT_USAGE, "%s:%lu: a kick that was over before it began "
				 "(are all times of one clock?)", row->path, row->line);
	ns[SPAN_LATENCY] = span(planned, returned);
	ns[SPAN_SENT] = span(sent, returned);
	ns[SPAN_SEEN] = span(planned, seen);
	return 0;
}

#define NO_NUMBER UINT64_MAX	/* of no kick, so that it can stand for the arm's run */

/* Kicks without a number are not told apart. */
static int check_number(struct kick_stream *st, const struct csv_row *row, int arm,
			struct error *err)
{
	size_t run = (size_t)(st->owner.found - st->d->runs);
	int64_t vcpu, seq;

	if (owner_vcpu(&st->owner, row, &vcpu, err) || get_ordinal(row, SEQ, &seq, err))
		return -1;
	if (seq >= 0 && seen_before(&st->rows, seen_owner(run, arm, vcpu), (uint64_t)seq))
		return row_repeated(row, err);
	return 0;
}

static int add_kick(const struct csv_row *row, void *context, struct error *err)
{
	struct kick_stream *st = context;
	const struct run_info *run;
	double ns[NR_SPANS];
	int arm, ret = find_owner(&st->owner, row, err);
	struct kicks *k;

	run = st->owner.found;
	if (ret <= 0 || run->kind != RUN_KICK)
		return ret < 0 ? -1 : 0;
	arm = owner_arm(&st->owner, row, err);
	if (arm < 0 || get_spans(row, ns, err))
		return -1;
	st->seen[run - st->d->runs] = true;
	if (list_has(row->field[FLAGS], "warmup"))
		return 0;
	if (check_number(st, row, arm, err))
		return -1;
	k = &st->kicks[st->owner.info - st->d->cells][arm];
	k->runs += !seen_before(&st->rows, seen_owner((size_t)(run - st->d->runs), arm, 0),
				NO_NUMBER);
	keep(k, (unsigned)(run - st->d->runs), ns);
	k->lost += !*row->field[RETURNED] || list_has(row->field[FLAGS], "lost");
	return 0;
}

struct kicks **kicks_read(const struct rundir *d, struct error *err)
{
	struct kick_stream st = {
		.d = d, .kicks = xcalloc(d->nr_cells, sizeof(*st.kicks)),
		.owner = { .d = d, .kinds = 1U << RUN_KICK },
		.seen = xcalloc(d->nr_runs, sizeof(bool)),
	};
	char *file = rundir_file(d, "kicks.csv");
	int ret = 0;

	for (size_t i = 0; i < d->nr_cells; i++)
		st.kicks[i] = xcalloc((size_t)d->cells[i].nr_protocols, sizeof(struct kicks));
	if (!access(file, F_OK))
		ret = csv_read(file, COLUMNS, d->end, add_kick, &st, err);
	if (!ret)
		ret = check_has_rows(d, RUN_KICK, st.seen, "kicks.csv", err);
	free(st.seen);
	seen_free(&st.rows);
	free(file);
	if (!ret)
		return st.kicks;
	kicks_free(d, st.kicks);
	return NULL;
}

void kicks_free(const struct rundir *d, struct kicks **kicks)
{
	for (size_t i = 0; kicks && i < d->nr_cells; i++) {
		for (int arm = 0; arm < d->cells[i].nr_protocols; arm++) {
			free(kicks[i][arm].ns);
			free(kicks[i][arm].run);
		}
		free(kicks[i]);
	}
	free(kicks);
}
