/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A difference between protocols where a side has one boot: that side's interval
 * comes from its runs. A side with several boots shows how they vary, too.
 */
#include "analysis/compare.h"

#include <math.h>
#include <stdlib.h>
#define MATHLIB_STANDALONE
#include <Rmath.h>

/* Of a side's mean: its variance, the degrees of freedom of that, and runs behind it. */
struct spread { double variance, df; size_t runs; };

/* The standard error that a row's interval was made from; NaN where it has none. */
static double row_se(const struct summary_row *row)
{
	double half = (row->hi - row->lo) / 2;

	if (!isfinite(half) || row->runs < 2 || !(row->level > 0 && row->level < 1))
		return NAN;
	return half / qt(.5 + row->level / 2, row->runs - 1, 1, 0);
}

static bool has(const struct side_dir *d, const struct summary_row *like)
{
	const struct summary_row *row = side_row(d, like);

	return row && !isnan(row->estimate);
}

/* How many directories of that unit have the row. */
static size_t in_unit(const struct side *s, const struct summary_row *like, size_t unit)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nr_dirs; i++)
		n += s->dirs[i].unit == unit && has(&s->dirs[i], like);
	return n;
}

/* Of the mean over units of the means over their directories (Satterthwaite's df). */
static struct spread over_runs(const struct side *s, const struct summary_row *like, size_t units)
{
	struct spread all = { 0 };
	double parts = 0;

	for (size_t i = 0; i < s->nr_dirs; i++) {
		const struct summary_row *row = side_row(&s->dirs[i], like);
		double se;

		if (!has(&s->dirs[i], like))
			continue;
		se = row_se(row) / (double)(units * in_unit(s, like, s->dirs[i].unit));
		all.variance += se * se;
		parts += pow(se, 4) / (row->runs - 1);
		all.runs += (size_t)row->runs;
	}
	all.df = all.variance > 0 ? all.variance * all.variance / parts : (double)all.runs - 1;
	return all;
}

/* Boots vary at least as much as the runs inside of them say: two that happen to
 * agree prove nothing. */
static struct spread spread_of(const struct side *s, const struct summary_row *like)
{
	double *v = xcalloc(s->nr_units, sizeof(*v)), variance, df;
	size_t n = side_values(s, like, v);
	struct spread spread = over_runs(s, like, n);

	variance = stats_variance(v, n) / (double)n;
	df = (double)n - 1;
	free(v);
	if (n < 2)
		return spread;
	if (variance <= spread.variance)
		return (struct spread){ spread.variance, fmax(spread.df, df), spread.runs };
	return (struct spread){ variance, df, spread.runs };
}

struct estimate compare_by_runs(const struct comparison *c, const struct compared *row,
				double level)
{
	struct spread a = spread_of(&c->base, row->base), b = spread_of(&c->now, row->base);
	double sum = a.variance + b.variance;
	double df = sum * sum / (a.variance * a.variance / a.df + b.variance * b.variance / b.df);

	if (sum == 0)		/* all equal: any df will do */
		df = a.df + b.df;
	return stats_t_from(row->now_value - row->base_value, sqrt(sum), df, (a.runs + b.runs) / 2,
			    level);
}
