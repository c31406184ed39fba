/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The host's packages, nodes, cores and CPUs, by hwloc. HWLOC_SYNTHETIC and
 * HWLOC_XMLFILE describe a host that one does not have: good enough to plan
 * for, not to run on.
 */
#ifndef KICKBENCH_LIB_TOPO_H
#define KICKBENCH_LIB_TOPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "lib/die.h"

struct topo_cpu {
	int cpu;		/* the kernel's number; there may be holes */
	int node;		/* the kernel's number of its node; -1: in none */
	int package;		/* counted from 0; -1 where there is none */
	int core;		/* counted from 0 over the whole host */
	int thread;		/* 0 for the first CPU of its core, then 1 ... */
	int kind;		/* of a host whose cores differ: the faster, the higher; else 0 */
	bool usable;		/* online, in our cpuset and in our affinity */
};

struct topo_node {
	int node;		/* the kernel's number; there may be holes */
	int package;		/* -1: of none, or of several */
	uint64_t memory;	/* bytes that we may use; 0: a node of CPUs only */
	int nr_cpus;		/* 0: a node of memory only */
	int nr_usable;		/* of these */
	int memory_node;	/* itself, or the nearest node that has memory */
};

struct topo {
	bool real;		/* this very host, nothing synthetic */
	int nr_packages, nr_cores;
	int nr_kinds;			/* of usable cores: 1 where all are alike */
	struct topo_node *nodes;	/* [nr_nodes], by number */
	int nr_nodes;
	struct topo_cpu *cpus;		/* [nr_cpus], online, by number */
	int nr_cpus, nr_usable;
	int *offline;			/* [nr_offline] CPUs that are there, but off */
	int nr_offline;
	uint64_t *distances;	/* [nr_nodes][nr_nodes] as in ACPI's SLIT; 0: not known */
};

/* Reads the topology. The usable CPUs are those of the moment: load before
 * pinning. Returns it (owned by the caller), or NULL with *err: EXIT_USAGE where
 * HWLOC_SYNTHETIC or HWLOC_XMLFILE is no topology, EXIT_CANNOT otherwise. */
struct topo *topo_load(struct error *err);
void topo_free(struct topo *t);		/* NULL is fine */

/* False where HWLOC_SYNTHETIC, HWLOC_XMLFILE or the like stand in for the host. */
bool topo_is_real(const struct topo *t);

/* By the kernel's number; NULL if there is none. */
const struct topo_node *topo_node(const struct topo *t, int node);
const struct topo_cpu *topo_cpu(const struct topo *t, int cpu);

/* Distance from one node to another as the firmware tells it: 10 is local. 0: not known. */
unsigned topo_distance(const struct topo *t, int from, int to);

/* The kernel's format of lists, "0-2,7"; n numbers in ascending order. The
 * caller frees. */
char *topo_list(const int *numbers, int n);

#endif
