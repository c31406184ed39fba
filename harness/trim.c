/* SPDX-License-Identifier: GPL-2.0-only */
/* What runs.csv knows of runs, and how the other files are cut to that. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/resume.h"

bool resume_finished(const struct rundir *dir, const struct turn *t)
{
	return dir && rundir_run(dir, t->cell, t->run);
}

int resume_attempts(const struct rundir *dir, const struct turn *t)
{
	int attempts = 0;

	for (size_t i = 0; dir && i < dir->nr_runs; i++) {
		const struct run_info *r = &dir->runs[i];

		if (r->cell == t->cell && r->run == t->run && r->attempt >= attempts)
			attempts = r->attempt + 1;
	}
	return attempts;
}

int resume_replaced(const struct rundir *dir, int cell)
{
	int nr = 0;

	for (size_t i = 0; dir && i < dir->nr_runs; i++)
		nr += dir->runs[i].cell == cell && !strcmp(dir->runs[i].status, "replaced");
	return nr;
}

struct cut {
	long keep;		/* bytes that stay */
	bool orphans;		/* rows of no finished run have come */
	unsigned long line;
};

/* 0, or -1: a row of a finished run stands behind rows of none. */
static int judge_line(struct cut *cut, const char *line, size_t n, long end,
		      const struct rundir *dir)
{
	struct turn t;
	bool whole = line[n - 1] == '\n', stays = whole;

	cut->line++;
	if (cut->line > 1)
		stays = whole && sscanf(line, "%d,%d,", &t.cell, &t.run) == 2 &&
			resume_finished(dir, &t);
	if (!stays) {
		cut->orphans = true;
		return 0;
	}
	cut->keep = end;
	return cut->orphans ? -1 : 0;
}

static int scan(FILE *f, const char *path, const struct rundir *dir, struct cut *cut,
		struct error *err)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int ret = 0;

	while (!ret && (n = getline(&line, &room, f)) > 0)
		if (judge_line(cut, line, (size_t)n, ftell(f), dir))
			ret = error_set(err, EXIT_DISTURBED,
					"%s:%lu: it stands behind rows of a run that runs.csv "
					"does not have (start anew)",
					path, cut->line);
	if (!ret && ferror(f))
		ret = error_errno(err, EXIT_CANNOT, errno, "%s: cannot be read", path);
	free(line);
	return ret;
}

static int trim_rows(const char *path, const struct rundir *dir, struct error *err)
{
	struct cut cut = { 0 };
	FILE *f = fopen(path, "r+e");
	int ret;

	if (!f && errno == ENOENT)
		return 0;
	if (!f)
		return error_errno(err, EXIT_CANNOT, errno, "%s: cannot be opened", path);
	ret = scan(f, path, dir, &cut, err);
	if (!ret && (ftruncate(fileno(f), cut.keep) || fsync(fileno(f))))
		ret = error_errno(err, EXIT_CANNOT, errno, "%s: cannot be cut", path);
	fclose(f);
	return ret;
}

/* runs.csv itself: only its last row can be torn, perhaps behind a line end of its reason. */
static int trim_runs(const char *path, struct error *err)
{
	FILE *f = fopen(path, "r+e");
	bool in_quotes = false;
	long keep = 0;
	int c, ret = 0;

	if (!f)
		return error_errno(err, EXIT_CANNOT, errno, "%s: cannot be opened", path);
	while ((c = getc(f)) != EOF) {
		in_quotes ^= c == '"';
		if (c == '\n' && !in_quotes)
			keep = ftell(f);
	}
	if (ferror(f) || ftruncate(fileno(f), keep) || fsync(fileno(f)))
		ret = error_errno(err, EXIT_CANNOT, errno, "%s: cannot be cut", path);
	fclose(f);
	return ret;
}

int resume_trim(const char *partial, const struct rundir *dir, struct error *err)
{
	static const char *const names[] = { "samples.csv", "kicks.csv", "race.csv",
					     "counters.csv", "cpus.csv" };
	char *path = xasprintf("%s/runs.csv", partial);
	int ret = trim_runs(path, err);

	free(path);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !ret; i++) {
		path = xasprintf("%s/%s", partial, names[i]);
		ret = trim_rows(path, dir, err);
		free(path);
	}
	return ret;
}
