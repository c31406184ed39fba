/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the nights of a history. */
#include "analysis/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const raw_files[] = {
	"env.csv", "cells.csv", "runs.csv", "samples.csv", "kicks.csv", "race.csv", "counters.csv",
	"cpus.csv",
};

static bool modified(const char *dir, const char *file, struct timespec *t)
{
	char *path = xasprintf("%s/%s", dir, file);
	struct stat st;
	bool there = !stat(path, &st);

	free(path);
	if (there)
		*t = st.st_mtim;
	return there;
}

static bool after(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

/* summary.csv is derived: it counts while nothing that it stands on is newer. */
static bool summary_valid(const char *dir)
{
	struct timespec summary, raw;

	if (!modified(dir, "summary.csv", &summary))
		return false;
	for (size_t i = 0; i < sizeof(raw_files) / sizeof(raw_files[0]); i++)
		if (modified(dir, raw_files[i], &raw) && after(&raw, &summary))
			return false;
	return true;
}

/* summary.csv does not have them; where cells.csv has none either, samples.csv must tell. */
static bool batches_told(const struct rundir *d)
{
	for (size_t i = 0; i < d->nr_cells; i++)
		if (cell_has_batches(&d->cells[i]) && !d->cells[i].batch &&
		    rundir_finished(d, &d->cells[i]))
			return false;
	return true;
}

/* What was computed is kept for the next time, where the folder can be written. */
static struct summary *get_summary(const struct rundir *d, struct error *err)
{
	struct summary *s = NULL;
	struct error ignored = { 0 };

	if (batches_told(d) && summary_valid(d->path))
		s = summary_read(d->path, &ignored);
	if (s)
		return s;
	s = summary_compute(d, NULL, err);
	if (s)
		summary_write(s, d->path, &ignored);
	return s;
}

void loaded_free(struct loaded *l)
{
	summary_free(l->summary);
	rundir_free(l->dir);
	*l = (struct loaded){ 0 };
}

bool history_load_one(struct history *h, const char *name, struct loaded *l)
{
	char *path = xasprintf("%s/%s", h->path, name);
	struct error err = { 0 };

	*l = (struct loaded){ .dir = rundir_load(path, &err) };
	if (l->dir)
		l->summary = get_summary(l->dir, &err);
	free(path);
	if (l->summary)
		return true;
	complain("%s; skipped", err.text);
	h->broken++;
	loaded_free(l);
	return false;
}

static bool any_inexact(const struct summary *s)
{
	for (size_t i = 0; i < s->nr; i++)
		if (row_is_path(&s->rows[i]) && row_inexact(&s->rows[i]))
			return true;
	return false;
}

/* As far as summary.csv tells: it does not have the blocks. */
static bool lacks_runs(const struct loaded *l)
{
	struct summary s = *l->summary;

	s.short_blocks = NULL;
	return summary_incomplete(&s, l->dir);
}

/* The last night's raw files are worth another reading: it is what is being asked about. */
static bool lacks_anything(const struct loaded *l)
{
	struct error ignored = { 0 };
	struct summary *s = l->summary->short_blocks ? NULL :
			    summary_compute(l->dir, NULL, &ignored);
	bool incomplete = summary_incomplete(s ? s : l->summary, l->dir);

	summary_free(s);
	return incomplete;
}

static void add_night(struct history *h, const char *name, const struct loaded *l,
		      const struct rundir *before)
{
	struct night *n;
	const char *kernel = rundir_env(l->dir, "kernel");

	h->nights = xrealloc(h->nights, (h->nr + 1) * sizeof(*h->nights));
	n = &h->nights[h->nr];
	*n = (struct night){ .name = xstrdup(name), .kernel = xstrdup(kernel ? kernel : ""),
			     .emulated = rundir_emulated(l->dir),
			     .null_failed = null_failed(l->summary, ANY_CELL),
			     .inexact = any_inexact(l->summary),
			     .incomplete = lacks_runs(l) };
	n->host_key = hostkey_text(l->dir);
	n->host_change = before ? hostkey_differences(before, l->dir) : xstrdup("");
	if (h->nr)
		n->host = h->nights[h->nr - 1].host + (*n->host_change != '\0');
	history_add(h, h->nr++, false, l->dir, l->summary);
}

bool history_other(const struct history *h, const char *name)
{
	char *dir = xasprintf("%s/%s", h->path, name);
	struct timespec t;
	bool any = false;

	for (size_t i = 0; i < sizeof(raw_files) / sizeof(raw_files[0]); i++)
		any |= modified(dir, raw_files[i], &t);
	free(dir);
	return !any;
}

static void name_others(const struct history *h, char **names)
{
	for (; *names; names++)
		if (history_other(h, *names))
			complain("%s/%s: no run directory: left out", h->path, *names);
}

static void load_nights(struct history *h, char **names)
{
	struct loaded before = { 0 }, l;

	for (; *names; names++) {
		if (fresh_suffix(*names) || history_other(h, *names))
			continue;
		if (name_ends(*names, RUNDIR_PARTIAL)) {
			complain("%s/%s: unfinished, left out", h->path, *names);
			h->unfinished++;
			continue;
		}
		if (!history_load_one(h, *names, &l))
			continue;
		add_night(h, *names, &l, before.dir);
		loaded_free(&before);
		before = l;
	}
	if (before.summary)	/* of the last night */
		h->nights[h->nr - 1].incomplete = lacks_anything(&before);
	loaded_free(&before);
}

bool history_night(const struct history *h, const char *name, size_t *night)
{
	for (size_t i = 0; i < h->nr; i++)
		if (!strcmp(h->nights[i].name, name)) {
			*night = i;
			return true;
		}
	return false;
}

/* Without a night: what is there, if anything. */
static int no_night(const struct history *h, struct error *err)
{
	int there = h->unfinished + h->broken;

	if (there)
		return error_set(err, EXIT_USAGE, "%s: none of its %d run director%s could be "
				 "read (%d unfinished, %d broken)", h->path, there,
				 there == 1 ? "y" : "ies", h->unfinished, h->broken);
	return error_set(err, EXIT_USAGE, "%s: no run directory in it (kickbench run -o %s/NAME "
			 "writes one)", h->path, h->path);
}

int history_load(struct history *h, const char *path, struct error *err)
{
	char **names;

	*h = (struct history){ .path = path };
	if (is_rundir(path))
		return error_set(err, EXIT_USAGE, "%s: is one run directory, not a folder of them "
				 "(name the folder that it is in)", path);
	names = folder_names(path, err);
	if (!names)
		return -1;
	load_nights(h, names);
	if (h->nr) {
		history_load_fresh(h, names);
		name_others(h, names);
	}
	names_free(names);
	return h->nr ? acknowledgments_read(h, err) : no_night(h, err);
}
