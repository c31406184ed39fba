/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/numa_pin.h"

#include <errno.h>
#include <numa.h>
#include <numaif.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define PAGES_AT_ONCE 64

/* Sets as large as the highest number needs: glibc's cpu_set_t ends at 1024. */
static int set_affinity(const int *cpus, int nr)
{
	int max = 0, ret;
	cpu_set_t *set;
	size_t size;

	for (int i = 0; i < nr; i++)
		max = cpus[i] > max ? cpus[i] : max;
	size = CPU_ALLOC_SIZE(max + 1);
	set = CPU_ALLOC(max + 1);
	if (!set)
		return -ENOMEM;
	CPU_ZERO_S(size, set);
	for (int i = 0; i < nr; i++)
		CPU_SET_S(cpus[i], size, set);
	ret = sched_setaffinity(0, size, set) < 0 ? -errno : 0;
	CPU_FREE(set);
	return ret;
}

int pin_to_cpu(int cpu, struct error *err)
{
	int ret = cpu < 0 ? -EINVAL : set_affinity(&cpu, 1);

	if (ret == -EINVAL)
		return error_set(err, EXIT_CANNOT, "CPU %d: cannot be used (it is offline or "
				 "outside our cpuset; kickbench topo lists those that can)", cpu);
	if (ret < 0)
		return error_errno(err, EXIT_CANNOT, -ret, "pinning to CPU %d", cpu);
	return 0;
}

/* A kernel without NUMA, or a container that forbids the calls: harmless as
 * long as there is but one node to be on. */
static bool harmless(int errnum, int node)
{
	return node <= 0 && (errnum == ENOSYS || errnum == EPERM) &&
	       numa_num_configured_nodes() <= 1;
}

/* Nothing else says EPERM to a process about itself. */
static int container_hint(int errnum, struct error *err)
{
	if (errnum == EPERM)
		error_hint(err, "its container forbids it: add the capability SYS_NICE to that");
	return -1;
}

static int bind_error(const char *what, int node, struct error *err)
{
	int errnum = errno;

	if (harmless(errnum, node))
		return 0;
	if (errnum == EINVAL)
		return error_set(err, EXIT_CANNOT, "%s node %d: not allowed (no memory there, or "
				 "outside our cpuset's mems)", what, node);
	error_errno(err, EXIT_CANNOT, errnum, "%s node %d", what, node);
	return container_hint(errnum, err);
}

int bind_memory(int node, struct error *err)
{
	struct bitmask *mask;
	int ret;

	if (node < 0)
		return set_mempolicy(MPOL_DEFAULT, NULL, 0) < 0 ?
			bind_error("unbinding memory from", 0, err) : 0;
	mask = numa_bitmask_alloc(node + 1);
	numa_bitmask_setbit(mask, node);
	/* the kernel takes one bit less than it is told of */
	ret = set_mempolicy(MPOL_BIND, mask->maskp, mask->size + 1);
	if (ret < 0)
		ret = bind_error("binding memory to", node, err);
	numa_bitmask_free(mask);
	return ret;
}

int bind_range(void *start, size_t size, int node, struct error *err)
{
	struct bitmask *mask;
	int ret;

	if (node < 0)
		return 0;
	mask = numa_bitmask_alloc(node + 1);
	numa_bitmask_setbit(mask, node);
	/* Not MPOL_MF_MOVE: it drains the page vectors of all CPUs first, and waits for ever
	 * for one that a real-time thread holds. */
	ret = mbind(start, size, MPOL_BIND, mask->maskp, mask->size + 1, 0);
	if (ret < 0)
		ret = bind_error("binding a mapping to", node, err);
	numa_bitmask_free(mask);
	return ret;
}

static int judge(const int *status, size_t nr, size_t first, int node, const char *what,
		 struct error *err)
{
	for (size_t i = 0; i < nr; i++) {
		if (status[i] == node)
			continue;
		if (status[i] < 0)
			return error_errno(err, EXIT_CANNOT, -status[i],
					   "%s: the node of its page %zu", what, first + i);
		return error_set(err, EXIT_CANNOT, "%s: page %zu is on node %d, not on node %d "
				 "(is that node out of memory?)", what, first + i, status[i], node);
	}
	return 0;
}

int verify_range(const void *start, size_t size, int node, const char *what, struct error *err)
{
	size_t page = sysconf(_SC_PAGESIZE), nr = (size + page - 1) / page;
	void *pages[PAGES_AT_ONCE];
	int status[PAGES_AT_ONCE];

	/* Where there is one node no page can be elsewhere, nor need the kernel tell. */
	if (node < 0 || (!node && numa_num_configured_nodes() <= 1))
		return 0;
	for (size_t first = 0; first < nr; first += PAGES_AT_ONCE) {
		size_t n = nr - first < PAGES_AT_ONCE ? nr - first : PAGES_AT_ONCE;

		for (size_t i = 0; i < n; i++)
			pages[i] = (char *)start + (first + i) * page;
		if (move_pages(0, n, pages, NULL, status, 0) < 0) {
			int errnum = errno;

			error_errno(err, EXIT_CANNOT, errnum, "%s: asking for its node", what);
			return container_hint(errnum, err);
		}
		if (judge(status, n, first, node, what, err) < 0)
			return -1;
	}
	return 0;
}
