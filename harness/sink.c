/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/sink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "lib/die.h"

static const size_t row_size[NR_ROWS] = {
	[ROWS_SAMPLES] = sizeof(struct sample_row),
	[ROWS_KICKS] = sizeof(struct kick_row),
	[ROWS_RACE] = sizeof(struct race_row),
	[ROWS_COUNTERS] = sizeof(struct counter_row),
	[ROWS_CPUS] = sizeof(struct cpu_row),
};

void sink_init(struct sink *s)
{
	*s = (struct sink){ .lock = PTHREAD_MUTEX_INITIALIZER, .siglock_node = -1 };
	for (int i = 0; i < NR_ROWS; i++)
		s->rows[i].size = row_size[i];
}

void sink_free(struct sink *s)
{
	for (int i = 0; i < NR_ROWS; i++) {
		free(s->rows[i].row);
		s->rows[i].row = NULL;
		s->rows[i].nr = s->rows[i].room = 0;
	}
}

void rows_add(struct rows *r, const void *row, size_t nr)
{
	if (!nr)
		return;
	if (r->nr + nr > r->room) {
		r->room = (r->nr + nr) * 2 > 1024 ? (r->nr + nr) * 2 : 1024;
		r->row = xrealloc(r->row, r->room * r->size);
	}
	memcpy((char *)r->row + r->nr * r->size, row, nr * r->size);
	r->nr += nr;
}

void sink_add(struct sink *s, enum rows_kind kind, const void *row)
{
	pthread_mutex_lock(&s->lock);
	rows_add(&s->rows[kind], row, 1);
	pthread_mutex_unlock(&s->lock);
}

void sink_add_delay(struct sink *s, double ns)
{
	pthread_mutex_lock(&s->lock);
	s->run_delay_ns += ns;
	pthread_mutex_unlock(&s->lock);
}

void sink_add_moved(struct sink *s)
{
	pthread_mutex_lock(&s->lock);
	s->moved++;
	pthread_mutex_unlock(&s->lock);
}

void sink_set_siglock_node(struct sink *s, int node)
{
	pthread_mutex_lock(&s->lock);
	s->siglock_node = node;
	pthread_mutex_unlock(&s->lock);
}

struct cpu_row *sink_cpu(struct sink *s, int cpu)
{
	struct rows *rows = &s->rows[ROWS_CPUS];
	struct cpu_row new = { cpu, NAN, NAN, NAN }, *row = rows->row;

	for (size_t i = 0; i < rows->nr; i++)
		if (row[i].cpu == cpu)
			return &row[i];
	rows_add(rows, &new, 1);
	return (struct cpu_row *)rows->row + rows->nr - 1;
}

void sink_set_khz(struct sink *s, int cpu, double khz)
{
	pthread_mutex_lock(&s->lock);
	sink_cpu(s, cpu)->khz = khz;
	pthread_mutex_unlock(&s->lock);
}

void emit_sample(const struct job *job, const struct sample_row *row)
{
	sink_add(job->sink, ROWS_SAMPLES, row);
}

void emit_kick(const struct job *job, const struct kick_row *row)
{
	sink_add(job->sink, ROWS_KICKS, row);
}

void emit_race(const struct job *job, const struct race_row *row)
{
	sink_add(job->sink, ROWS_RACE, row);
}

void emit_counter(const struct job *job, const struct counter_row *row)
{
	sink_add(job->sink, ROWS_COUNTERS, row);
}
