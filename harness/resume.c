/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/resume.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/store.h"
#include "lib/env.h"
#include "lib/parse.h"

static bool is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Where a symbolic link leads: the directory is renamed there, not the link. */
static char *real_name(const char *dir)
{
	char *name = store_name(dir), *real;
	struct stat st;

	if (lstat(name, &st) || !S_ISLNK(st.st_mode))
		return name;
	real = realpath(name, NULL);
	free(real ? name : NULL);
	return real ? real : name;
}

/* The name without ".partial", whichever of the two was given. */
static int find(struct resumed *r, const char *dir, char **path, struct error *err)
{
	size_t suffix = strlen(RUNDIR_PARTIAL), n;
	bool partial;

	r->final = real_name(dir);
	n = strlen(r->final);
	if (n > suffix && !strcmp(r->final + n - suffix, RUNDIR_PARTIAL))
		r->final[n - suffix] = 0;
	*path = xasprintf("%s%s", r->final, RUNDIR_PARTIAL);
	partial = is_directory(*path);
	r->was_final = is_directory(r->final);
	if (partial && r->was_final)
		return error_set(err, EXIT_USAGE, "--resume %s: both it and %s are there (move one "
				 "away)", r->final, *path);
	if (partial)
		return 0;
	free(*path);
	*path = xstrdup(r->final);
	if (r->was_final)
		return 0;
	return error_set(err, EXIT_USAGE,
			 "--resume %s: no such run directory (name NAME or NAME.partial)", dir);
}

static int load_arguments(struct resumed *r, const char *path, struct error *err)
{
	const char *count = rundir_env(r->dir, "args");
	char key[32];

	if (!count || parse_int("args", count, 1, 1000, &r->argc, NULL))
		return error_set(err, EXIT_USAGE,
				 "%s/env.csv: it does not tell how it began (start anew)", path);
	r->argv = xcalloc(r->argc + 1, sizeof(*r->argv));
	for (int i = 0; i < r->argc; i++) {
		const char *arg;

		snprintf(key, sizeof(key), "arg_%d", i);
		arg = rundir_env(r->dir, key);
		r->argv[i] = xstrdup(arg ? arg : "");
	}
	return 0;
}

int resume_load(struct resumed *r, const char *dir, struct options *o, struct error *err)
{
	const char *seed;
	char *path = NULL;
	bool plots = o->plots;	/* of what goes on, not of what began */
	int ret;

	*r = (struct resumed){ 0 };
	ret = find(r, dir, &path, err);
	if (!ret) {
		r->dir = rundir_load(path, err);
		ret = r->dir ? load_arguments(r, path, err) : -1;
	}
	if (!ret)
		ret = options_parse(o, OPTIONS_RUN, r->argc, r->argv, err);
	o->plots |= plots;
	if (!ret && o->resume)
		ret = error_set(err, EXIT_USAGE,
				"%s/env.csv: it began as a resumption (start anew)", path);
	if (!ret) {
		seed = rundir_env(r->dir, "seed");
		ret = parse_uint("seed", seed ? seed : "", 0, UINT64_MAX, &o->seed, err);
	}
	free(path);
	return ret;
}

void resume_free(struct resumed *r)
{
	for (int i = 0; r->argv && i < r->argc; i++)
		free(r->argv[i]);
	free(r->argv);
	free(r->final);
	rundir_free(r->dir);
	*r = (struct resumed){ 0 };
}

static int differs(const struct resumed *r, const char *what, const char *was, const char *is,
		   struct error *err)
{
	return error_set(err, EXIT_CANNOT,
			 "--resume %s: %s was %s and is %s (go on where it began, or start anew)",
			 r->final, what, was, is);
}

static int same_text(const struct resumed *r, const char *what, const char *was, const char *is,
		     struct error *err)
{
	return strcmp(was, is) ? differs(r, what, *was ? was : "''", *is ? is : "''", err) : 0;
}

static int same_number(const struct resumed *r, const char *what, int was, int is,
		       struct error *err)
{
	char a[16], b[16];

	snprintf(a, sizeof(a), "%d", was);
	snprintf(b, sizeof(b), "%d", is);
	return same_text(r, what, a, b, err);
}

static int match_cell(const struct resumed *r, const struct cell_info *was, const struct cell *c,
		      struct error *err)
{
	char *names = names_join(was->protocols, was->nr_protocols, "+");
	char *cpus = ints_join(c->cpus.vcpu_cpu, c->cpus.nr_vcpus, "+");
	int ret = same_text(r, "a benchmark", was->bench, c->bench->name, err) ||
		  same_text(r, "a guest", was->guest, c->guest->name, err) ||
		  same_text(r, "a place", was->place, c->place.text, err) ||
		  same_text(r, "a variant", was->variant, c->variant, err) ||
		  same_text(r, "a cell's list of protocols", names, c->protocols, err) ||
		  same_text(r, "a cell's list of CPUs", was->cpus, cpus, err) ||
		  same_number(r, "a number of vCPUs", was->vcpus, c->cpus.nr_vcpus, err) ||
		  same_number(r, "a number of runs", was->runs, c->runs, err) ||
		  same_number(r, "a number of blocks", was->blocks, c->blocks, err);

	free(names);
	free(cpus);
	return ret ? -1 : 0;
}

/* One directory is of one host and one program, and as many CPUs to choose from give the
 * kickers theirs, which it does not name. */
static int match_host(const struct resumed *r, const struct topo *t, struct error *err)
{
	static const struct { const char *key, *what; } facts[] = {
		{ "kernel", "the kernel" }, { "host", "the host" },
		{ "microcode", "the microcode" }, { "mitigations", "a mitigation" },
		{ "tool_version", "kickbench" }, { "compiler", "kickbench's compiler" },
		{ "cpus_usable", "the number of usable CPUs" },
	};
	struct env now;
	int ret = 0;

	env_collect(&now, t);
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]) && !ret; i++) {
		const char *was = rundir_env(r->dir, facts[i].key);
		const char *is = env_get(&now, facts[i].key);

		if (was && is)
			ret = same_text(r, facts[i].what, was, is, err);
	}
	env_free(&now);
	return ret;
}

/* Other counters are other runs, in another order: root has some that others lack. */
static int match_counters(const struct resumed *r, const struct plan *p, struct error *err)
{
	const char *was = rundir_env(r->dir, "counters");

	return same_text(r, "the list of counters", was ? was : "", p->counters ? p->counters : "",
			 err);
}

/* What was given up stays so; what was not is not dropped now, with the runs that it has. */
static int match_status(const struct resumed *r, const struct cell_info *was, struct plan *p,
			const struct cell *c, struct error *err)
{
	bool given_up = !strcmp(was->status, "unsupported");

	if (given_up && c->status != CELL_UNSUPPORTED)
		plan_give_up(p, c->id, was->note);
	if (given_up || c->status != CELL_UNSUPPORTED)
		return 0;
	return error_set(err, EXIT_CANNOT, "--resume %s: %s %s cannot be measured any more: %s",
			 r->final, was->bench, was->guest, c->note);
}

int resume_match(const struct resumed *r, const struct topo *t, struct plan *p, struct error *err)
{
	if (match_host(r, t, err) || match_counters(r, p, err) ||
	    same_number(r, "the number of cells", (int)r->dir->nr_cells, (int)p->nr, err))
		return -1;
	for (size_t i = 0; i < p->nr; i++) {
		const struct cell_info *was = &r->dir->cells[i];
		struct cell *c = &p->cells[i];

		if (match_cell(r, was, c, err))
			return -1;
		c->batch = was->batch;
		if (match_status(r, was, p, c, err))
			return -1;
	}
	return 0;
}

void resume_injected(const struct resumed *r, struct plan *p)
{
	char key[128];

	for (size_t i = 0; i < p->nr; i++)
		for (int k = 0; k < p->cells[i].nr_arms; k++) {
			struct arm *a = &p->cells[i].arms[k];
			const char *value;

			snprintf(key, sizeof(key), "inject_%s_instructions", a->name);
			value = rundir_env(r->dir, key);
			if (value)
				parse_uint(key, value, 0, UINT64_MAX, &a->inject_instructions,
					   NULL);
		}
}
