/* SPDX-License-Identifier: GPL-2.0-only */
/* How a run directory comes into being: never half. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "harness/store_files.h"
#include "lib/parse.h"

/* A host's or kernel's name as part of a path. */
static void harmless(char *s)
{
	if (*s == '.')
		*s = '_';
	for (; *s; s++)
		if (*s == '/' || *s <= ' ' || *s == 0x7f)
			*s = '_';
}

char *store_name(const char *wanted)
{
	struct utsname u;
	char utc[32];
	time_t now = time(NULL);
	struct tm tm;

	if (wanted) {
		char *name = xstrdup(wanted);
		size_t n = strlen(name);

		while (n > 1 && name[n - 1] == '/')
			name[--n] = 0;
		return name;
	}
	uname(&u);
	harmless(u.nodename);
	harmless(u.release);
	gmtime_r(&now, &tm);
	strftime(utc, sizeof(utc), "%Y%m%dT%H%M%SZ", &tm);
	return xasprintf("results/%s/%s-%s", *u.nodename ? u.nodename : "unknown", utc, u.release);
}

static int check_absent(const char *path, const char *remedy, struct error *err)
{
	struct stat st;

	if (!lstat(path, &st))
		return error_set(err, EXIT_USAGE, "%s: exists already (%s)", path, remedy);
	if (errno != ENOENT)
		return error_set(err, EXIT_USAGE, "%s: no name for a new directory: %s (name "
				 "another with -o)", path, strerror(errno));
	return 0;
}

/* By trying: root may write anywhere but where a file system says no. */
static int try_parent(const char *final, const char *parent, struct error *err)
{
	char *trial = xasprintf("%s/.kickbench-XXXXXX", parent);
	int ret = 0;

	if (!mkdtemp(trial) || rmdir(trial))
		ret = error_set(err, EXIT_USAGE,
				"%s: cannot be made: %s: %s (name another with -o)", final, parent,
				strerror(errno));
	free(trial);
	return ret;
}

int store_check(const char *final, struct error *err)
{
	char *partial = xasprintf("%s%s", final, RUNDIR_PARTIAL), *above = xstrdup(final);
	const char *parent = above;
	size_t n = strlen(final), suffix = strlen(RUNDIR_PARTIAL);
	int ret = 0;

	if (n >= suffix && !strcmp(final + n - suffix, RUNDIR_PARTIAL))
		ret = error_set(err, EXIT_USAGE, "%s: a finished directory must not look unfinished"
				" (leave " RUNDIR_PARTIAL " away)", final);
	else if (check_absent(final, "name another", err) ||
	    check_absent(partial, "go on with it: --resume, or name another", err))
		ret = -1;
	/* The nearest directory above that is there. */
	while (!ret && (parent = dirname(above), access(parent, F_OK)) && errno == ENOENT)
		;
	if (!ret)
		ret = try_parent(final, parent, err);
	free(partial);
	free(above);
	return ret;
}

static int make_parents(const char *path, struct error *err)
{
	char *copy = xstrdup(path);
	int ret = 0;

	for (char *p = strchr(copy + 1, '/'); p && !ret; p = strchr(p + 1, '/')) {
		*p = 0;
		if (mkdir(copy, 0777) && errno != EEXIST)
			ret = error_errno(err, errno == ENOSPC ? EXIT_DISTURBED : EXIT_CANNOT,
					  errno, "%s: cannot be made", copy);
		*p = '/';
	}
	free(copy);
	return ret;
}

int sync_parent(const char *path, struct error *err)
{
	char *copy = xstrdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret = 0;

	/* Some file systems cannot sync a directory, and say EINVAL. */
	if (fd >= 0 && fsync(fd) && errno != EINVAL)
		ret = error_errno(err, EXIT_DISTURBED, errno, "%s: cannot be synced", copy);
	if (fd >= 0)
		close(fd);
	free(copy);
	return ret;
}

/* A file in one piece: NAME.tmp, synced, then renamed. fill puts rows. 0 or -1 with *err. */
static int store_whole(const char *dir, const char *name, const char *columns,
		       void (*fill)(struct csv_out *o, const void *context), const void *context,
		       struct error *err)
{
	char *path = xasprintf("%s/%s", dir, name), *tmp = xasprintf("%s.tmp", path);
	struct csv_out o;
	int ret;

	unlink(tmp);
	ret = csv_append(&o, tmp, columns, err);
	if (!ret) {
		fill(&o, context);
		ret = csv_sync(&o, err);
		ret |= csv_close(&o, err);
	}
	if (!ret && rename(tmp, path))
		ret = error_errno(err, EXIT_DISTURBED, errno, "%s: cannot be written", path);
	if (ret)
		unlink(tmp);
	free(path);
	free(tmp);
	return ret ? -1 : 0;
}

static void fill_env(struct csv_out *o, const void *context)
{
	const struct env *e = context;

	for (size_t i = 0; i < e->nr; i++) {
		csv_str(o, e->facts[i].key);
		csv_str(o, e->facts[i].value);
		csv_end(o);
	}
}

static void fill_cells(struct csv_out *o, const void *context)
{
	const struct plan *p = context;

	for (size_t i = 0; i < p->nr; i++) {
		const struct cell *c = &p->cells[i];
		char *cpus = ints_join(c->cpus.vcpu_cpu, c->cpus.nr_vcpus, "+");

		csv_int(o, c->id);
		csv_str(o, c->bench->name);
		csv_str(o, c->guest->name);
		csv_str(o, c->protocols);
		csv_int(o, c->cpus.nr_vcpus);
		csv_str(o, c->place.text);
		csv_str(o, c->variant);
		csv_str(o, cpus);
		csv_int(o, c->runs);
		csv_int(o, c->blocks);
		if (c->batch)
			csv_int(o, c->batch);
		else
			csv_empty(o);
		csv_str(o, cell_status_names[c->status]);
		csv_str(o, c->note);
		csv_end(o);
		free(cpus);
	}
}

/* What a beginning that failed has left. */
static void discard(const char *dir)
{
	static const char *const names[] = { "env.csv", "cells.csv", "runs.csv" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = xasprintf("%s/%s", dir, names[i]);

		unlink(path);
		free(path);
	}
	rmdir(dir);
}

static void fill_nothing(struct csv_out *o, const void *context)
{
	(void)o, (void)context;
}

int store_cells(const char *dir, const struct plan *p, struct error *err)
{
	return store_whole(dir, "cells.csv", CELLS_COLUMNS, fill_cells, p, err);
}

int store_begin(const char *partial, const struct env *e, const struct plan *p, struct error *err)
{
	char *new = xasprintf("%.*s" RUNDIR_NEW, (int)(strlen(partial) - strlen(RUNDIR_PARTIAL)),
			      partial);
	int ret = make_parents(partial, err);

	/* One that a crash has left: nobody else's name ends like that. */
	if (!ret && mkdir(new, 0777) && errno != EEXIST)
		ret = error_errno(err, EXIT_CANNOT, errno, "%s: cannot be made", new);
	if (!ret)
		ret = store_whole(new, "env.csv", ENV_COLUMNS, fill_env, e, err) ||
		      store_cells(new, p, err) ||
		      store_whole(new, "runs.csv", RUNS_COLUMNS, fill_nothing, NULL, err);
	if (!ret && rename(new, partial))
		ret = error_errno(err, EXIT_CANNOT, errno, "%s: cannot be made", partial);
	if (ret)
		discard(new);
	free(new);
	return ret ? -1 : sync_parent(partial, err);
}
