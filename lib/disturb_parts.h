/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks of what else runs on the host; for the files of disturb alone. Each
 * returns what is the matter (the caller frees) or NULL. */
#ifndef KICKBENCH_LIB_DISTURB_PARTS_H
#define KICKBENCH_LIB_DISTURB_PARTS_H

#include "lib/env.h"

char *disturb_steal(const struct topo *t);	/* of all CPU time since boot */
char *disturb_load(const struct topo *t);	/* load average of the last minute */
char *disturb_quota(const struct topo *t);	/* of our cgroup or one above it */
char *disturb_irqbalance(const struct topo *t);
char *disturb_agents(const struct topo *t);	/* known to read /proc/PID of all processes */

#endif
