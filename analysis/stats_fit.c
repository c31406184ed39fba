/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/stats.h"

#include <math.h>
#define MATHLIB_STANDALONE 1
#include <Rmath.h>

struct fit stats_fit(const double *x, const double *y, size_t n)
{
	double mx = stats_mean(x, n), my = stats_mean(y, n), sxx = 0, sxy = 0;
	struct fit f = { NAN, NAN };

	for (size_t i = 0; i < n; i++) {
		sxx += (x[i] - mx) * (x[i] - mx);
		sxy += (x[i] - mx) * (y[i] - my);
	}
	if (n > 1 && sxx > 0) {
		f.slope = sxy / sxx;
		f.intercept = my - f.slope * mx;
	}
	return f;
}

#define ROUNDING 1e-24	/* of the squares of the y: a miss as small is one of the arithmetic */

/* The mean of the y at x[i], and whether i is the first point there. */
static double mean_at(const double *x, const double *y, size_t n, size_t i, bool *first)
{
	double sum = 0, nr = 0;

	*first = true;
	for (size_t j = 0; j < n; j++)
		if (x[j] == x[i]) {
			sum += y[j];
			nr++;
			if (j < i)
				*first = false;
		}
	return sum / nr;
}

double stats_lack_of_fit(const double *x, const double *y, size_t n)
{
	struct fit f = stats_fit(x, y, n);
	double groups = 0, pure = 0, lack = 0, all = 0, df_lack, df_pure;

	for (size_t i = 0; i < n; i++) {
		bool first;
		double mean = mean_at(x, y, n, i, &first);
		double miss = mean - (f.intercept + f.slope * x[i]);

		groups += first;
		pure += (y[i] - mean) * (y[i] - mean);
		all += y[i] * y[i];
		lack += miss * miss;	/* once a point: weighted by the group's size */
	}
	df_lack = groups - 2;
	df_pure = (double)n - groups;
	if (df_lack < 1 || df_pure < 1)
		return NAN;
	if (lack <= ROUNDING * all)
		return 1;
	if (pure == 0)
		return 0;
	return pf(lack / df_lack / (pure / df_pure), df_lack, df_pure, 0, 0);
}
