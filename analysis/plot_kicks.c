/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/plot_kicks.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/csv.h"

struct reading {
	struct kick_curves *curves;
	const struct rundir *dir;
};

static struct kick_curve *curve_for(struct kick_curves *c, int cell, int arm)
{
	for (size_t i = c->nr; i-- > 0; )	/* rows of a run stand together */
		if (c->list[i].cell == cell && c->list[i].arm == arm)
			return &c->list[i];
	c->list = xrealloc(c->list, (c->nr + 1) * sizeof(*c->list));
	c->list[c->nr] = (struct kick_curve){ .cell = cell, .arm = arm };
	return &c->list[c->nr++];
}

static int arm_of(const struct cell_info *cell, const char *protocol)
{
	for (int i = 0; cell && i < cell->nr_protocols; i++)
		if (!strcmp(cell->protocols[i], protocol))
			return i;
	return -1;
}

static void curve_add(struct kick_curve *c, double ns)
{
	if (c->nr == c->room) {
		c->room = c->room ? 2 * c->room : 1024;
		c->ns = xrealloc(c->ns, c->room * sizeof(*c->ns));
	}
	c->ns[c->nr++] = ns;
}

/* cell, run, protocol, planned_ns, returned_ns */
static int take_row(const struct csv_row *row, void *context, struct error *err)
{
	struct reading *r = context;
	int64_t cell, run, planned, returned;
	struct kick_curve *curve;
	int arm;

	if (row->last && row->nr == 0)
		return 0;
	if (csv_get_int(row, 0, 0, INT_MAX, &cell, err) ||
	    csv_get_int(row, 1, 0, INT_MAX, &run, err) ||
	    csv_get_int(row, 3, 0, INT64_MAX, &planned, err))
		return -1;
	arm = arm_of(rundir_cell(r->dir, cell), row->field[2]);
	if (arm < 0 || !rundir_run(r->dir, cell, run))
		return 0;
	curve = curve_for(r->curves, cell, arm);
	if (!*row->field[4]) {
		curve->lost++;
		return 0;
	}
	if (csv_get_int(row, 4, planned, INT64_MAX, &returned, err))
		return -1;
	curve_add(curve, returned - planned);
	return 0;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int kick_curves_read(struct kick_curves *c, const struct rundir *d, struct error *err)
{
	struct reading r = { .curves = c, .dir = d };
	char *path = xasprintf("%s/kicks.csv", d->path);
	int ret = 0;

	*c = (struct kick_curves){ 0 };
	if (access(path, F_OK) == 0)
		ret = csv_read(path, "cell,run,protocol,planned_ns,returned_ns", CSV_END_TORN,
			       take_row, &r, err);
	free(path);
	for (size_t i = 0; i < c->nr; i++)
		qsort(c->list[i].ns, c->list[i].nr, sizeof(double), ascending);
	if (ret)
		kick_curves_free(c);
	return ret;
}

void kick_curves_free(struct kick_curves *c)
{
	for (size_t i = 0; i < c->nr; i++)
		free(c->list[i].ns);
	free(c->list);
	*c = (struct kick_curves){ 0 };
}
