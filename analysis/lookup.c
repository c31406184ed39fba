/* SPDX-License-Identifier: GPL-2.0-only */
/* What a loaded run directory tells, and its end. */
#include "analysis/load.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

static const struct { const char *key, *other; } other_keys[] = {
	{ "cmdline", "command_line" }, { "cpu", "cpu_model" }, { "started", "date" },
};

#define NR_OTHER_KEYS (sizeof(other_keys) / sizeof(other_keys[0]))

const char *rundir_env_of(const struct rundir *d, const char *key)
{
	const char *value = rundir_env(d, key);

	for (size_t i = 0; !value && i < NR_OTHER_KEYS; i++)
		if (!strcmp(other_keys[i].key, key))
			value = rundir_env(d, other_keys[i].other);
	return value;
}

const char *rundir_key(const char *key)
{
	for (size_t i = 0; i < NR_OTHER_KEYS; i++)
		if (!strcmp(other_keys[i].other, key))
			return other_keys[i].key;
	return key;
}

bool means_yes(const char *word)
{
	static const char *const no[] = { "", "0", "no", "false" };

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (!strcasecmp(word, no[i]))
			return false;
	return true;
}

bool means_ok(const char *status)
{
	static const char *const good[] = { "ok", "done", "complete", "completed", "finished", "" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!strcasecmp(status, good[i]))
			return true;
	return false;
}

bool is_answer(const char *word, double *v)
{
	static const char *const answers[] = { "yes", "no", "true", "false" };

	*v = means_yes(word);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (!strcasecmp(word, answers[i]))
			return true;
	return false;
}

double rundir_level(const struct rundir *d)
{
	const char *text = rundir_env(d, "level");

	return text ? strtod(text, NULL) : .99;
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

const struct run_info *rundir_run_of(const struct rundir *d, int cell, int run, unsigned kinds)
{
	const struct run_info *other = NULL;

	for (size_t i = d->nr_runs; i-- > 0;) {
		const struct run_info *r = &d->runs[i];

		if (r->cell != cell || r->run != run || !r->ended_well)
			continue;
		if (kinds & 1U << r->kind)
			return r;
		other = other ? other : r;
	}
	return other;
}

const struct run_info *rundir_run(const struct rundir *d, int cell, int run)
{
	return rundir_run_of(d, cell, run, 0);
}

bool rundir_counts(const struct rundir *d, const struct run_info *run)
{
	return rundir_run_of(d, run->cell, run->run, 1U << run->kind) == run;
}

int rundir_finished(const struct rundir *d, const struct cell_info *cell)
{
	int n = 0;

	for (size_t i = 0; i < d->nr_runs; i++)
		n += d->runs[i].cell == cell->cell && d->runs[i].kind != RUN_COUNTING &&
		     rundir_counts(d, &d->runs[i]);
	return n;
}
