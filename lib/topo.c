/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/topo_parts.h"

#include <errno.h>
#include <hwloc.h>
#include <numa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *set_env(const char *name)
{
	const char *s = getenv(name);

	return s && *s ? s : NULL;
}

static int no_topology(struct error *err)
{
	const char *synthetic = set_env("HWLOC_SYNTHETIC"), *file = set_env("HWLOC_XMLFILE");

	if (synthetic)
		return error_set(err, EXIT_USAGE, "HWLOC_SYNTHETIC: %.200s: no topology "
				 "(see hwloc(7), or unset it)", synthetic);
	if (file)
		return error_set(err, EXIT_USAGE, "HWLOC_XMLFILE: %.200s: no topology that hwloc "
				 "can read (write one with lstopo, or unset it)", file);
	return error_set(err, EXIT_CANNOT, "topology: hwloc cannot read it (is /sys mounted?)");
}

/* hwloc by itself falls back to this host where the variables make no sense;
 * a plan for the wrong host must not come out of a typing error. */
static int choose_source(hwloc_topology_t h)
{
	const char *synthetic = set_env("HWLOC_SYNTHETIC"), *file = set_env("HWLOC_XMLFILE");

	if (synthetic)
		return hwloc_topology_set_synthetic(h, synthetic);
	return file ? hwloc_topology_set_xml(h, file) : 0;
}

static int read_hwloc(hwloc_topology_t *h, struct error *err)
{
	if (hwloc_topology_init(h) < 0)
		return error_errno(err, EXIT_CANNOT, errno, "hwloc");
	if (choose_source(*h) == 0 &&
	    hwloc_topology_set_flags(*h, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) == 0 &&
	    hwloc_topology_load(*h) == 0)
		return 0;
	hwloc_topology_destroy(*h);
	return no_topology(err);
}

/* Memory that our cpuset forbids is none. */
static uint64_t usable_memory(hwloc_topology_t h, hwloc_obj_t node)
{
	return hwloc_bitmap_isset(hwloc_topology_get_allowed_nodeset(h), node->os_index) ?
	       node->attr->numanode.local_memory : 0;
}

static void read_nodes(struct topo *t, hwloc_topology_t h)
{
	hwloc_obj_t o = NULL, package;
	int i = 0;

	t->nr_nodes = hwloc_get_nbobjs_by_type(h, HWLOC_OBJ_NUMANODE);
	t->nodes = xcalloc(t->nr_nodes, sizeof(*t->nodes));
	while ((o = hwloc_get_next_obj_by_type(h, HWLOC_OBJ_NUMANODE, o))) {
		package = hwloc_get_ancestor_obj_by_type(h, HWLOC_OBJ_PACKAGE, o);
		t->nodes[i++] = (struct topo_node){
			.node = o->os_index,
			.package = package ? (int)package->logical_index : -1,
			.memory = usable_memory(h, o),
		};
	}
}

static int by_node(const void *a, const void *b)
{
	return ((const struct topo_node *)a)->node - ((const struct topo_node *)b)->node;
}

/* hwloc has none where there is but one node; libnuma has that one too. */
static void ask_libnuma(struct topo *t)
{
	for (int i = 0; i < t->nr_nodes * t->nr_nodes; i++)
		t->distances[i] = numa_distance(t->nodes[i / t->nr_nodes].node,
						t->nodes[i % t->nr_nodes].node);
}

/* The matrix comes in hwloc's order of nodes. */
static void read_distances(struct topo *t, hwloc_topology_t h)
{
	struct hwloc_distances_s *d = NULL;
	unsigned nr = 1;

	t->distances = xcalloc(t->nr_nodes * t->nr_nodes, sizeof(*t->distances));
	if (hwloc_distances_get_by_name(h, "NUMALatency", &nr, &d, 0) < 0 || nr < 1) {
		if (t->real && numa_available() >= 0)
			ask_libnuma(t);
		return;
	}
	for (unsigned i = 0; i < d->nbobjs * d->nbobjs; i++) {
		int from = topo_node_slot(t, d->objs[i / d->nbobjs]->os_index);
		int to = topo_node_slot(t, d->objs[i % d->nbobjs]->os_index);

		if (from >= 0 && to >= 0)
			t->distances[from * t->nr_nodes + to] = d->values[i];
	}
	hwloc_distances_release(h, d);
}

/* Several nodes may hold a CPU (DRAM and HBM of a die, CXL of a package): its
 * own is the one with the fewest CPUs, then the lowest number, since Linux
 * numbers the nodes that have CPUs first. On this very host the kernel is asked. */
static int node_of(const struct topo *t, hwloc_topology_t h, hwloc_obj_t pu)
{
	int best = -1, weight, best_weight = 0;
	hwloc_obj_t o = NULL;

	if (t->real && numa_available() >= 0) {
		best = numa_node_of_cpu(pu->os_index);
		if (topo_node_slot(t, best) >= 0)
			return best;
		best = -1;
	}
	while ((o = hwloc_get_next_obj_by_type(h, HWLOC_OBJ_NUMANODE, o))) {
		if (!hwloc_bitmap_isset(o->cpuset, pu->os_index))
			continue;
		weight = hwloc_bitmap_weight(o->cpuset);
		if (best >= 0 && (weight > best_weight ||
				  (weight == best_weight && (int)o->os_index > best)))
			continue;
		best = o->os_index;
		best_weight = weight;
	}
	return best;
}

/* Where hwloc knows which kind is the faster one it sorts them by that; else they are not told
 * apart, since a wrong order is worse than none. */
static int kind_of(hwloc_topology_t h, hwloc_obj_t pu)
{
	int kind = hwloc_cpukinds_get_by_cpuset(h, pu->cpuset, 0), efficiency = -1;

	if (kind < 0 || hwloc_cpukinds_get_info(h, kind, NULL, &efficiency, NULL, NULL, 0) < 0)
		return 0;
	return efficiency < 0 ? 0 : kind;
}

static struct topo_cpu describe(const struct topo *t, hwloc_topology_t h, hwloc_obj_t pu)
{
	hwloc_obj_t package = hwloc_get_ancestor_obj_by_type(h, HWLOC_OBJ_PACKAGE, pu);
	hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(h, HWLOC_OBJ_CORE, pu);

	return (struct topo_cpu){
		.cpu = pu->os_index,
		.node = node_of(t, h, pu),
		.package = package ? (int)package->logical_index : -1,
		.core = core ? core->logical_index : pu->logical_index,
		.thread = core ? pu->sibling_rank : 0,
		.kind = kind_of(h, pu),
	};
}

static hwloc_bitmap_t usable_cpus(hwloc_topology_t h)
{
	hwloc_bitmap_t usable = hwloc_bitmap_dup(hwloc_topology_get_allowed_cpuset(h));
	hwloc_bitmap_t mine = hwloc_bitmap_alloc();

	/* fails where the topology is not this host's: nothing restricts it then */
	if (hwloc_get_cpubind(h, mine, HWLOC_CPUBIND_THREAD) == 0)
		hwloc_bitmap_and(usable, usable, mine);
	hwloc_bitmap_free(mine);
	return usable;
}

static void read_cpus(struct topo *t, hwloc_topology_t h)
{
	hwloc_bitmap_t usable = usable_cpus(h);
	hwloc_obj_t o = NULL;

	t->cpus = xcalloc(hwloc_get_nbobjs_by_type(h, HWLOC_OBJ_PU), sizeof(*t->cpus));
	while ((o = hwloc_get_next_obj_by_type(h, HWLOC_OBJ_PU, o))) {
		struct topo_cpu *c = &t->cpus[t->nr_cpus++];
		int slot;

		*c = describe(t, h, o);
		c->usable = hwloc_bitmap_isset(usable, c->cpu);
		t->nr_usable += c->usable;
		slot = topo_node_slot(t, c->node);
		if (slot < 0)
			continue;
		t->nodes[slot].nr_cpus++;
		t->nodes[slot].nr_usable += c->usable;
	}
	qsort(t->cpus, t->nr_cpus, sizeof(*t->cpus), topo_by_cpu);
	hwloc_bitmap_free(usable);
}

static int count_kinds(const struct topo *t)
{
	int nr = 0;

	for (int i = 0; i < t->nr_cpus; i++) {
		bool first = t->cpus[i].usable;

		for (int k = 0; k < i; k++)
			first &= !t->cpus[k].usable || t->cpus[k].kind != t->cpus[i].kind;
		nr += first;
	}
	return nr;
}

static void read_offline(struct topo *t, hwloc_topology_t h)
{
	hwloc_const_bitmap_t all = hwloc_topology_get_complete_cpuset(h);
	hwloc_const_bitmap_t online = hwloc_topology_get_topology_cpuset(h);

	for (int cpu = hwloc_bitmap_first(all); cpu >= 0; cpu = hwloc_bitmap_next(all, cpu)) {
		if (hwloc_bitmap_isset(online, cpu))
			continue;
		t->offline = xrealloc(t->offline, (t->nr_offline + 1) * sizeof(int));
		t->offline[t->nr_offline++] = cpu;
	}
}

static bool nearer(const struct topo *t, int from, int a, int b)
{
	unsigned da = topo_distance(t, t->nodes[from].node, t->nodes[a].node);
	unsigned db = topo_distance(t, t->nodes[from].node, t->nodes[b].node);

	if (da != db)
		return da < db;
	return t->nodes[a].package == t->nodes[from].package &&
	       t->nodes[b].package != t->nodes[from].package;
}

static void find_memory(struct topo *t)
{
	for (int i = 0; i < t->nr_nodes; i++) {
		int best = t->nodes[i].memory ? i : -1;

		for (int j = 0; j < t->nr_nodes && best != i; j++)
			if (t->nodes[j].memory && (best < 0 || nearer(t, i, j, best)))
				best = j;
		t->nodes[i].memory_node = t->nodes[best < 0 ? i : best].node;
	}
}

struct topo *topo_load(struct error *err)
{
	hwloc_topology_t h;
	struct topo *t;

	if (read_hwloc(&h, err) < 0)
		return NULL;
	t = xcalloc(1, sizeof(*t));
	t->real = !set_env("HWLOC_SYNTHETIC") && !set_env("HWLOC_XMLFILE") &&
		  hwloc_topology_is_thissystem(h);
	t->nr_packages = hwloc_get_nbobjs_by_type(h, HWLOC_OBJ_PACKAGE);
	t->nr_cores = hwloc_get_nbobjs_by_type(h, HWLOC_OBJ_CORE);
	read_nodes(t, h);
	qsort(t->nodes, t->nr_nodes, sizeof(*t->nodes), by_node);
	read_distances(t, h);
	read_cpus(t, h);
	t->nr_kinds = count_kinds(t);
	read_offline(t, h);
	find_memory(t);
	hwloc_topology_destroy(h);
	return t;
}
