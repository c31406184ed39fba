/* SPDX-License-Identifier: GPL-2.0-only */
/* The figures of a cell's arms over its runs. */
#include <math.h>
#include <stdlib.h>
#include "analysis/cost_parts.h"

size_t cost_values(const struct cell_data *c, int arm, size_t field, double *v)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nr_runs; i++) {
		double x = *(const double *)((const char *)&c->runs[i].arm[arm] + field);

		if (!isnan(x))
			v[n++] = x;
	}
	return n;
}

struct estimate cost_over_runs(const struct builder *b, const struct cell_data *c, int arm,
			       size_t field)
{
	double *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = cost_values(c, arm, field, v);
	struct estimate e = stats_t(v, n, b->level);

	e.p = NAN;		/* that a level is not 0 needs no test */
	free(v);
	return e;
}

double cost_sum(const struct cell_data *c, int arm, size_t field)
{
	double total = 0, *v = xcalloc(c->nr_runs, sizeof(*v));
	size_t n = cost_values(c, arm, field, v);

	for (size_t i = 0; i < n; i++)
		total += v[i];
	free(v);
	return total;
}

double cost_of_ratios(const struct cell_data *c, int arm)
{
	double inverse = 0;
	size_t n = 0;

	for (size_t i = 0; i < c->nr_runs; i++) {
		const struct run_data *r = &c->runs[i];

		if (isnan(r->arm[arm].log_ratio) || !(r->arm[0].cost > 0))
			continue;
		inverse += 1 / r->arm[0].cost;
		n++;
	}
	return n / inverse;
}
