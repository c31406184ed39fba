/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/reduce.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lib/csv.h"

#define BLOCKS_MAX	10000000	/* of one run; more is a broken file */
#define NS_MAX		1000000000000000000

struct stream {
	const struct rundir *d;
	struct reduced *out;
	struct gather *gather;
	/* Whose rows are coming in; a run that runs.csv lacks has info NULL. */
	int64_t cell, run;
	bool any;
	const struct run_info *info;
	struct cell_data *data;
};

static struct reduced *reduced_new(const struct rundir *d)
{
	struct reduced *r = xcalloc(1, sizeof(*r));

	r->nr_cells = d->nr_cells;
	r->cells = xcalloc(d->nr_cells, sizeof(*r->cells));
	for (size_t i = 0; i < d->nr_cells; i++) {
		struct cell_data *c = &r->cells[i];

		c->info = &d->cells[i];
		c->path = xcalloc((size_t)c->info->nr_protocols, sizeof(*c->path));
	}
	return r;
}

void reduced_free(struct reduced *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->nr_cells; i++) {
		struct cell_data *c = &r->cells[i];

		for (size_t j = 0; j < c->nr_runs; j++)
			free(c->runs[j].arm);
		for (int j = 0; j < c->info->nr_protocols; j++)
			free(c->path[j].value);
		free(c->runs);
		free(c->path);
	}
	free(r->cells);
	free(r);
}

/* "switched+kicks=3" */
static int parse_flags(const struct csv_row *row, size_t i, struct sample *s, struct error *err)
{
	for (const char *f = row->field[i]; *f;) {
		size_t n = strcspn(f, "+");
		int bit = 0;

		while (sample_flag_names[bit] && (strlen(sample_flag_names[bit]) != n ||
						  memcmp(sample_flag_names[bit], f, n)))
			bit++;
		if (sample_flag_names[bit])
			s->flags |= 1U << bit;
		else if (!strncmp(f, "kicks=", 6))
			s->kicks = strtoll(f + 6, NULL, 10);
		else
			return error_set(err, EXIT_USAGE, "%s:%lu: flag '%.40s' is not known",
					 row->path, row->line, f);
		f += n + (f[n] == '+');
	}
	return 0;
}

static void keep_path(struct cell_data *c, const struct sample *s)
{
	struct path_data *p = &c->path[s->arm];

	if (s->flags & SAMPLE_WARMUP || !s->exits)
		return;
	if (!(p->nr & (p->nr - 1)))
		p->value = xrealloc(p->value, (p->nr ? 2 * p->nr : 1) * sizeof(double));
	p->value[p->nr++] = (double)s->ns / (double)s->exits;
}

static int finish_run(struct stream *st, struct error *err)
{
	struct cell_data *c = st->data;
	struct run_data *r;

	if (!st->info)
		return 0;
	if (st->info->kind == RUN_PATH)
		c->path_runs++;
	if (st->info->kind != RUN_TIMING)
		return 0;
	for (size_t i = 0; i < c->nr_runs; i++)
		if (c->runs[i].run == st->info)
			return error_set(err, EXIT_USAGE, "%s/samples.csv: the rows of run %d of "
					 "cell %d are not together (written twice?)", st->d->path,
					 st->info->run, st->info->cell);
	c->runs = xrealloc(c->runs, (c->nr_runs + 1) * sizeof(*c->runs));
	r = &c->runs[c->nr_runs++];
	*r = (struct run_data){ .run = st->info };
	gather_finish(st->gather, r);
	return 0;
}

/* The rows of another run begin. */
static int next_run(struct stream *st, const struct csv_row *row, const struct sample *s,
		    struct error *err)
{
	const struct cell_info *cell = rundir_cell(st->d, (int)s->cell);

	if (st->any && finish_run(st, err))
		return -1;
	if (!cell)
		return error_set(err, EXIT_USAGE, "%s:%lu: cell %d is not in cells.csv", row->path,
				 row->line, (int)s->cell);
	st->any = true;
	st->cell = s->cell;
	st->run = s->run;
	st->info = rundir_run(st->d, (int)s->cell, (int)s->run);
	st->data = &st->out->cells[cell - st->d->cells];
	gather_start(st->gather, cell);
	return 0;
}

static int find_arm(const struct stream *st, const struct csv_row *row, struct sample *s,
		    struct error *err)
{
	s->arm = cell_arm(st->data->info, row->field[3]);
	if (s->arm < 0)
		return error_set(err, EXIT_USAGE, "%s:%lu: '%.40s' is no protocol of cell %d",
				 row->path, row->line, row->field[3], (int)s->cell);
	return 0;
}

static int add_sample(const struct csv_row *row, void *context, struct error *err)
{
	struct stream *st = context;
	struct sample s = { 0 };

	if (row->last)
		return 0;
	if (csv_get_int(row, 0, 0, INT32_MAX, &s.cell, err) ||
	    csv_get_int(row, 1, 0, INT32_MAX, &s.run, err))
		return -1;
	if ((!st->any || s.cell != st->cell || s.run != st->run) && next_run(st, row, &s, err))
		return -1;
	if (!st->info)		/* never finished: its rows do not exist */
		return 0;
	if (csv_get_int(row, 2, 0, BLOCKS_MAX, &s.block, err) || find_arm(st, row, &s, err) ||
	    csv_get_int(row, 4, 0, st->data->info->vcpus - 1, &s.vcpu, err) ||
	    csv_get_int(row, 5, 0, INT32_MAX, &s.exits, err) ||
	    csv_get_int(row, 6, 0, NS_MAX, &s.ns, err) ||
	    (*row->field[7] && parse_flags(row, 7, &s, err)))
		return -1;
	if (st->info->kind == RUN_TIMING)
		gather_add(st->gather, &s);
	else if (st->info->kind == RUN_PATH)
		keep_path(st->data, &s);
	return 0;
}

static const struct run_data *find_run(const struct cell_data *c, const struct run_info *run)
{
	for (size_t i = 0; i < c->nr_runs; i++)
		if (c->runs[i].run == run)
			return &c->runs[i];
	return NULL;
}

/* How many blocks a run must have; 0: its benchmark does not promise any. */
static int blocks_promised(const struct cell_info *c)
{
	return !strcmp(c->bench, "exit") || !strcmp(c->bench, "entry") ? c->blocks : 1;
}

/* All that runs.csv names must be there: a file that was cut off at the end of
 * a row looks like a good one. */
static int check_complete(const struct rundir *d, const struct reduced *r, struct error *err)
{
	for (size_t i = 0; i < d->nr_runs; i++) {
		const struct run_info *run = &d->runs[i];
		const struct cell_info *cell = rundir_cell(d, run->cell);
		const struct run_data *data = find_run(&r->cells[cell - d->cells], run);
		int blocks = data ? (int)data->blocks : 0;

		if (run->kind != RUN_TIMING || rundir_run(d, run->cell, run->run) != run)
			continue;
		if (blocks < blocks_promised(cell))
			return error_set(err, EXIT_DISTURBED, "%s/samples.csv: run %d of cell %d "
					 "has %d of %d blocks (the file was cut off?)", d->path,
					 run->run, run->cell, blocks, blocks_promised(cell));
	}
	return 0;
}

struct reduced *reduce_samples(const struct rundir *d, struct error *err)
{
	struct stream st = { .d = d, .out = reduced_new(d), .gather = gather_new() };
	char *file = rundir_file(d, "samples.csv");
	bool bad;

	/* A directory of races alone has no samples. */
	bad = !access(file, F_OK) &&
	      csv_read(file, "cell,run,block,protocol,vcpu,exits,ns,flags", d->partial,
		       add_sample, &st, err);
	bad = bad || (st.any && finish_run(&st, err)) || check_complete(d, st.out, err);
	gather_free(st.gather);
	free(file);
	if (!bad)
		return st.out;
	reduced_free(st.out);
	return NULL;
}
