/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/side.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "analysis/stats.h"

bool is_rundir(const char *path)
{
	char *file = xasprintf("%s/env.csv", path);
	bool there = !access(file, F_OK);

	free(file);
	return there;
}

bool name_starts(const char *name, const char *prefix)
{
	return !strncmp(name, prefix, strlen(prefix));
}

bool name_ends(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && !strcmp(name + n - m, suffix);
}

const char *fresh_suffix(const char *name)
{
	size_t digits = strlen(name), n = strlen(CONFIRM_SUFFIX);

	while (digits && strchr("0123456789", name[digits - 1]))
		digits--;
	if (digits <= n || strncmp(name + digits - n, CONFIRM_SUFFIX, n) != 0)
		return NULL;
	return name + digits - n;
}

static int by_name(const void *a, const void *b)
{
	return strverscmp(*(char *const *)a, *(char *const *)b);
}

static bool is_folder(const char *parent, const char *name)
{
	char *path = xasprintf("%s/%s", parent, name);
	struct stat st;
	bool folder = !stat(path, &st) && S_ISDIR(st.st_mode);

	free(path);
	return folder;
}

char **folder_names(const char *path, struct error *err)
{
	DIR *d = opendir(path);
	char **names = xcalloc(1, sizeof(*names));
	size_t nr = 0;

	if (!d) {
		free(names);
		error_set(err, EXIT_USAGE, "%s: %s (name what `kickbench run` wrote, or a folder "
			  "of that)", path, strerror(errno));
		return NULL;
	}
	for (struct dirent *e; (e = readdir(d));) {
		/* Pictures of the history stand beside its nights. What was killed while it
		 * began holds nothing. */
		if (e->d_name[0] == '.' || !strcmp(e->d_name, "plots") ||
		    name_ends(e->d_name, RUNDIR_NEW) || !is_folder(path, e->d_name))
			continue;
		names = xrealloc(names, (nr + 2) * sizeof(*names));
		names[nr++] = xstrdup(e->d_name);
	}
	closedir(d);
	names[nr] = NULL;
	qsort(names, nr, sizeof(*names), by_name);
	return names;
}

void names_free(char **names)
{
	for (char **n = names; n && *n; n++)
		free(*n);
	free(names);
}

static int add_dir(struct side *s, const char *path, struct error *err)
{
	struct side_dir d = { .dir = rundir_load(path, err) };

	if (!d.dir)
		return -1;
	d.summary = summary_compute(d.dir, NULL, err);
	if (!d.summary || side_sort(&d, err)) {
		free(d.sorted);
		summary_free(d.summary);
		rundir_free(d.dir);
		return -1;
	}
	s->dirs = xrealloc(s->dirs, (s->nr_dirs + 1) * sizeof(*s->dirs));
	s->dirs[s->nr_dirs++] = d;
	return 0;
}

bool side_nights(const struct side *s)
{
	return s->nights;
}

bool side_real(const struct side *s)
{
	for (size_t i = 0; i < s->nr_dirs; i++)
		if (!rundir_emulated(s->dirs[i].dir))
			return true;
	return false;
}

bool side_counts_only(const struct rundir *d)
{
	for (size_t i = 0; i < d->nr_cells; i++)
		if (strcmp(d->cells[i].bench, "path"))
			return false;
	return rundir_emulated(d);
}

/* Counts of an emulated host beside the times of a real one are no boot of that. */
static bool timed(const struct side *s, size_t dir)
{
	return !side_real(s) || !side_counts_only(s->dirs[dir].dir);
}

/* The directory of the night that this one measured, its own or an earlier one's. */
static size_t night_of(const struct side *s, size_t dir)
{
	const char *path = s->dirs[dir].dir->path, *suffix = fresh_suffix(path);
	size_t n = suffix ? (size_t)(suffix - path) : 0;

	for (size_t i = 0; i < dir && suffix; i++)
		if (strlen(s->dirs[i].dir->path) == n && !strncmp(s->dirs[i].dir->path, path, n))
			return i;
	return dir;
}

static size_t count_nights(const struct side *s)
{
	size_t nr = 0;

	for (size_t i = 0; i < s->nr_dirs; i++)
		nr += timed(s, i) && night_of(s, i) == i;
	return nr;
}

/* Boots of what was timed; of counts alone, where there is nothing else. */
static size_t count_boots(const struct side *s)
{
	bool *seen = xcalloc(s->nr_boots + 1, sizeof(*seen));
	size_t nr = 0;

	for (size_t i = 0; i < s->nr_dirs; i++) {
		nr += timed(s, i) && !seen[s->dirs[i].unit];
		seen[s->dirs[i].unit] |= timed(s, i);
	}
	free(seen);
	return nr ? nr : s->nr_boots;
}

/* Many nights of one boot tell how nights vary, though not how boots do. Fresh data are of
 * nights that stood out: each night counts once. */
static void find_units(struct side *s)
{
	side_boots(s);
	s->nr_units = s->nr_boots;
	s->nr_boots = count_boots(s);
	s->nights = s->nr_boots < 2 && count_nights(s) >= HISTORY_NIGHTS;
	for (size_t i = 0; s->nights && i < s->nr_dirs; i++) {
		size_t night = night_of(s, i);

		/* Behind the boots, so that counts keep theirs. */
		if (timed(s, i))
			s->dirs[i].unit = night < i ? s->dirs[night].unit : s->nr_units++;
	}
}

static int add_named(struct side *s, const char *path, const char *name, bool unfinished,
		     struct error *err)
{
	char *dir = xasprintf("%s/%s", path, name);
	int ret = 0;

	if (!is_rundir(dir) || name_ends(name, RUNDIR_PARTIAL) != unfinished)
		;
	else if (unfinished)
		complain("%s: unfinished, left out (finish it with kickbench run --resume)", dir);
	else
		ret = add_dir(s, dir, err);
	free(dir);
	return ret;
}

static int add_folder(struct side *s, const char *path, char **names, struct error *err)
{
	for (char **n = names; *n; n++)
		if (add_named(s, path, *n, false, err))
			return -1;
	find_units(s);
	if (!s->nr_dirs)
		return error_set(err, EXIT_USAGE, "%s: no run directory, nor a folder of finished "
				 "ones (name what `kickbench run` wrote)", path);
	for (char **n = names; *n; n++)
		add_named(s, path, *n, true, err);
	return 0;
}

int side_load(struct side *s, const char *path, struct error *err)
{
	char **names;
	int ret;

	*s = (struct side){ .path = path };
	if (!*path)
		return error_set(err, EXIT_USAGE, "'': an empty name (name what `kickbench run` "
				 "wrote)");
	if (is_rundir(path)) {
		ret = add_dir(s, path, err);
		find_units(s);
		return ret;
	}
	names = folder_names(path, err);
	if (!names)
		return -1;
	ret = add_folder(s, path, names, err);
	names_free(names);
	if (ret)
		side_free(s);
	return ret;
}

void side_free(struct side *s)
{
	for (size_t i = 0; i < s->nr_dirs; i++) {
		free(s->dirs[i].sorted);
		summary_free(s->dirs[i].summary);
		rundir_free(s->dirs[i].dir);
	}
	free(s->dirs);
	*s = (struct side){ .path = s->path };
}

bool null_failed(const struct summary *s, int cell)
{
	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = &s->rows[i];

		if ((row->cell == cell || cell == ANY_CELL) &&
		    !strcmp(row->protocol, "null") && !strcmp(row->verdict, "failed"))
			return true;
	}
	return false;
}
