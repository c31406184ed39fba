/* SPDX-License-Identifier: GPL-2.0-only */
/* What the CPUs of the runs went through: it decides nothing, and is told. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>
#include "analysis/rows.h"
#include "analysis/seen.h"
#include "lib/csv.h"

enum { CELL, RUN, CPU, INTERRUPTS, DEVICE_INTERRUPTS, KHZ };

/* More of all interrupts than that, and more on a CPU in a run, are worth a word: a tick comes
 * a hundred times a second at least where it is not switched off. */
#define DEVICE_SHARE	.1
#define DEVICE_MIN	10

/* How fast a CPU was, over the runs. */
struct speed {
	int64_t cell, cpu;	/* benchmarks that let it idle are another matter */
	double lo, hi;		/* kHz */
};

struct cpus_stream {
	struct row_owner owner;
	struct seen rows;
	struct speed *speeds;	/* [nr], by which came first */
	size_t nr;
	double interrupts, device_interrupts, told;	/* told: rows that have both */
};

static void add_speed(struct cpus_stream *st, int64_t cell, int64_t cpu, double khz)
{
	size_t i = 0;

	while (i < st->nr && (st->speeds[i].cpu != cpu || st->speeds[i].cell != cell))
		i++;
	if (i == st->nr) {
		st->speeds = xrealloc(st->speeds, (st->nr + 1) * sizeof(*st->speeds));
		st->speeds[st->nr++] = (struct speed){ cell, cpu, khz, khz };
	}
	st->speeds[i].lo = fmin(st->speeds[i].lo, khz);
	st->speeds[i].hi = fmax(st->speeds[i].hi, khz);
}

static int add_row(const struct csv_row *row, void *context, struct error *err)
{
	struct cpus_stream *st = context;
	int ret = find_owner(&st->owner, row, err);
	double interrupts, devices, khz;
	int64_t cpu;

	if (ret <= 0)
		return ret;
	if (csv_get_int(row, CPU, 0, INT32_MAX, &cpu, err) ||
	    csv_get_amount(row, INTERRUPTS, &interrupts, err) ||
	    csv_get_amount(row, DEVICE_INTERRUPTS, &devices, err) ||
	    csv_get_amount(row, KHZ, &khz, err))
		return -1;
	if (seen_before(&st->rows, (uint64_t)(st->owner.found - st->owner.d->runs), (uint64_t)cpu))
		return row_repeated(row, err);
	if (!isnan(interrupts) && !isnan(devices)) {
		st->interrupts += interrupts;
		st->device_interrupts += devices;
		st->told++;
	}
	if (khz > 0)
		add_speed(st, st->owner.cell, cpu, khz);
	return 0;
}

/* The CPU whose frequency changed most. */
static void tell_speed(const struct cpus_stream *st, struct summary *s)
{
	for (size_t i = 0; i < st->nr; i++) {
		const struct speed *v = &st->speeds[i];

		if (i && v->hi * s->khz_lo <= s->khz_hi * v->lo)
			continue;
		s->khz_cpu = (int)v->cpu;
		s->khz_lo = v->lo;
		s->khz_hi = v->hi;
	}
}

static void tell_interrupts(const struct cpus_stream *st, struct summary *s)
{
	if (st->device_interrupts > DEVICE_SHARE * st->interrupts &&
	    st->device_interrupts > DEVICE_MIN * st->told)
		s->device_interrupts = st->device_interrupts;
}

int add_cpus(struct builder *b, struct error *err)
{
	struct cpus_stream st = { .owner = { .d = b->dir } };
	char *file = rundir_file(b->dir, "cpus.csv");
	int ret = 0;

	if (!access(file, F_OK))
		ret = csv_read(file, CPUS_COLUMNS, b->dir->end, add_row, &st, err);
	tell_interrupts(&st, b->summary);
	tell_speed(&st, b->summary);
	seen_free(&st.rows);
	free(st.speeds);
	free(file);
	return ret;
}
