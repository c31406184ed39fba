/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Places: which node the process is made on (HOME, and so its siglock), which
 * nodes the vCPUs run on, and which the service threads. "0/0+1/1" says: home
 * 0, vCPUs in turn on 0 and 1, service threads on 1.
 */
#ifndef KICKBENCH_LIB_PLACE_H
#define KICKBENCH_LIB_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include "lib/die.h"
#include "lib/topo.h"

#define PLACE_NODES_MAX 64

struct place {
	char text[256];		/* HOME/VCPUS/SERVICE, as in the files */
	int home;
	int vcpu_nodes[PLACE_NODES_MAX], nr_vcpu_nodes;
	int service_nodes[PLACE_NODES_MAX], nr_service_nodes;
};

/* A short name and what it stands for, for help and lists; NULL name at the end. */
struct place_name {
	const char *name, *summary;
	/* 0, or -1 with *err where the host is too small */
	int (*expand)(const struct topo *t, struct place *p, struct error *err);
};
extern const struct place_name place_names[];

/*
 * Turns a comma list of places, short names and "all" into places of this
 * host, in that order, each once. *list (owned by the caller, free()) and *nr,
 * or -1 with *err: EXIT_USAGE for bad syntax, EXIT_CANNOT for a node that the
 * host does not have or that has no usable CPU.
 */
int place_parse(const struct topo *t, const char *text, struct place **list, size_t *nr,
		struct error *err);

/* "all": every distinct choice. Two places are the same when their nodes are
 * alike (how many CPUs, memory or none) and lie at the same distances from one
 * another. vCPUs on any set of nodes on hosts of up to four nodes; above, on one, two
 * or all. Same ownership. */
void place_all(const struct topo *t, struct place **list, size_t *nr);

/* Fills p->text from the nodes. */
void place_text(struct place *p);

/* Who runs where. */
struct place_plan {
	int coordinator_cpu;		/* on the home node */
	int home_node;
	int nr_vcpus, nr_services;
	int *vcpu_cpu;			/* [nr_vcpus] */
	int *vcpu_node;			/* [nr_vcpus] of its memory: the nearest with any */
	int *service_cpu;		/* [nr_services] */
	bool oversubscribed;		/* more vCPUs than usable CPUs on their nodes */
	bool shared;			/* a service thread shares a vCPU's CPU */
};

/*
 * Plans the CPUs: one per vCPU, the fastest kind first, whole cores before SMT siblings, never
 * that of a service thread or of the coordinator while others are free. nr_vcpus 1 or
 * more, nr_services 0 or more. 0, or -1 with *err (a node without usable CPU).
 */
int place_plan(const struct topo *t, const struct place *p, int nr_vcpus, int nr_services,
	       struct place_plan *plan, struct error *err);
void place_plan_free(struct place_plan *plan);
/* Whether each service thread has a CPU to itself. */
bool place_services_apart(const struct place_plan *plan);

/* The most vCPUs that run on CPUs of their own at this place beside so many
 * service threads; at least 1. What `max` and `all` mean. */
int place_max_vcpus(const struct topo *t, const struct place *p, int nr_services);

#endif
