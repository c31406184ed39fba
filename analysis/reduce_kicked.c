/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/reduce_kicked.h"

#include <math.h>
#include <stdlib.h>
#include "analysis/stats.h"

struct kicked_batch {
	double ns, exits, kicks;
	bool flagged;
};

void kicked_add(struct kicked_list *l, const struct sample *s)
{
	if (!s->kicks)
		return;
	if (l->nr == l->size) {
		l->size = l->size ? 2 * l->size : 256;
		l->batch = xrealloc(l->batch, l->size * sizeof(*l->batch));
	}
	l->batch[l->nr++] = (struct kicked_batch){ s->ns, (double)s->exits, (double)s->kicks,
						   s->flags != 0 };
}

/* What a kick took beyond what the exits of its batch cost without kicks. */
static double kick_cost(const struct kicked_list *l, double cost, bool clean)
{
	double *v = xcalloc(l->nr, sizeof(*v)), mean;
	size_t nr = 0;

	for (size_t i = 0; i < l->nr; i++) {
		const struct kicked_batch *b = &l->batch[i];

		if (!clean || !b->flagged)
			v[nr++] = (b->ns - b->exits * cost) / b->kicks;
	}
	mean = nr ? stats_trimmed_mean(v, nr, TRIM) : NAN;
	free(v);
	return mean;
}

void kicked_reduce(const struct kicked_list *l, struct arm_run *out)
{
	out->kick_cost = kick_cost(l, out->cost, false);
	out->kick_cost_clean = kick_cost(l, out->cost_clean, true);
}

void kicked_free(struct kicked_list *l)
{
	free(l->batch);
	*l = (struct kicked_list){ 0 };
}
