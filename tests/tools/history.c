/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A synthetic history from the command line: a folder of NIGHTS small run
 * directories, the same bytes for the same operands.
 *
 *   build/tests/history DIR NIGHTS [--from N] [--step N=NS] [--host N] [--path N=COUNT]
 *                       [--bench L] [--vcpus L] [--seed N] [--name SUFFIX]
 *
 * --from: number of the first night; --step: from night N on all costs so much more;
 * --host: from night N on another microcode; --path: from night N on so many
 * instructions; --name: behind each night's name. Nights count from 1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/die.h"
#include "lib/parse.h"
#include "lib/random.h"
#include "tests/synth.h"

#define NIGHT_SD 10		/* ns between nights */

struct from { int night; double value; };

struct history {
	const char *dir, *suffix, *bench, *vcpus;
	int first, nights, seed, host;
	struct from step, path;
};

static void parse_or_die(const char *name, const char *text, int *v)
{
	struct error err = { 0 };

	if (parse_int(name, text, 1, 1000000, v, &err))
		die_error(&err);
}

/* N=VALUE */
static struct from parse_from(const char *name, char *text)
{
	struct from f = { 0 };
	char *value = strchr(text, '=');

	if (!value)
		die(EXIT_USAGE, "history: %s %s: give N=VALUE", name, text);
	*value++ = '\0';
	parse_or_die(name, text, &f.night);
	f.value = strtod(value, NULL);
	return f;
}

static void option(struct history *h, const char *name, char *value)
{
	if (!strcmp(name, "--step"))
		h->step = parse_from(name, value);
	else if (!strcmp(name, "--path"))
		h->path = parse_from(name, value);
	else if (!strcmp(name, "--host"))
		parse_or_die(name, value, &h->host);
	else if (!strcmp(name, "--from"))
		parse_or_die(name, value, &h->first);
	else if (!strcmp(name, "--seed"))
		parse_or_die(name, value, &h->seed);
	else if (!strcmp(name, "--bench"))
		h->bench = value;
	else if (!strcmp(name, "--vcpus"))
		h->vcpus = value;
	else if (!strcmp(name, "--name"))
		h->suffix = value;
	else
		die(EXIT_USAGE, "history: %s: no such option (see tests/tools/history.c)", name);
}

/* About normal: the sum of 12 uniform numbers. */
static double normal(uint64_t seed, int night)
{
	struct random_state r;
	double sum = -6;

	random_seed(&r, random_derive(seed, (uint64_t)night, 0));
	for (int i = 0; i < 12; i++)
		sum += random_unit(&r);
	return sum;
}

static void write_night(const struct history *h, int night)
{
	int day = night - 1, month = day / 28, year = month / 12;
	char *dir = xasprintf("%s/%04d-%02d-%02d%s", h->dir, 2024 + year, month % 12 + 1,
			      day % 28 + 1, h->suffix);
	bool stepped = h->step.night && night >= h->step.night;
	char *boot = xasprintf("%04d%s", night, h->suffix);
	double shift = (stepped ? h->step.value : 0) + NIGHT_SD * normal((uint64_t)h->seed, night);
	double path = h->path.night && night >= h->path.night ? h->path.value : 3035;
	struct synth p = {
		.bench = h->bench, .vcpus = h->vcpus, .runs = 2, .blocks = 3, .boot = boot,
		.seed = (uint64_t)h->seed * 100000 + (uint64_t)night,
		.shift = shift,
		.path = path - shift,	/* the shift moves counts too */
	};
	struct error err = { 0 };

	if (h->host && night >= h->host)
		p.env[p.nr_env++] = "microcode=0x2";
	if (synth_write(dir, &p, &err))
		die_error(&err);
	free(dir);
	free(boot);
}

int main(int argc, char **argv)
{
	struct history h = { .suffix = "", .first = 1, .seed = 1 };

	if (argc < 3 || argc % 2 == 0)
		die(EXIT_USAGE, "history: usage: history DIR NIGHTS [--OPTION VALUE ...]");
	h.dir = argv[1];
	parse_or_die("NIGHTS", argv[2], &h.nights);
	for (int i = 3; i < argc; i += 2)
		option(&h, argv[i], argv[i + 1]);
	mkdir(h.dir, 0777);
	for (int i = 0; i < h.nights; i++)
		write_night(&h, h.first + i);
	return 0;
}
