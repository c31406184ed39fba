/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/store.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/resume.h"
#include "harness/store_files.h"

#define LOCK_TRIES	20
#define LOCK_PAUSE_US	50000

static const struct { const char *name, *columns; } files[NR_ROWS] = {
	[ROWS_SAMPLES] = { "samples.csv", SAMPLES_COLUMNS },
	[ROWS_KICKS] = { "kicks.csv", KICKS_COLUMNS },
	[ROWS_RACE] = { "race.csv", RACE_COLUMNS },
	[ROWS_COUNTERS] = { "counters.csv", COUNTERS_COLUMNS },
	[ROWS_CPUS] = { "cpus.csv", CPUS_COLUMNS },
};

/* Whatever the disk says: what has been measured so far is kept, and can be gone on with. */
static int kept(struct error *err, const struct error *cause)
{
	return error_set(err, EXIT_DISTURBED, "%.400s (finished runs are kept)", cause->text);
}

static int lock(struct store *s, struct error *err)
{
	s->lock = open(s->partial, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->lock < 0)
		return error_errno(err, EXIT_CANNOT, errno, "%s", s->partial);
	/* A worker of a coordinator that was killed may hold it until it dies, too. */
	for (int i = 0; i < LOCK_TRIES; i++) {
		/* A file system without locks has no second writer either, we hope. */
		if (!flock(s->lock, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK)
			return 0;
		usleep(LOCK_PAUSE_US);
	}
	return error_set(err, EXIT_USAGE, "%s: another kickbench writes it (wait for it)",
			 s->partial);
}

int store_open(struct store *s, const char *final, const struct rundir *was, struct error *err)
{
	char *path;
	int ret;

	*s = (struct store){ .lock = -1, .final = xstrdup(final) };
	s->partial = xasprintf("%s%s", final, RUNDIR_PARTIAL);
	path = xasprintf("%s/runs.csv", s->partial);
	ret = lock(s, err) || (was && resume_trim(s->partial, was, err)) ||
	      csv_append(&s->runs, path, RUNS_COLUMNS, err) ? -1 : 0;
	free(path);
	if (ret)
		store_close(s, false, NULL);
	return ret;
}

int store_create(struct store *s, const char *final, const struct env *e, const struct plan *p,
		 struct error *err)
{
	char *partial = xasprintf("%s%s", final, RUNDIR_PARTIAL);
	int ret = store_begin(partial, e, p, err);

	free(partial);
	return ret ? -1 : store_open(s, final, NULL, err);
}

static struct csv_out *file_of(struct store *s, enum rows_kind kind, struct error *err)
{
	char *path;
	int ret;

	if (s->open[kind])
		return &s->rows[kind];
	path = xasprintf("%s/%s", s->partial, files[kind].name);
	ret = csv_append(&s->rows[kind], path, files[kind].columns, err);
	free(path);
	if (ret)
		return NULL;
	s->open[kind] = true;
	return &s->rows[kind];
}

static int store_rows(struct store *s, const struct cell *c, const struct run_record *r,
		      enum rows_kind kind, struct error *err)
{
	const struct rows *rows = &r->outcome->rows.rows[kind];
	struct csv_out *o;

	if (!rows->nr)
		return 0;
	o = file_of(s, kind, err);
	if (!o)
		return -1;
	for (size_t i = 0; i < rows->nr && !o->err.status; i++) {
		csv_int(o, c->id);
		csv_int(o, r->turn->run);
		if (store_row(o, kind, c, (const char *)rows->row + i * rows->size, err))
			return -1;
		csv_end(o);
	}
	return csv_sync(o, err);
}

static void put_guards(struct csv_out *o, const struct guards *g)
{
	csv_num(o, g->nivcsw);
	csv_num(o, g->steal_ns);
	csv_num(o, g->softirq_ns);
	csv_num(o, g->run_delay_ns);
	csv_num(o, g->throttled);
	if (g->siglock_node < 0)
		csv_empty(o);
	else
		csv_int(o, g->siglock_node);
}

static const struct guards unknown = {
	.nivcsw = NAN, .steal_ns = NAN, .softirq_ns = NAN, .run_delay_ns = NAN, .throttled = NAN,
	.siglock_node = -1,
};

static int store_record(struct csv_out *o, const struct run_record *r, struct error *err)
{
	csv_int(o, r->turn->cell);
	csv_int(o, r->turn->run);
	csv_int(o, r->attempt);
	csv_str(o, run_kind_names[r->turn->kind]);
	csv_str(o, r->status);
	csv_str(o, r->boot_id);
	put_guards(o, r->outcome && r->outcome->complete ? &r->outcome->guards : &unknown);
	csv_str(o, r->reason);
	csv_end(o);
	return csv_sync(o, err);
}

int store_run(struct store *s, const struct cell *c, const struct run_record *r,
	      struct error *err)
{
	struct error cause = { 0 };
	int ret = 0;

	if (!strcmp(r->status, "ok"))
		for (int kind = 0; kind < NR_ROWS && !ret; kind++)
			ret = store_rows(s, c, r, kind, &cause);
	if (!ret)
		ret = store_record(&s->runs, r, &cause);
	return ret ? kept(err, &cause) : 0;
}

static int rename_final(const struct store *s, struct error *err)
{
	if (renameat2(AT_FDCWD, s->partial, AT_FDCWD, s->final, RENAME_NOREPLACE) == 0)
		return sync_parent(s->final, err);
	if (errno != EINVAL && errno != ENOSYS)
		return error_errno(err, EXIT_DISTURBED, errno, "%s: cannot be renamed to %s",
				   s->partial, s->final);
	/* A file system without that flag: rename() would take an empty directory's place at
	 * most. */
	if (rename(s->partial, s->final))
		return error_errno(err, EXIT_DISTURBED, errno, "%s: cannot be renamed to %s",
				   s->partial, s->final);
	return sync_parent(s->final, err);
}

int store_close(struct store *s, bool complete, struct error *err)
{
	int ret = 0;

	for (int kind = 0; kind < NR_ROWS; kind++)
		if (s->open[kind])
			ret |= csv_close(&s->rows[kind], err);
	ret |= csv_close(&s->runs, err);
	if (!ret && complete)
		ret = rename_final(s, err);
	if (s->lock >= 0)
		close(s->lock);
	free(s->final);
	free(s->partial);
	memset(s, 0, sizeof(*s));
	s->lock = -1;
	return ret ? -1 : 0;
}
