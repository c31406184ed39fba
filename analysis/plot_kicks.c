/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/plot_kicks.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/kicks.h"
#include "analysis/stats.h"

static struct kick_curve curve_of(const struct kicks *k, int cell, int arm)
{
	struct kick_curve c = { .cell = cell, .arm = arm, .ns = xcalloc(k->nr, sizeof(*c.ns)) };

	for (size_t i = 0; i < k->nr; i++) {
		double ns = k->ns[i][SPAN_LATENCY];

		if (isinf(ns))
			c.lost++;
		else if (!isnan(ns))
			c.ns[c.nr++] = ns;
	}
	stats_sort(c.ns, c.nr);
	return c;
}

static void add_curves(struct kick_curves *c, const struct cell_info *cell,
		       const struct kicks *kicks)
{
	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		if (!kicks[arm].nr)
			continue;
		c->list = xrealloc(c->list, (c->nr + 1) * sizeof(*c->list));
		c->list[c->nr++] = curve_of(&kicks[arm], cell->cell, arm);
	}
}

int kick_curves_read(struct kick_curves *c, const struct rundir *d, struct error *err)
{
	struct kicks **kicks = kicks_read(d, err);

	*c = (struct kick_curves){ 0 };
	for (size_t i = 0; kicks && i < d->nr_cells; i++)
		add_curves(c, &d->cells[i], kicks[i]);
	kicks_free(d, kicks);
	return kicks ? 0 : -1;
}

void kick_curves_free(struct kick_curves *c)
{
	for (size_t i = 0; i < c->nr; i++)
		free(c->list[i].ns);
	free(c->list);
	*c = (struct kick_curves){ 0 };
}
