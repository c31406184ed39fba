/* SPDX-License-Identifier: GPL-2.0-only */
/* What reading a topology and looking things up in it share; for the files of topo alone. */
#ifndef KICKBENCH_LIB_TOPO_PARTS_H
#define KICKBENCH_LIB_TOPO_PARTS_H

#include "lib/topo.h"

/* Where a node stands in t->nodes; -1: there is no such node. */
int topo_node_slot(const struct topo *t, int node);

/* The order of t->cpus, by number: for qsort() and bsearch(). */
int topo_by_cpu(const void *a, const void *b);

#endif
