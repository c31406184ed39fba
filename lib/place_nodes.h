/* SPDX-License-Identifier: GPL-2.0-only */
/* Which nodes a place may use; for the files of place alone. */
#ifndef KICKBENCH_LIB_PLACE_NODES_H
#define KICKBENCH_LIB_PLACE_NODES_H

#include "lib/die.h"
#include "lib/topo.h"

/* The node that places start from: the first with usable CPUs and memory, else
 * the first with usable CPUs. -1 with *err where there is none. */
int place_home(const struct topo *t, struct error *err);

/* The node with usable CPUs that is farthest from this one, the lowest number
 * of several; another package counts where distances tell nothing. -1 with
 * *err (EXIT_CANNOT) where there is no other; home -1: -1 at once. */
int place_farthest(const struct topo *t, int home, struct error *err);

/* Each node exists and has usable CPUs. 0, or -1 with *err (EXIT_CANNOT). */
int place_check_nodes(const struct topo *t, const char *text, const int *nodes, int nr,
		      struct error *err);

#endif
