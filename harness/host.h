/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands that describe the host; both measure nothing. */
#ifndef KICKBENCH_HARNESS_HOST_H
#define KICKBENCH_HARNESS_HOST_H

/* argv[0] is the command's name; each returns its exit status. */
int topo_command(int argc, char **argv);
int env_command(int argc, char **argv);

#endif
