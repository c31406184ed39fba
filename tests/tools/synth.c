/* SPDX-License-Identifier: GPL-2.0-only */
/* A synthetic run directory from the command line; see tests/synth.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/die.h"
#include "lib/parse.h"
#include "tests/synth.h"

static struct synth parameters;

/* Zero means "the default" in struct synth; a zero that was asked for is tiny. */
#define TINY 1e-12

static const struct { const char *name; const char **value; } texts[] = {
	{ "--bench", &parameters.bench }, { "--guest", &parameters.guest },
	{ "--protocols", &parameters.protocols }, { "--vcpus", &parameters.vcpus },
	{ "--place", &parameters.place }, { "--variant", &parameters.variant },
	{ "--effect-ns", &parameters.effect_ns }, { "--lost", &parameters.lost },
	{ "--stale", &parameters.stale }, { "--status", &parameters.status },
	{ "--note", &parameters.note }, { "--boot", &parameters.boot },
};

static const struct { const char *name; double *value; } numbers[] = {
	{ "--level-ns", &parameters.level_ns }, { "--noise", &parameters.noise },
	{ "--run-sd", &parameters.run_sd }, { "--handoff-ns", &parameters.handoff_ns },
	{ "--kick-cost-ns", &parameters.kick_cost_ns }, { "--flagged", &parameters.flagged },
	{ "--flagged-cost-ns", &parameters.flagged_cost_ns }, { "--path", &parameters.path },
	{ "--shift", &parameters.shift }, { "--null-ns", &parameters.null_ns },
};

static const struct { const char *name; int *value; } counts[] = {
	{ "--runs", &parameters.runs }, { "--blocks", &parameters.blocks },
	{ "--batch", &parameters.batch }, { "--kicks", &parameters.kicks },
	{ "--flagged-arm", &parameters.flagged_arm },
};

#define EACH(table, i) for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)

static void option(const char *name, const char *value)
{
	struct error err = { 0 };

	EACH(texts, i)
		if (!strcmp(name, texts[i].name)) {
			*texts[i].value = value;
			return;
		}
	EACH(numbers, i)
		if (!strcmp(name, numbers[i].name)) {
			if (parse_num(name, value, -1e12, 1e12, numbers[i].value, &err))
				die_error(&err);
			if (!*numbers[i].value)
				*numbers[i].value = TINY;
			return;
		}
	EACH(counts, i)
		if (!strcmp(name, counts[i].name)) {
			if (parse_int(name, value, 1, 1000000, counts[i].value, &err))
				die_error(&err);
			return;
		}
	if (!strcmp(name, "--seed")) {
		if (parse_uint(name, value, 1, UINT64_MAX, &parameters.seed, &err))
			die_error(&err);
	} else if (!strcmp(name, "--env") && parameters.nr_env < 64 && strchr(value, '=')) {
		parameters.env[parameters.nr_env++] = value;
	} else {
		die(EXIT_USAGE, "synth: %s %s: no such option (see tests/tools/synth.c)", name,
		    value);
	}
}

int main(int argc, char **argv)
{
	struct error err = { 0 };

	if (argc < 2 || argc % 2)
		die(EXIT_USAGE, "synth: usage: synth DIR [--OPTION VALUE ...]");
	for (int i = 2; i < argc; i += 2)
		option(argv[i], argv[i + 1]);
	if (synth_write(argv[1], &parameters, &err))
		die_error(&err);
	return 0;
}
