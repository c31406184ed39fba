/* SPDX-License-Identifier: GPL-2.0-only */
/* The worker: one fresh process, one run. */
#ifndef KICKBENCH_HARNESS_WORKER_H
#define KICKBENCH_HARNESS_WORKER_H

/* `worker JOB RESULTS`: reads a job from one file descriptor, measures, writes
 * frames to the other. Started by the coordinator alone. */
int worker_command(int argc, char **argv);

#endif
