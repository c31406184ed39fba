/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a worker's rows wait until the clock has stopped. */
#ifndef KICKBENCH_HARNESS_SINK_H
#define KICKBENCH_HARNESS_SINK_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include "lib/rundir.h"

/* Rows of one kind, one behind the other. */
struct rows {
	void *row;
	size_t nr, room, size;	/* size: of a row, bytes */
};

enum rows_kind { ROWS_SAMPLES, ROWS_KICKS, ROWS_RACE, ROWS_COUNTERS, ROWS_CPUS, NR_ROWS };

struct sink {
	pthread_mutex_t lock;
	struct rows rows[NR_ROWS];
	double run_delay_ns;		/* summed over the threads of crews; NaN: not known */
	int siglock_node;		/* -1: not known */
	int moved;			/* threads of crews that ended on another CPU than theirs */
};

void sink_init(struct sink *s);
void sink_free(struct sink *s);
/* Appends one row; thread-safe. */
void sink_add(struct sink *s, enum rows_kind kind, const void *row);
/* Adds to the run delay of the run; thread-safe. NaN: not known. */
void sink_add_delay(struct sink *s, double ns);
/* One more thread that ended on another CPU than it was pinned to; thread-safe. */
void sink_add_moved(struct sink *s);
/* The node that the siglock was found on; thread-safe. */
void sink_set_siglock_node(struct sink *s, int node);
/* How fast one of its CPUs was, kHz; thread-safe. */
void sink_set_khz(struct sink *s, int cpu, double khz);
/* The row of that CPU; a new one if there is none yet. Until the next row is added. */
struct cpu_row *sink_cpu(struct sink *s, int cpu);
/* Appends nr rows of the right size, as they came through a pipe. */
void rows_add(struct rows *r, const void *row, size_t nr);

#endif
