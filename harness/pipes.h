/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What goes through the pipe from worker to coordinator: frames of a header
 * and a payload. Both ends are the same program, so structures cross as they are.
 */
#ifndef KICKBENCH_HARNESS_PIPES_H
#define KICKBENCH_HARNESS_PIPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "harness/guards.h"
#include "harness/sink.h"
#include "lib/die.h"

enum frame_type {	/* ROWS_* come first: payload is rows of that kind */
	FRAME_GUARDS = NR_ROWS,
	FRAME_ERROR,	/* struct error: the run has failed */
	FRAME_END,	/* nothing; what ends without it was cut short */
};

struct frame {
	uint32_t type, size;	/* size: of the payload, bytes */
};

/* What a worker sent. */
struct outcome {
	struct sink rows;
	struct guards guards;
	struct error err;	/* status set: the worker failed, in its own words */
	bool complete;		/* FRAME_END came */
	bool hung;		/* nothing came in time */
};
void outcome_init(struct outcome *o);
void outcome_free(struct outcome *o);

/* Writes all of it; 0 or -errno. */
int write_all(int fd, const void *data, size_t size);
/* A frame, rows in frames of a bounded size. 0 or -errno. */
int send_frame(int fd, uint32_t type, const void *payload, size_t size);
int send_rows(int fd, enum rows_kind kind, const struct rows *rows);

/* Bytes as they arrive, cut into frames. */
struct receiver {
	char *buffer;
	size_t used, room;
};
/* Takes size bytes; whole frames go into *o. 0, or -1 with *err where they are
 * no frames. */
int receive(struct receiver *r, const char *data, size_t size, struct outcome *o,
	    struct error *err);
void receiver_free(struct receiver *r);

#endif
