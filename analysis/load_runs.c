/* SPDX-License-Identifier: GPL-2.0-only */
/* runs.csv: what became of each run. */
#include "analysis/load_parts.h"

#include <stdlib.h>
#include <string.h>
#include "analysis/seen.h"
#include "lib/csv.h"

struct run_stream {
	struct rundir *d;
	struct seen rows;
};

static int get_kind(const struct csv_row *row, size_t i, enum run_kind *kind, struct error *err)
{
	for (int k = 0; run_kind_names[k]; k++)
		if (!strcmp(row->field[i], run_kind_names[k])) {
			*kind = (enum run_kind)k;
			return 0;
		}
	return error_set(err, EXIT_USAGE, "%s:%lu: kind '%.40s' is none of timing, counting, kick, "
			 "race, path", row->path, row->line, row->field[i]);
}

static int get_guards(const struct csv_row *row, struct run_info *r, struct error *err)
{
	double *const guard[] = { &r->nivcsw, &r->steal_ns, &r->softirq_ns, &r->run_delay_ns,
				  &r->throttled };

	for (size_t i = 0; i < sizeof(guard) / sizeof(guard[0]); i++)
		if (!is_answer(row->field[6 + i], guard[i]) &&
		    csv_get_amount(row, 6 + i, guard[i], err))
			return -1;
	return 0;
}

static int get_run(const struct csv_row *row, struct run_info *r, struct error *err)
{
	int64_t cell, run;

	if (csv_get_int(row, 0, 0, LOAD_MANY, &cell, err) ||
	    csv_get_int(row, 1, 0, LOAD_MANY, &run, err) ||
	    load_int(row, 2, 1, &r->attempt, err) || get_kind(row, 3, &r->kind, err) ||
	    get_guards(row, r, err) || load_int(row, 11, -1, &r->siglock_node, err))
		return -1;
	r->cell = (int)cell;
	r->run = (int)run;
	return 0;
}

/* What ended well, did so once. Attempts without a number are not told apart. */
static bool repeats(struct run_stream *st, const struct csv_row *row, const struct run_info *r)
{
	uint64_t run = (uint64_t)r->cell << 32 | (uint64_t)r->run;

	return r->ended_well && *row->field[2] &&
	       seen_before(&st->rows, run, (uint64_t)r->attempt << 8 | r->kind);
}

static int add_run(const struct csv_row *row, void *context, struct error *err)
{
	struct run_stream *st = context;
	struct rundir *d = st->d;
	struct run_info r = { 0 };

	if (row->last)		/* torn: the run was not recorded, so it does not exist */
		return 0;
	if (get_run(row, &r, err))
		return -1;
	if (!rundir_cell(d, r.cell))
		return error_set(err, EXIT_USAGE, "%s:%lu: cell %d is not in cells.csv",
				 row->path, row->line, r.cell);
	r.ended_well = means_ok(row->field[4]);
	if (repeats(st, row, &r))
		return row_repeated(row, err);
	r.status = xstrdup(row->field[4]);
	r.boot_id = xstrdup(row->field[5]);
	r.reason = xstrdup(row->field[12]);
	d->runs = load_grown(d->runs, d->nr_runs, sizeof(*d->runs));
	d->runs[d->nr_runs++] = r;
	return 0;
}

int load_runs(struct rundir *d, struct error *err)
{
	struct run_stream st = { .d = d };
	char *file = rundir_file(d, "runs.csv");
	int ret = csv_read(file, RUNS_COLUMNS, d->end, add_run, &st, err);

	seen_free(&st.rows);
	free(file);
	return ret;
}
