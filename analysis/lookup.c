/* SPDX-License-Identifier: GPL-2.0-only */
/* What a loaded run directory tells, and its end. */
#include "analysis/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void free_cell(struct cell_info *c)
{
	for (int i = 0; i < c->nr_protocols; i++)
		free(c->protocols[i]);
	free(c->protocols);
	free(c->bench);
	free(c->guest);
	free(c->place);
	free(c->variant);
	free(c->cpus);
	free(c->status);
	free(c->note);
}

void rundir_free(struct rundir *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->nr_env; i++) {
		free(d->env[i].key);
		free(d->env[i].value);
	}
	for (size_t i = 0; i < d->nr_cells; i++)
		free_cell(&d->cells[i]);
	for (size_t i = 0; i < d->nr_runs; i++) {
		free(d->runs[i].status);
		free(d->runs[i].boot_id);
		free(d->runs[i].reason);
	}
	free(d->env);
	free(d->cells);
	free(d->runs);
	free(d->path);
	free(d);
}

const char *rundir_env(const struct rundir *d, const char *key)
{
	for (size_t i = 0; i < d->nr_env; i++)
		if (!strcmp(d->env[i].key, key))
			return *d->env[i].value ? d->env[i].value : NULL;
	return NULL;
}

double rundir_level(const struct rundir *d)
{
	const char *text = rundir_env(d, "level");
	double level = text ? strtod(text, NULL) : NAN;

	return level >= .5 && level < 1 ? level : .99;
}

const struct cell_info *rundir_cell(const struct rundir *d, int cell)
{
	for (size_t i = 0; i < d->nr_cells; i++)
		if (d->cells[i].cell == cell)
			return &d->cells[i];
	return NULL;
}

int cell_arm(const struct cell_info *cell, const char *name)
{
	for (int i = 0; i < cell->nr_protocols; i++)
		if (!strcmp(cell->protocols[i], name))
			return i;
	return -1;
}

const struct run_info *rundir_run(const struct rundir *d, int cell, int run)
{
	for (size_t i = d->nr_runs; i-- > 0;)
		if (d->runs[i].cell == cell && d->runs[i].run == run &&
		    !strcmp(d->runs[i].status, "ok"))
			return &d->runs[i];
	return NULL;
}

int rundir_finished(const struct rundir *d, const struct cell_info *cell)
{
	int n = 0;

	for (size_t i = 0; i < d->nr_runs; i++)
		n += d->runs[i].cell == cell->cell && d->runs[i].kind != RUN_COUNTING &&
		     rundir_run(d, cell->cell, d->runs[i].run) == &d->runs[i];
	return n;
}
