/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Puts threads on CPUs and memory on nodes, and checks where the pages really
 * are. The kernel's own struct kvm_vcpu follows the thread that makes the
 * vCPU, but no interface tells its node: that one cannot be verified.
 */
#ifndef KICKBENCH_LIB_NUMA_PIN_H
#define KICKBENCH_LIB_NUMA_PIN_H

#include <stddef.h>
#include "lib/die.h"

/* Pins the calling thread to one CPU and moves there before returning. 0, or
 * -1 with *err (EXIT_CANNOT: offline, or not in our cpuset). */
int pin_to_cpu(int cpu, struct error *err);

/* New memory of the calling thread comes from this node alone; -1: from
 * anywhere again. Where the kernel has no NUMA, node 0 is what there is. 0, or
 * -1 with *err. */
int bind_memory(int node, struct error *err);

/* Binds a mapping (page aligned; pages already there stay where they are); node -1:
 * nothing to do. 0, or -1 with *err. */
int bind_range(void *start, size_t size, int node, struct error *err);

/* Checks that all pages of the range, touched before, lie on the node; -1, or the
 * only node that there is: nothing to check. A page elsewhere is an error: 0, or
 * -1 with *err naming `what`, the page's node and the one wanted. */
int verify_range(const void *start, size_t size, int node, const char *what, struct error *err);

#endif
