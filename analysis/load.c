/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/load.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "analysis/load_parts.h"
#include "lib/csv.h"

char *rundir_file(const struct rundir *d, const char *file)
{
	return xasprintf("%s/%s", d->path, file);
}

void *load_grown(void *p, size_t nr, size_t size)
{
	if (nr & (nr - 1))
		return p;
	p = xrealloc(p, (nr ? 2 * nr : 1) * size);
	memset((char *)p + nr * size, 0, (nr ? nr : 1) * size);
	return p;
}

static int torn(const struct csv_row *row, struct error *err)
{
	return error_set(err, EXIT_DISTURBED, "%s:%lu: the file ends in the middle of a row "
			 "(was it cut off?)", row->path, row->line);
}

static int check_level(const struct csv_row *row, struct error *err)
{
	double level;

	if (csv_get_num(row, 1, &level, err))
		return -1;
	if (*row->field[1] && !(level >= LEVEL_MIN && level < 1))
		return error_set(err, EXIT_USAGE, "%s:%lu: level is '%.40s', not a number from %g "
				 "to below 1", row->path, row->line, row->field[1], LEVEL_MIN);
	return 0;
}

static int add_env(const struct csv_row *row, void *context, struct error *err)
{
	struct rundir *d = context;
	struct env_entry *e;
	int64_t format;

	if (row->last)
		return torn(row, err);
	if (!strcmp(row->field[0], "format")) {
		if (csv_get_int(row, 1, 0, LOAD_MANY, &format, err))
			return -1;
		if (format > RUNDIR_FORMAT)
			return error_set(err, EXIT_USAGE, "%s:%lu: format %d is newer than this "
					 "kickbench reads, %d (use a newer kickbench)",
					 row->path, row->line, (int)format, RUNDIR_FORMAT);
	}
	if (!strcmp(row->field[0], "level") && check_level(row, err))
		return -1;
	for (size_t i = 0; i < d->nr_env; i++)
		if (!strcmp(d->env[i].key, row->field[0]))
			return error_set(err, EXIT_USAGE, "%s:%lu: key '%.40s' stands there twice",
					 row->path, row->line, row->field[0]);
	d->env = load_grown(d->env, d->nr_env, sizeof(*d->env));
	e = &d->env[d->nr_env++];
	e->key = xstrdup(row->field[0]);
	e->value = xstrdup(row->field[1]);
	return 0;
}

/* Each has a name, and its own. Only what could not be measured needs none. */
static int split_protocols(struct cell_info *c, const struct csv_row *row, size_t i,
			   struct error *err)
{
	const char *s = row->field[i];

	while (*s || strcmp(c->status, "unsupported") != 0) {
		size_t n = strcspn(s, "+");
		char *name = xasprintf("%.*s", (int)n, s);
		bool doubled = cell_arm(c, name) >= 0;

		c->protocols = xrealloc(c->protocols,
					((size_t)c->nr_protocols + 1) * sizeof(char *));
		c->protocols[c->nr_protocols++] = name;
		if (!*name || doubled)
			return error_set(err, EXIT_USAGE, "%s:%lu: protocols are '%.80s': a name "
					 "%s", row->path, row->line, row->field[i],
					 *name ? "stands there twice" : "is missing");
		s += n;
		if (!*s++)
			break;
	}
	return 0;
}

int load_int(const struct csv_row *row, size_t i, int absent, int *v, struct error *err)
{
	int64_t n = absent;

	if (*row->field[i] && csv_get_int(row, i, 0, LOAD_MANY, &n, err))
		return -1;
	*v = (int)n;
	return 0;
}

static int add_cell(const struct csv_row *row, void *context, struct error *err)
{
	struct rundir *d = context;
	struct cell_info *c;
	int64_t cell, vcpus;

	if (row->last)
		return torn(row, err);
	d->cells = load_grown(d->cells, d->nr_cells, sizeof(*d->cells));
	c = &d->cells[d->nr_cells];
	if (csv_get_int(row, 0, 0, LOAD_MANY, &cell, err) ||
	    csv_get_int(row, 4, 1, 1 << 16, &vcpus, err) ||
	    load_int(row, 8, 0, &c->runs, err) || load_int(row, 9, 0, &c->blocks, err) ||
	    load_int(row, 10, 0, &c->batch, err))
		return -1;
	if (rundir_cell(d, (int)cell))
		return error_set(err, EXIT_USAGE, "%s:%lu: cell %d stands there twice",
				 row->path, row->line, (int)cell);
	d->nr_cells++;
	c->cell = (int)cell;
	c->vcpus = (int)vcpus;
	c->bench = xstrdup(row->field[1]);
	c->guest = xstrdup(row->field[2]);
	c->place = xstrdup(row->field[5]);
	c->variant = xstrdup(row->field[6]);
	c->cpus = xstrdup(row->field[7]);
	c->status = xstrdup(row->field[11]);
	c->note = xstrdup(row->field[12]);
	if (!*c->bench)
		return error_set(err, EXIT_USAGE, "%s:%lu: bench is empty", row->path, row->line);
	return split_protocols(c, row, 3, err);
}

/* NAME.partial, under whatever path it was named. */
static bool is_partial(const char *path)
{
	char *real = realpath(path, NULL);
	size_t n = real ? strlen(real) : 0, suffix = strlen(RUNDIR_PARTIAL);
	bool partial = n > suffix && !strcmp(real + n - suffix, RUNDIR_PARTIAL);

	free(real);
	return partial;
}

static int check_directory(const struct rundir *d, struct error *err)
{
	static const char *const needed[] = { "env.csv", "cells.csv", "runs.csv" };
	int ret = 0;

	if (!*d->path)
		return error_set(err, EXIT_USAGE, "'': an empty name (name what `kickbench run` "
				 "wrote)");
	for (size_t i = 0; !ret && i < sizeof(needed) / sizeof(needed[0]); i++) {
		char *file = rundir_file(d, needed[i]);

		if (access(file, F_OK))
			ret = error_set(err, EXIT_USAGE, "%s: no run directory: no %s in it "
					"(name what `kickbench run` wrote)", d->path, needed[i]);
		free(file);
	}
	return ret;
}

static int read_file(struct rundir *d, const char *name, const char *columns, enum csv_end end,
		     int (*fn)(const struct csv_row *, void *, struct error *), struct error *err)
{
	char *file = rundir_file(d, name);
	int ret = csv_read(file, columns, end, fn, d, err);

	free(file);
	return ret;
}

/* A finished measurement with nothing in it was cut off. */
static bool lacks_runs(const struct rundir *d)
{
	for (size_t i = 0; !d->partial && !d->nr_runs && i < d->nr_cells; i++)
		if (d->cells[i].runs && means_ok(d->cells[i].status))
			return true;
	return false;
}

static bool lacks_line_end(const struct rundir *d, const char *name)
{
	char *file = rundir_file(d, name);
	FILE *f = fopen(file, "re");
	bool lacks = f && !fseek(f, -1, SEEK_END) && fgetc(f) != '\n';

	if (f)
		fclose(f);
	free(file);
	return lacks;
}

/* env.csv and cells.csv are written whole before anything is measured. If neither ends its
 * last line, then that is how their writer writes, and no row is torn for it alone. */
static bool writer_leaves_ends_open(const struct rundir *d)
{
	return lacks_line_end(d, "env.csv") && lacks_line_end(d, "cells.csv");
}

static int read_files(struct rundir *d, struct error *err)
{
	enum csv_end end = CSV_END_WHOLE;

	if (check_directory(d, err))
		return -1;
	d->end = CSV_END_TORN;
	if (writer_leaves_ends_open(d))
		d->end = end = CSV_END_OPEN;
	if (read_file(d, "env.csv", ENV_COLUMNS, end, add_env, err) ||
	    read_file(d, "cells.csv", CELLS_COLUMNS, end, add_cell, err))
		return -1;
	if (!d->nr_env)
		return error_set(err, EXIT_USAGE, "%s/env.csv:2: no rows: nothing is known of the "
				 "host", d->path);
	if (!d->nr_cells)
		return error_set(err, EXIT_USAGE, "%s/cells.csv:2: no rows: nothing was planned",
				 d->path);
	if (load_runs(d, err))
		return -1;
	if (lacks_runs(d))
		return error_set(err, EXIT_DISTURBED, "%s/runs.csv:2: no rows: nothing was "
				 "measured (the file was cut off?)", d->path);
	return adopt_null_arms(d, err);
}

struct rundir *rundir_load(const char *path, struct error *err)
{
	struct rundir *d = xcalloc(1, sizeof(*d));

	d->path = xstrdup(path);
	for (size_t n = strlen(d->path); n > 1 && d->path[n - 1] == '/';)
		d->path[--n] = '\0';
	d->partial = is_partial(path);
	if (!read_files(d, err))
		return d;
	rundir_free(d);
	return NULL;
}
