/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows as fields of the run directory's files. */
#include <stdio.h>
#include <string.h>

#include "harness/store_files.h"

static void put_sample(struct csv_out *o, const char *arm, const struct sample_row *r)
{
	char flags[96] = "";

	for (int bit = 0; sample_flag_names[bit]; bit++)
		if (r->flags & 1 << bit)
			snprintf(flags + strlen(flags), sizeof(flags) - strlen(flags), "%s%s",
				 *flags ? "+" : "", sample_flag_names[bit]);
	if (r->kicks)
		snprintf(flags + strlen(flags), sizeof(flags) - strlen(flags), "%skicks=%u",
			 *flags ? "+" : "", r->kicks);
	csv_uint(o, r->block);
	csv_uint(o, r->slot);
	csv_str(o, arm);
	csv_uint(o, r->vcpu);
	csv_uint(o, r->exits);
	csv_uint(o, r->ns);
	csv_str(o, flags);
}

static void put_time(struct csv_out *o, uint64_t ns)
{
	if (ns)
		csv_uint(o, ns);
	else
		csv_empty(o);
}

/* A thread that had left KVM_RUN before, and finds the kick in its next look, need not be got
 * out: to that kick it has returned when the kick is sent, not earlier. */
static uint64_t returned_ns(const struct kick_row *r)
{
	return r->returned_ns && r->returned_ns < r->sent_ns ? r->sent_ns : r->returned_ns;
}

static void put_kick(struct csv_out *o, const char *arm, const struct kick_row *r)
{
	bool lost = !r->returned_ns || !r->seen_ns;
	char flags[32];

	snprintf(flags, sizeof(flags), "%s%s%s", r->warmup ? "+warmup" : "",
		 r->late ? "+late" : "", lost ? "+lost" : "");
	csv_uint(o, r->seq);
	csv_str(o, arm);
	csv_uint(o, r->vcpu);
	csv_uint(o, r->planned_ns);
	csv_uint(o, r->sent_ns);
	put_time(o, returned_ns(r));
	put_time(o, r->seen_ns);
	csv_str(o, *flags ? flags + 1 : "");
}

static void put_race(struct csv_out *o, const char *arm, const struct race_row *r)
{
	const uint64_t others[] = { r->late, r->stale, r->spurious };

	csv_str(o, arm);
	csv_uint(o, r->vcpu);
	csv_uint(o, r->kicks);
	csv_uint(o, r->lost);
	for (int i = 0; i < 3; i++)
		if (r->only_lost)
			csv_empty(o);
		else
			csv_uint(o, others[i]);
}

static void put_counter(struct csv_out *o, const char *arm, const struct counter_row *r)
{
	char event[sizeof(r->event) + 1];

	snprintf(event, sizeof(event), "%.*s", (int)sizeof(r->event), r->event);
	csv_str(o, arm);
	csv_uint(o, r->vcpu);
	csv_str(o, event);
	if (r->value_known)
		csv_num(o, r->value);
	else
		csv_empty(o);
	put_time(o, r->enabled_ns);
	put_time(o, r->running_ns);
}

static void put_cpu(struct csv_out *o, const struct cpu_row *r)
{
	csv_int(o, r->cpu);
	csv_num(o, r->interrupts);
	csv_num(o, r->device_interrupts);
	csv_num(o, r->khz);
}

static int arm_of(enum rows_kind kind, const void *row)
{
	switch (kind) {
	case ROWS_SAMPLES:
		return ((const struct sample_row *)row)->arm;
	case ROWS_KICKS:
		return ((const struct kick_row *)row)->arm;
	case ROWS_RACE:
		return ((const struct race_row *)row)->arm;
	case ROWS_COUNTERS:
		return ((const struct counter_row *)row)->arm;
	default:
		return 0;	/* a row of all arms */
	}
}

int store_row(struct csv_out *o, enum rows_kind kind, const struct cell *c, const void *row,
	      struct error *err)
{
	int arm = arm_of(kind, row);

	if (arm >= c->nr_arms)
		return error_set(err, EXIT_DISTURBED, "cell %d: a row of arm %d, of %d", c->id, arm,
				 c->nr_arms);
	if (kind == ROWS_SAMPLES)
		put_sample(o, c->arms[arm].name, row);
	else if (kind == ROWS_KICKS)
		put_kick(o, c->arms[arm].name, row);
	else if (kind == ROWS_RACE)
		put_race(o, c->arms[arm].name, row);
	else if (kind == ROWS_COUNTERS)
		put_counter(o, c->arms[arm].name, row);
	else
		put_cpu(o, row);
	return 0;
}
