/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/place.h"

#include <stdlib.h>
#include <string.h>
#include "lib/place_nodes.h"

/* What has been put so far on one CPU. */
struct load {
	int vcpus, services, coordinator;
};

struct planner {
	const struct topo *topo;
	const struct place *place;
	int to_come;			/* service threads that want a CPU after the vCPUs */
	struct load *loads;		/* [topo->nr_cpus], as topo->cpus */
	struct load *cores;		/* [topo->nr_cpus], by topo_cpu.core */
};

/* Lexicographic: the first entry that differs decides, the smaller wins. */
#define KEYS 7
struct rank {
	int key[KEYS];
};

static bool before(const struct rank *a, const struct rank *b)
{
	for (int i = 0; i < KEYS; i++)
		if (a->key[i] != b->key[i])
			return a->key[i] < b->key[i];
	return false;
}

static struct load *core_of(const struct planner *p, int slot)
{
	return &p->cores[p->topo->cpus[slot].core];
}

/* A CPU of its own first; of these, one of the fastest kind, before the cores of another kind;
 * then one on a core of its own. */
static struct rank rank_for_vcpu(const struct planner *p, int slot)
{
	const struct load *l = &p->loads[slot];
	const struct load *core = core_of(p, slot);

	return (struct rank){ { l->vcpus, l->services, l->coordinator, -p->topo->cpus[slot].kind,
				core->vcpus, core->services + core->coordinator, slot } };
}

/* Service threads come last, and rather sit beside the coordinator (which
 * sleeps while a run measures) than on a vCPU's core. */
static struct rank rank_for_service(const struct planner *p, int slot)
{
	const struct load *l = &p->loads[slot];
	const struct load *core = core_of(p, slot);

	return (struct rank){ { l->vcpus, l->services, core->vcpus, l->coordinator,
				core->services + core->coordinator, slot } };
}

static int best_cpu(const struct planner *p, int node,
		    struct rank (*rank)(const struct planner *, int))
{
	struct rank best_rank = { { 0 } }, r;
	int best = -1;

	for (int i = 0; i < p->topo->nr_cpus; i++) {
		const struct topo_cpu *c = &p->topo->cpus[i];

		if (c->node != node || !c->usable)
			continue;
		r = rank(p, i);
		if (best < 0 || before(&r, &best_rank)) {
			best = i;
			best_rank = r;
		}
	}
	return best;
}

static bool listed(const int *nodes, int nr, int node)
{
	while (nr-- > 0)
		if (nodes[nr] == node)
			return true;
	return false;
}

/* Whether a vCPU there would take what is left for the service threads. */
static bool reserved(const struct planner *p, int node)
{
	const struct place *place = p->place;
	int left = 0;

	if (!p->to_come || !listed(place->service_nodes, place->nr_service_nodes, node))
		return false;
	for (int i = 0; i < p->topo->nr_cpus; i++) {
		const struct topo_cpu *c = &p->topo->cpus[i];

		left += c->usable && !p->loads[i].vcpus &&
			listed(place->service_nodes, place->nr_service_nodes, c->node);
	}
	return left <= p->to_come;
}

/* Of the nodes, the one whose best CPU is least used; in turn, where they are
 * alike: nr_on counts what this list of threads has put on each node. */
static int best_of_nodes(const struct planner *p, const int *nodes, int nr, const int *nr_on,
			 struct rank (*rank)(const struct planner *, int), int *which)
{
	struct rank best_rank = { { 0 } };
	int best = -1;

	for (int i = 0; i < nr; i++) {
		int slot = best_cpu(p, nodes[i], rank);
		struct rank r;

		if (slot < 0)
			continue;
		r = (struct rank){ { 2 * rank(p, slot).key[0] + reserved(p, nodes[i]),
				     nr_on[i], i } };
		if (best < 0 || before(&r, &best_rank)) {
			best = slot;
			best_rank = r;
			*which = i;
		}
	}
	return best;
}

static void place_vcpus(struct planner *p, const struct place *place, struct place_plan *plan)
{
	int nr_on[PLACE_NODES_MAX] = { 0 };

	for (int i = 0; i < plan->nr_vcpus; i++) {
		int which = 0, slot = best_of_nodes(p, place->vcpu_nodes, place->nr_vcpu_nodes,
						    nr_on, rank_for_vcpu, &which);

		plan->oversubscribed |= p->loads[slot].vcpus > 0;
		p->loads[slot].vcpus++;
		core_of(p, slot)->vcpus++;
		nr_on[which]++;
		plan->vcpu_cpu[i] = p->topo->cpus[slot].cpu;
		plan->vcpu_node[i] = topo_node(p->topo, place->vcpu_nodes[which])->memory_node;
	}
}

static void place_services(struct planner *p, const struct place *place, struct place_plan *plan)
{
	int nr_on[PLACE_NODES_MAX] = { 0 };

	p->to_come = 0;
	for (int i = 0; i < plan->nr_services; i++) {
		int which = 0, slot = best_of_nodes(p, place->service_nodes,
						    place->nr_service_nodes, nr_on,
						    rank_for_service, &which);

		plan->shared |= p->loads[slot].vcpus > 0;
		p->loads[slot].services++;
		core_of(p, slot)->services++;
		nr_on[which]++;
		plan->service_cpu[i] = p->topo->cpus[slot].cpu;
	}
}

int place_plan(const struct topo *t, const struct place *p, int nr_vcpus, int nr_services,
	       struct place_plan *plan, struct error *err)
{
	struct planner planner = { .topo = t, .place = p, .to_come = nr_services };
	int slot;

	memset(plan, 0, sizeof(*plan));
	if (place_check_nodes(t, p->text, &p->home, 1, err) < 0 ||
	    place_check_nodes(t, p->text, p->vcpu_nodes, p->nr_vcpu_nodes, err) < 0 ||
	    place_check_nodes(t, p->text, p->service_nodes, p->nr_service_nodes, err) < 0)
		return -1;
	planner.loads = xcalloc(t->nr_cpus, sizeof(*planner.loads));
	planner.cores = xcalloc(t->nr_cpus, sizeof(*planner.cores));
	*plan = (struct place_plan){ .home_node = p->home, .nr_vcpus = nr_vcpus,
				     .nr_services = nr_services };
	plan->vcpu_cpu = xcalloc(nr_vcpus, sizeof(int));
	plan->vcpu_node = xcalloc(nr_vcpus, sizeof(int));
	plan->service_cpu = xcalloc(nr_services, sizeof(int));
	slot = best_cpu(&planner, p->home, rank_for_vcpu);
	planner.loads[slot].coordinator = 1;
	core_of(&planner, slot)->coordinator = 1;
	plan->coordinator_cpu = t->cpus[slot].cpu;
	place_vcpus(&planner, p, plan);
	place_services(&planner, p, plan);
	free(planner.loads);
	free(planner.cores);
	return 0;
}

void place_plan_free(struct place_plan *plan)
{
	free(plan->vcpu_cpu);
	free(plan->vcpu_node);
	free(plan->service_cpu);
	memset(plan, 0, sizeof(*plan));
}

bool place_services_apart(const struct place_plan *plan)
{
	for (int i = 0; i < plan->nr_services; i++)
		for (int j = 0; j < i; j++)
			if (plan->service_cpu[i] == plan->service_cpu[j])
				return false;
	return !plan->shared;
}

int place_max_vcpus(const struct topo *t, const struct place *p, int nr_services)
{
	int cpus = 0, elsewhere = 0;

	for (int i = 0; i < t->nr_cpus; i++) {
		int node = t->cpus[i].node;
		bool vcpus = listed(p->vcpu_nodes, p->nr_vcpu_nodes, node);
		bool services = listed(p->service_nodes, p->nr_service_nodes, node);

		cpus += vcpus && t->cpus[i].usable;
		elsewhere += services && !vcpus && t->cpus[i].usable;
	}
	if (nr_services > elsewhere)
		cpus -= nr_services - elsewhere;
	return cpus > 1 ? cpus : 1;
}
