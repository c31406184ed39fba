/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside reduce: the batches of bench kickcost, of one arm in one run. */
#ifndef KICKBENCH_ANALYSIS_REDUCE_KICKED_H
#define KICKBENCH_ANALYSIS_REDUCE_KICKED_H

#include "analysis/reduce.h"

struct kicked_list {
	struct kicked_batch *batch;	/* [nr], those with kicks */
	size_t nr, size;
};

/* Keeps a batch, if it was kicked. */
void kicked_add(struct kicked_list *l, const struct sample *s);
/* Fills kick_cost and kick_cost_clean, by what out->cost and out->cost_clean say of exits. */
void kicked_reduce(const struct kicked_list *l, struct arm_run *out);
void kicked_free(struct kicked_list *l);

#endif
