/* SPDX-License-Identifier: GPL-2.0-only */
/* Hosts that we do not have: hwloc's synthetic descriptions, or files of tests/topologies. */
#ifndef KICKBENCH_TESTS_TOPOLOGIES_H
#define KICKBENCH_TESTS_TOPOLOGIES_H

#include "lib/topo.h"

#define MEMORY			"[numa(memory=4294967296)]"
#define ONE_CPU			"pack:1 " MEMORY " core:1 pu:1"
#define ONE_SOCKET		"pack:1 " MEMORY " core:2 pu:1"
#define ONE_SMT			"pack:1 " MEMORY " core:4 pu:2"
#define SMT_FAR_SIBLINGS	"pack:1 " MEMORY " core:4 pu:2(indexes=0,4,1,5,2,6,3,7)"
#define TWO_SOCKETS		"pack:2 " MEMORY " core:4 pu:1"
#define INTERLEAVED		"pack:2 " MEMORY " core:2 pu:1(indexes=0,2,1,3)"
#define FOUR_SOCKETS		"pack:4 " MEMORY " core:2 pu:1"
#define EIGHT_SOCKETS		"eight_sockets.xml"	/* 31 from one, 21 from the rest */
#define SNC_SMT			"snc2_smt.xml"		/* 2 sockets of 2 clusters */
#define HOLES			"holes.xml"		/* no CPU 0, 3, 8, 10, 11 */
#define MEMORY_ONLY		"memory_only.xml"	/* nodes 1 and 3 */
#define CPU_ONLY		"cpu_only.xml"		/* node 1 */
#define ASYMMETRIC		"asymmetric.xml"	/* four, two and one CPU */
#define TWINS_OF_UNEQUAL_MEMORY	"unequal_memory.xml"	/* as on real hosts */

/* Sets the environment and loads; fails the test if it cannot. Tests run at the
 * top of the tree. The caller frees. */
struct topo *load_topology(const char *host);

#endif
