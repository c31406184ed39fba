/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "analysis/seen.h"
#include "lib/csv.h"

struct stream {
	const struct rundir *d;
	struct reduced *out;
	struct gather *gather;
	struct row_owner owner;		/* whose rows are coming in */
	const struct run_info *info;	/* the run that is being gathered, or NULL */
	unsigned long line;		/* where its rows began */
	struct cell_data *data;
	struct seen rows;		/* of that run */
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
		for (int j = 0; j < c->info->nr_protocols; j++) {
			free(c->path[j].value);
			free(c->path[j].run);
		}
		free(c->runs);
		free(c->path);
	}
	free(r->cells);
	free(r);
}

static void add_path_run(struct path_data *p, const struct run_info *run)
{
	bool other_boot = true;

	for (size_t i = p->runs; i-- > 0;) {	/* usually it is the last one */
		if (p->run[i] == run)
			return;
		other_boot &= !*run->boot_id || strcmp(p->run[i]->boot_id, run->boot_id) != 0;
	}
	p->run = xrealloc(p->run, (p->runs + 1) * sizeof(*p->run));
	p->run[p->runs++] = run;
	p->boots += other_boot;
}

static void keep_path(struct cell_data *c, const struct sample *s, const struct run_info *run)
{
	struct path_data *p = &c->path[s->arm];

	if (s->flags & SAMPLE_WARMUP || !s->exits)
		return;
	add_path_run(p, run);
	if (!(p->nr & (p->nr - 1)))
		p->value = xrealloc(p->value, (p->nr ? 2 * p->nr : 1) * sizeof(double));
	p->value[p->nr++] = s->ns / (double)s->exits;
}

static int finish_run(struct stream *st, struct error *err)
{
	struct cell_data *c = st->data;
	struct run_data *r;

	if (!st->info || st->info->kind != RUN_TIMING)
		return 0;
	for (size_t i = 0; i < c->nr_runs; i++)
		if (c->runs[i].run == st->info)
			return error_set(err, EXIT_USAGE, "%s/samples.csv:%lu: the rows of run %d "
					 "of cell %d are not together (written twice?)",
					 st->d->path, st->line, st->info->run, st->info->cell);
	c->runs = xrealloc(c->runs, (c->nr_runs + 1) * sizeof(*c->runs));
	r = &c->runs[c->nr_runs++];
	*r = (struct run_data){ .run = st->info };
	gather_finish(st->gather, r);
	return 0;
}

/* The rows of another run begin. */
static int next_run(struct stream *st, const struct run_info *run, struct error *err)
{
	if (finish_run(st, err))
		return -1;
	st->info = run;
	st->data = &st->out->cells[st->owner.info - st->d->cells];
	gather_start(st->gather, st->owner.info);
	seen_forget(&st->rows);
	return 0;
}

/* Batches whose place in the block was not told are not told apart. */
static int check_slot(struct stream *st, const struct csv_row *row, const struct sample *s,
		      struct error *err)
{
	if (s->slot >= 0 && seen_before(&st->rows, seen_owner(0, s->arm, s->vcpu),
					(uint64_t)s->block << 32 | (uint64_t)s->slot))
		return row_repeated(row, err);
	return 0;
}

static int add_sample(const struct csv_row *row, void *context, struct error *err)
{
	struct stream *st = context;
	struct sample s = { 0 };
	int ret = find_owner(&st->owner, row, err);

	if (ret <= 0)
		return ret;
	if (st->owner.found != st->info) {
		st->line = row->line;
		if (next_run(st, st->owner.found, err))
			return -1;
	}
	if (sample_take(&st->owner, row, &s, err) || check_slot(st, row, &s, err))
		return -1;
	if (st->info->kind == RUN_TIMING)
		gather_add(st->gather, &s);
	else if (st->info->kind == RUN_PATH && !isnan(s.ns))
		keep_path(st->data, &s, st->info);
	return 0;
}

static const struct run_data *find_run(const struct cell_data *c, const struct run_info *run)
{
	for (size_t i = 0; i < c->nr_runs; i++)
		if (c->runs[i].run == run)
			return &c->runs[i];
	return NULL;
}

/* How many blocks a run must have; 1: its benchmark does not promise any. */
static size_t blocks_promised(const struct cell_info *c)
{
	bool promised = !strcmp(c->bench, "exit") || !strcmp(c->bench, "entry");

	return promised && c->blocks > 1 ? (size_t)c->blocks : 1;
}

/* As many as planned, whether or not whoever planned counted the warm-up among them. */
static bool has_blocks(const struct run_data *r, size_t promised)
{
	return r->blocks && (r->blocks >= promised || r->blocks + r->warmup_blocks == promised);
}

/* Each run of the cell has as many as any other. */
static bool runs_are_alike(const struct cell_data *c)
{
	bool measured = true, all = true;

	for (size_t i = 1; i < c->nr_runs; i++) {
		const struct run_data *a = &c->runs[i - 1], *b = &c->runs[i];

		measured &= a->blocks == b->blocks;
		all &= a->blocks + a->warmup_blocks == b->blocks + b->warmup_blocks;
	}
	return measured || all;
}

/* A file that was cut off at the end of a row looks like a good one. */
static int check_run(const struct rundir *d, struct cell_data *c, const struct run_info *run,
		     struct error *err)
{
	const struct run_data *data = find_run(c, run);
	size_t promised = blocks_promised(c->info);

	if (data && data->blocks && data->lacks_vcpu)
		return error_set(err, EXIT_DISTURBED, "%s/samples.csv: run %d of cell %d lacks a "
				 "vCPU (the file was cut off?)", d->path, run->run, run->cell);
	if (data && data->uneven)
		return error_set(err, EXIT_DISTURBED, "%s/samples.csv: run %d of cell %d has a "
				 "block with fewer rows than others (the file was cut off?)",
				 d->path, run->run, run->cell);
	if (data && has_blocks(data, promised))
		return 0;
	if (!data || !data->blocks || !runs_are_alike(c))
		return error_set(err, EXIT_DISTURBED, "%s/samples.csv: run %d of cell %d has %zu "
				 "of %zu blocks (the file was cut off?)", d->path, run->run,
				 run->cell, data ? data->blocks : 0, promised);
	c->short_of_blocks = true;
	return 0;
}

/* All that runs.csv names must be there. */
static int check_complete(const struct rundir *d, const struct reduced *r, struct error *err)
{
	for (size_t i = 0; i < d->nr_runs; i++) {
		const struct run_info *run = &d->runs[i];
		const struct cell_info *cell = rundir_cell(d, run->cell);

		if (run->kind == RUN_TIMING && rundir_counts(d, run) &&
		    check_run(d, &r->cells[cell - d->cells], run, err))
			return -1;
	}
	return 0;
}

static int by_end(const void *a, const void *b)
{
	const struct run_info *x = ((const struct run_data *)a)->run;
	const struct run_info *y = ((const struct run_data *)b)->run;

	return (x > y) - (x < y);
}

/* In the order of runs.csv, which is that of time. */
static void runs_sort(struct run_data *runs, size_t nr)
{
	if (nr > 1)
		qsort(runs, nr, sizeof(*runs), by_end);
}

struct reduced *reduce_samples(const struct rundir *d, struct error *err)
{
	struct stream st = {
		.d = d, .out = reduced_new(d), .gather = gather_new(),
		.owner = { .d = d, .kinds = 1U << RUN_TIMING | 1U << RUN_PATH },
	};
	char *file = rundir_file(d, "samples.csv");
	bool bad;

	/* A directory of races alone has no samples. */
	bad = !access(file, F_OK) &&
	      csv_read(file, SAMPLE_COLUMNS, d->end, add_sample, &st, err);
	bad = bad || finish_run(&st, err) || check_complete(d, st.out, err);
	for (size_t i = 0; !bad && i < d->nr_cells; i++)
		runs_sort(st.out->cells[i].runs, st.out->cells[i].nr_runs);
	gather_free(st.gather);
	seen_free(&st.rows);
	free(file);
	if (!bad)
		return st.out;
	reduced_free(st.out);
	return NULL;
}
