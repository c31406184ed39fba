/* SPDX-License-Identifier: GPL-2.0-only */
/* env.csv: the host's facts, and how this run directory came about. */
#ifndef KICKBENCH_HARNESS_DESCRIBE_H
#define KICKBENCH_HARNESS_DESCRIBE_H

#include "harness/plan.h"
#include "lib/env.h"

/* argv: of `run`. Free with env_free(). */
void describe(struct env *e, const struct topo *t, const struct plan *p, int argc, char **argv);

/* The injected spins, as calibrated: fills the arms' instructions and records
 * what they really add as inject_ARM_ns. On the CPU of the cells' first vCPU. */
int describe_calibrate(struct plan *p, struct error *err);

#endif
