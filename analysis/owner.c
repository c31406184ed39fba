/* SPDX-License-Identifier: GPL-2.0-only */
/* Whose rows are being read: those of a run that never finished do not exist. */
#include "analysis/load.h"

#include <string.h>

/* Whether all that was planned is in runs.csv: then nothing can be left of another run. */
static bool all_finished(const struct rundir *d)
{
	for (size_t i = 0; i < d->nr_cells; i++)
		if (rundir_finished(d, &d->cells[i]) < d->cells[i].runs &&
		    strcmp(d->cells[i].status, "unsupported") != 0)
			return false;
	return !d->partial;
}

static int remember(struct row_owner *o, const struct csv_row *row, int64_t cell, int64_t run,
		    struct error *err)
{
	o->any = true;
	o->cell = cell;
	o->run = run;
	o->info = rundir_cell(o->d, (int)cell);
	if (!o->info)
		return error_set(err, EXIT_USAGE, "%s:%lu: cell %d is not in cells.csv", row->path,
				 row->line, (int)cell);
	o->found = rundir_run_of(o->d, (int)cell, (int)run, o->kinds);
	return 0;
}

/* A crash tears only what no run owns yet. */
static int find_torn(struct row_owner *o, const struct csv_row *row, struct error *err)
{
	bool told = *row->field[OWNER_CELL] && *row->field[OWNER_RUN];
	struct error none = { 0 };
	int64_t cell, run;

	if (row->line == 1 && !o->d->partial)
		return error_set(err, EXIT_USAGE, "%s:1: empty, or cut off in its header",
				 row->path);
	if (told && !csv_get_int(row, OWNER_CELL, 0, INT32_MAX, &cell, &none) &&
	    !csv_get_int(row, OWNER_RUN, 0, INT32_MAX, &run, &none)) {
		if (!rundir_run_of(o->d, (int)cell, (int)run, o->kinds))
			return 0;
	} else if (!all_finished(o->d)) {
		return 0;
	}
	return error_set(err, EXIT_DISTURBED, "%s:%lu: the file ends in the middle of a row "
			 "(was it cut off?)", row->path, row->line);
}

int find_owner(struct row_owner *o, const struct csv_row *row, struct error *err)
{
	int64_t cell, run;

	if (row->last)
		return find_torn(o, row, err);
	if (csv_get_int(row, OWNER_CELL, 0, INT32_MAX, &cell, err) ||
	    csv_get_int(row, OWNER_RUN, 0, INT32_MAX, &run, err))
		return -1;
	if ((!o->any || cell != o->cell || run != o->run) && remember(o, row, cell, run, err))
		return -1;
	return o->found != NULL;
}

int owner_arm(const struct row_owner *o, const struct csv_row *row, struct error *err)
{
	int arm = cell_arm(o->info, row->field[OWNER_PROTOCOL]);

	if (arm < 0)
		error_set(err, EXIT_USAGE, "%s:%lu: '%.40s' is no protocol of cell %d", row->path,
			  row->line, row->field[OWNER_PROTOCOL], o->info->cell);
	return arm;
}

int owner_vcpu(const struct row_owner *o, const struct csv_row *row, int64_t *vcpu,
	       struct error *err)
{
	return csv_get_int(row, OWNER_VCPU, 0, o->info->vcpus - 1, vcpu, err);
}

int row_repeated(const struct csv_row *row, struct error *err)
{
	return error_set(err, EXIT_USAGE, "%s:%lu: this row was there before (written twice?)",
			 row->path, row->line);
}

int get_ordinal(const struct csv_row *row, size_t i, int64_t *v, struct error *err)
{
	*v = -1;
	return *row->field[i] ? csv_get_int(row, i, 0, UINT32_MAX, v, err) : 0;
}

int check_has_rows(const struct rundir *d, enum run_kind kind, const bool *has_rows,
		   const char *file, struct error *err)
{
	for (size_t i = 0; i < d->nr_runs; i++) {
		const struct run_info *r = &d->runs[i];

		if (r->kind == kind && !has_rows[i] && rundir_counts(d, r))
			return error_set(err, EXIT_DISTURBED, "%s/%s: no row of run %d of cell %d "
					 "(the file was cut off?)", d->path, file, r->run, r->cell);
	}
	return 0;
}
