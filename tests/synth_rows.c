/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/synth_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

static double normal(struct writer *w)
{
	double u = 1 - random_unit(&w->random), v = random_unit(&w->random);

	return sqrt(-2 * log(u)) * cos(2 * PI * v);
}

/* "naive=3,clear_after_check=2": the number behind a name, or 0. */
static uint64_t number_of(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = list; *s; s += strcspn(s, ","), s += *s == ',')
		if (!strncmp(s, name, n) && s[n] == '=')
			return strtoull(s + n + 1, NULL, 10);
	return 0;
}

static void write_sample(struct writer *w, int run, const struct sample_row *s)
{
	char flags[64];

	snprintf(flags, sizeof(flags), "%s%s", s->flags & SAMPLE_WARMUP ? "warmup" :
		 s->flags & SAMPLE_SWITCHED ? "switched" : "", s->flags && s->kicks ? "+" : "");
	if (s->kicks)
		snprintf(flags + strlen(flags), sizeof(flags) - strlen(flags), "kicks=%u",
			 s->kicks);
	csv_int(&w->samples, w->cell);
	csv_int(&w->samples, run);
	csv_uint(&w->samples, s->block);
	csv_uint(&w->samples, s->slot);
	csv_str(&w->samples, w->protocols.name[s->arm]);
	csv_uint(&w->samples, s->vcpu);
	csv_uint(&w->samples, s->exits);
	csv_uint(&w->samples, s->ns);
	csv_str(&w->samples, flags);
	csv_end(&w->samples);
}

/* Kicks cost the other arms twice as much; the null control is the baseline. */
static int factor(const struct writer *w, size_t arm)
{
	return arm && strcmp(w->protocols.name[arm], "null") ? 2 : 1;
}

/* The true cost of an exit in this cell, run and arm. */
static double cost_of(const struct writer *w, int arm, double run_effect)
{
	double level = w->p.level_ns + w->p.shift + w->p.handoff_ns * (w->vcpus - 1);

	/* The other arms add half as much per vCPU: less lock. */
	if (arm)
		level += w->effect[arm];
	if (factor(w, (size_t)arm) > 1)
		level -= w->p.handoff_ns / 2 * (w->vcpus - 1);
	return level + (factor(w, (size_t)arm) > 1 ? run_effect * w->p.level_ns : 0);
}

static void write_batch(struct writer *w, int run, struct sample_row s, double cost)
{
	double noise = 1 + w->p.noise * normal(w);

	if (s.flags & SAMPLE_SWITCHED && (!w->p.flagged_arm || s.arm == w->p.flagged_arm))
		cost += w->p.flagged_cost_ns;
	if (!strcmp(w->bench, "contend"))	/* fixed time, not fixed counts */
		s.exits = (uint32_t)lround(4e6 / (cost * noise));
	else
		s.exits = (uint32_t)w->p.batch;
	s.ns = strcmp(w->bench, "contend") ? (uint64_t)llround(cost * s.exits * noise) : 4000000;
	if (!strcmp(w->bench, "kickcost") && s.slot % 2 == s.block % 2) {
		s.kicks = 4;
		s.ns += (uint64_t)llround(s.kicks * w->p.kick_cost_ns * factor(w, s.arm));
	}
	write_sample(w, run, &s);
}

/* Blocks of ABBA or BAAB; with more arms a permutation and its mirror. */
static void write_samples(struct writer *w, int run)
{
	int nr = (int)w->protocols.nr, order[SYNTH_ARMS];
	double effect = w->p.run_sd * normal(w), level = w->p.run_sd * normal(w);
	double common = w->p.common_sd > 0 ? w->p.common_sd * w->p.level_ns * normal(w) : 0;

	for (int i = 0; i < nr; i++)
		order[i] = i;
	for (int block = 0; block < w->p.blocks + 2; block++) {
		bool flagged = block > 1 && random_unit(&w->random) < w->p.flagged;

		random_shuffle(&w->random, order, (size_t)nr, sizeof(order[0]));
		for (int slot = 0; slot < 2 * nr; slot++)
			for (int vcpu = 0; vcpu < w->vcpus; vcpu++) {
				int arm = order[slot < nr ? slot : 2 * nr - 1 - slot];
				double cost = cost_of(w, arm, effect) * (1 + level) + common;

				write_batch(w, run, (struct sample_row){
					.block = (uint32_t)block, .slot = (uint16_t)slot,
					.arm = (uint8_t)arm, .vcpu = (uint16_t)vcpu,
					.flags = block < 2 ? SAMPLE_WARMUP :
						 flagged ? SAMPLE_SWITCHED : 0,
				}, cost);
			}
	}
}

static void write_path(struct writer *w, int run)
{
	for (int block = 0; block < 4; block++)
		for (size_t arm = 0; arm < w->protocols.nr; arm++) {
			double path = w->p.path + w->p.shift + w->effect[arm];

			write_sample(w, run, &(struct sample_row){
				.block = (uint32_t)block, .slot = (uint16_t)arm,
				.arm = (uint8_t)arm, .exits = (uint32_t)w->p.batch,
				.ns = (uint64_t)llround(path) * (uint64_t)w->p.batch,
			});
		}
}

static void write_kicks(struct writer *w, int run)
{
	for (int seq = 0; seq < w->p.kicks; seq++)
		for (size_t arm = 0; arm < w->protocols.nr; arm++) {
			uint64_t planned = 100000 * (uint64_t)(seq + 1) +
					   random_below(&w->random, 50000);
			uint64_t sent = planned + 200 + random_below(&w->random, 100);
			double latency = (w->p.kick_cost_ns * factor(w, arm) + w->p.shift) *
					 (1 + .1 * fabs(normal(w)));

			csv_int(&w->kicks, w->cell);
			csv_int(&w->kicks, run);
			csv_int(&w->kicks, seq);
			csv_str(&w->kicks, w->protocols.name[arm]);
			csv_int(&w->kicks, 0);
			csv_uint(&w->kicks, planned);
			csv_uint(&w->kicks, sent);
			csv_uint(&w->kicks, sent + (uint64_t)latency);
			csv_uint(&w->kicks, sent + (uint64_t)latency + 150);
			csv_str(&w->kicks, "");
			csv_end(&w->kicks);
		}
}

static void write_race(struct writer *w, int run)
{
	for (size_t arm = 0; arm < w->protocols.nr; arm++) {
		const char *name = w->protocols.name[arm];

		csv_int(&w->race, w->cell);
		csv_int(&w->race, run);
		csv_str(&w->race, name);
		csv_int(&w->race, 0);
		csv_int(&w->race, w->p.kicks);
		csv_uint(&w->race, number_of(w->p.lost, name));
		csv_int(&w->race, 0);
		csv_uint(&w->race, number_of(w->p.stale, name));
		csv_int(&w->race, 0);
		csv_end(&w->race);
	}
}

static void write_counter(struct writer *w, int run, const char *arm, int vcpu, const char *event,
			  double value)
{
	csv_int(&w->counters, w->cell);
	csv_int(&w->counters, run);
	csv_str(&w->counters, arm);
	csv_int(&w->counters, vcpu);
	csv_str(&w->counters, event);
	csv_num(&w->counters, value);
	csv_int(&w->counters, 1000000);
	csv_int(&w->counters, 1000000);
	csv_end(&w->counters);
}

void synth_write_counters(struct writer *w, int run)
{
	for (size_t arm = 0; arm < w->protocols.nr; arm++)
		for (int vcpu = 0; vcpu < w->vcpus; vcpu++) {
			const char *name = w->protocols.name[arm];
			double contentions = factor(w, arm) > 1 ? 1 :
					     200 + (double)random_below(&w->random, 20);

			write_counter(w, run, name, vcpu, "exits", 100000);
			write_counter(w, run, name, vcpu, "instructions:kH",
				      factor(w, arm) > 1 ? 2849e5 : 3035e5);
			write_counter(w, run, name, vcpu, "siglock_contentions", contentions);
			write_counter(w, run, name, vcpu, "siglock_wait_ns", contentions * 184);
		}
}

void synth_write_cpus(struct writer *w, int run)
{
	for (int cpu = 0; cpu < w->vcpus; cpu++) {
		csv_int(&w->cpus, w->cell);
		csv_int(&w->cpus, run);
		csv_int(&w->cpus, cpu);
		csv_int(&w->cpus, 1000);
		csv_int(&w->cpus, 3);
		csv_int(&w->cpus, 2100000);
		csv_end(&w->cpus);
	}
}

static const struct writes table[] = {
	{ "entry", RUN_TIMING, write_samples, NULL },
	{ "exit", RUN_TIMING, write_samples, NULL },
	{ "contend", RUN_TIMING, write_samples, NULL },
	{ "kickcost", RUN_TIMING, write_samples, NULL },
	{ "kick", RUN_KICK, write_kicks, NULL },
	{ "race", RUN_RACE, write_race, NULL },
	{ "path", RUN_PATH, write_path, NULL },
	{ "counters", RUN_COUNTING, synth_write_counters, "exit" },
};

const struct writes *synth_writes(const char *bench)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(table[i].bench, bench))
			return &table[i];
	return NULL;
}

