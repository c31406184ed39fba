/* SPDX-License-Identifier: GPL-2.0-only */
/* A job as text, on its way from the coordinator to a worker. */
#ifndef KICKBENCH_HARNESS_JOB_H
#define KICKBENCH_HARNESS_JOB_H

#include "bench/bench.h"

/* "key=value" lines. The caller frees. */
char *job_text(const struct job *job);
/* Reads them again; pointers are owned by the job. 0, or -1 with *err. */
int job_parse(struct job *job, const char *text, struct error *err);
void job_free(struct job *job);

#endif
