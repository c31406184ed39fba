/* SPDX-License-Identifier: GPL-2.0-only */
/* `run`: measures, writes a run directory, prints its table. */
#ifndef KICKBENCH_HARNESS_RUN_H
#define KICKBENCH_HARNESS_RUN_H

int run_command(int argc, char **argv);

#endif
