/* SPDX-License-Identifier: GPL-2.0-only */
/* A bar with the time left on standard error, if that is a terminal; else nothing. */
#ifndef KICKBENCH_HARNESS_PROGRESS_H
#define KICKBENCH_HARNESS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool on, color;
	size_t done, total;
	uint64_t start_ns;
	char what[96];		/* what is measured at the moment */
};

/* Looks whether standard error is a terminal, and at NO_COLOR. */
void progress_start(struct progress *p, size_t total);
void progress_what(struct progress *p, const char *what);
void progress_step(struct progress *p);
/* Draws it again; context is the struct progress. */
void progress_tick(void *context);
/* Clears the line: something else is to be printed. */
void progress_clear(const struct progress *p);

/* The line for so many seconds since the start, without control characters. */
void progress_line(const struct progress *p, double elapsed_s, char *line, size_t size);

#endif
