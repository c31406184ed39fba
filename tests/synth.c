/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/synth.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tests/synth_rows.h"

static void defaults(struct synth *p)
{
	const char **text[] = { &p->bench, &p->guest, &p->protocols, &p->vcpus, &p->place,
				&p->variant, &p->effect_ns, &p->lost, &p->stale, &p->status,
				&p->note, &p->boot };
	const char *const value[] = { "exit", "pmtimer", "sigmask,immediate_exit", "1", "0/0/0",
				      "", "-133", "", "", "ok", "", "boot" };
	double *number[] = { &p->level_ns, &p->noise, &p->run_sd, &p->handoff_ns,
			     &p->kick_cost_ns, &p->path };
	const double amount[] = { 8300, .02, .001, 400, 3700, 3035 };
	int *count[] = { &p->runs, &p->blocks, &p->batch, &p->kicks };
	const int often[] = { 20, 100, 16, 500 };

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (!*text[i])
			*text[i] = value[i];
	for (size_t i = 0; i < sizeof(number) / sizeof(number[0]); i++)
		if (number[i][0] == 0)
			*number[i] = amount[i];
	for (size_t i = 0; i < sizeof(count) / sizeof(count[0]); i++)
		if (!*count[i])
			*count[i] = often[i];
	if (!p->seed)
		p->seed = 1;
}

static void write_env(struct writer *w)
{
	static const char *const usual[] = {
		"format=1", "tool_version=0.1.0", "date=2026-11-22T10:00:00Z",
		"kernel=6.18.44-synth", "config_hash=c0ffee", "command_line=quiet",
		"cpu=Synthetic CPU", "microcode=0x1", "mitigations=none", "sockets=1", "nodes=1",
		"cpus=2", "hypervisor=none", "spinlock=native", "kvm_module=kvm_synth",
		"kvm_parameters=halt_poll_ns=200000", "clocksource=tsc", "compiler=gcc 12.2.0",
		"command=kickbench run", "seed=1", "level=0.99",
	};

	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]) + w->p.nr_env; i++) {
		size_t nr = sizeof(usual) / sizeof(usual[0]);
		const char *pair = i < nr ? usual[i] : w->p.env[i - nr];
		size_t n = strcspn(pair, "=") + 1;
		bool replaced = false;
		char *key;

		for (size_t j = 0; i < nr && j < w->p.nr_env; j++)
			replaced |= !strncmp(w->p.env[j], pair, n);
		if (replaced)
			continue;
		key = xasprintf("%.*s", (int)n - 1, pair);
		csv_str(&w->env, key);
		csv_str(&w->env, pair + n);
		csv_end(&w->env);
		free(key);
	}
}

static void write_run(struct writer *w, int run, enum run_kind kind)
{
	char *boot = xasprintf("%s-%c", w->p.boot, kind == RUN_PATH && run % 2 ? 'b' : 'a');

	synth_write_cpus(w, run);
	csv_int(&w->runs, w->cell);
	csv_int(&w->runs, run);
	csv_int(&w->runs, 1);
	csv_str(&w->runs, run_kind_names[kind]);
	csv_str(&w->runs, "ok");
	csv_str(&w->runs, boot);
	free(boot);
	csv_int(&w->runs, 0);
	for (int i = 0; i < 6; i++)
		csv_empty(&w->runs);
	csv_end(&w->runs);
}

static void write_cell_row(struct writer *w, const struct writes *how)
{
	char *protocols = names_join(w->protocols.name, w->protocols.nr, "+");

	csv_int(&w->cells, w->cell);
	csv_str(&w->cells, how->as ? how->as : w->bench);
	csv_str(&w->cells, w->guest);
	csv_str(&w->cells, protocols);
	csv_int(&w->cells, w->vcpus);
	csv_str(&w->cells, w->place);
	csv_str(&w->cells, w->variant);
	csv_str(&w->cells, "0");
	csv_int(&w->cells, w->p.runs);
	csv_int(&w->cells, how->kind == RUN_PATH ? 4 : w->p.blocks);
	csv_int(&w->cells, w->p.batch);
	csv_str(&w->cells, w->p.status);
	csv_str(&w->cells, w->p.note);
	csv_end(&w->cells);
	free(protocols);
}

/* A run with samples is counted too where "counters" is among the benches. */
static void write_cell(struct writer *w, const struct names *benches)
{
	const struct writes *how = synth_writes(w->bench);

	write_cell_row(w, how);
	for (int run = 0; run < w->p.runs && !strcmp(w->p.status, "ok"); run++) {
		random_seed(&w->random, random_derive(w->p.seed, (uint64_t)w->cell, (uint64_t)run));
		how->write(w, run);
		write_run(w, run, how->kind);
	}
	for (int run = 0; run < 4 && how->kind == RUN_TIMING && names_have(benches, "counters");
	     run++) {
		synth_write_counters(w, w->p.runs + run);
		write_run(w, w->p.runs + run, RUN_COUNTING);
	}
	w->cell++;
}

static void split(const char *list, struct names *out)
{
	struct error err = { 0 };

	if (!*list) {
		out->name = xcalloc(1, sizeof(char *));
		out->name[0] = xstrdup("");
		out->nr = 1;
	} else if (names_split("synth", list, out, &err)) {
		die_error(&err);
	}
}

/* Counters go with the timed cells, unless they are all there is. */
static bool skipped(const struct names *benches, const char *bench)
{
	return !strcmp(bench, "counters") && benches->nr > 1;
}

static void write_cells(struct writer *w)
{
	const char *lists[] = { w->p.bench, w->p.guest, w->p.vcpus, w->p.place, w->p.variant };
	struct names n[5] = { 0 };

	for (int i = 0; i < 5; i++)
		split(lists[i], &n[i]);
	for (size_t i = 0; i < n[0].nr * n[1].nr * n[2].nr * n[3].nr * n[4].nr; i++) {
		size_t rest = i, at[5];

		for (int axis = 4; axis >= 0; axis--) {
			at[axis] = rest % n[axis].nr;
			rest /= n[axis].nr;
		}
		w->bench = n[0].name[at[0]];
		w->guest = n[1].name[at[1]];
		w->vcpus = (int)strtol(n[2].name[at[2]], NULL, 10);
		w->place = n[3].name[at[3]];
		w->variant = n[4].name[at[4]];
		if (!skipped(&n[0], w->bench))
			write_cell(w, &n[0]);
	}
	for (int i = 0; i < 5; i++)
		names_release(&n[i]);
}

static int each_file(struct writer *w, const char *dir, bool open, struct error *err)
{
	const struct { struct csv_out *out; const char *name, *columns; } files[] = {
		{ &w->env, "env.csv", ENV_COLUMNS }, { &w->cells, "cells.csv", CELLS_COLUMNS },
		{ &w->samples, "samples.csv", SAMPLES_COLUMNS },
		{ &w->kicks, "kicks.csv", KICKS_COLUMNS }, { &w->race, "race.csv", RACE_COLUMNS },
		{ &w->counters, "counters.csv", COUNTERS_COLUMNS },
		{ &w->cpus, "cpus.csv", CPUS_COLUMNS }, { &w->runs, "runs.csv", RUNS_COLUMNS },
	};
	int ret = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *path = xasprintf("%s/%s", dir, files[i].name);

		if (!open)
			ret |= csv_close(files[i].out, err);
		else if (!ret)
			ret |= csv_append(files[i].out, path, files[i].columns, err);
		free(path);
	}
	return ret;
}

static int check(struct writer *w, struct error *err)
{
	struct names benches;
	int ret = 0;

	if (names_split("--bench", w->p.bench, &benches, err) ||
	    names_split("--protocols", w->p.protocols, &w->protocols, err))
		return -1;
	for (size_t i = 0; !ret && i < benches.nr; i++)
		if (!synth_writes(benches.name[i]))
			ret = error_set(err, EXIT_USAGE, "%s: no such bench", benches.name[i]);
	names_release(&benches);
	if (w->protocols.nr > SYNTH_ARMS)
		ret = error_set(err, EXIT_USAGE, "--protocols: too many");
	return ret;
}

static void parse_effects(struct writer *w)
{
	const char *s = w->p.effect_ns;

	for (size_t arm = 1; arm < w->protocols.nr; arm++) {
		w->effect[arm] = strcmp(w->protocols.name[arm], "null") ? strtod(s, NULL) :
				 w->p.null_ns;
		if (strchr(s, ','))
			s = strchr(s, ',') + 1;
	}
}

int synth_write(const char *dir, const struct synth *parameters, struct error *err)
{
	struct writer *w = xcalloc(1, sizeof(*w));
	int ret;

	w->p = *parameters;
	defaults(&w->p);
	random_seed(&w->random, w->p.seed);
	ret = check(w, err);
	if (!ret && mkdir(dir, 0777))
		ret = error_errno(err, EXIT_USAGE, errno, "%s", dir);
	if (!ret && !each_file(w, dir, true, err)) {
		parse_effects(w);
		write_env(w);
		write_cells(w);
		ret = each_file(w, dir, false, err);
	}
	names_release(&w->protocols);
	free(w);
	return ret;
}

void synth_remove(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
	rmdir(dir);
}
