/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Statistics: pure functions over arrays, no I/O, no units, no state.
 * Quantiles of distributions come from libRmath. What cannot be computed is
 * NaN, a bound without end is infinite. `level` is a confidence level, within (0, 1).
 * docs/method.md says why each was chosen.
 */
#ifndef KICKBENCH_ANALYSIS_STATS_H
#define KICKBENCH_ANALYSIS_STATS_H

#include <stdbool.h>
#include <stddef.h>

struct estimate {
	double value, lo, hi;
	double se;		/* standard error, widened for dependence where asked */
	double df;		/* degrees of freedom of t */
	double p;		/* two-sided, against 0 */
	size_t n;		/* units of replication */
};

/* -- stats_mean.c -- */
double stats_mean(const double *x, size_t n);
/* The unbiased variance; NaN for n < 2. */
double stats_variance(const double *x, size_t n);
/* Sorts x ascending, in place. */
void stats_sort(double *x, size_t n);
/* The mean without the `share` smallest and the `share` largest values (each
 * floor(share n)); share within [0, .5). Reorders x. No NaN. */
double stats_trimmed_mean(double *x, size_t n, double share);
/* Of n values; the mean of the middle two for an even n, NaN for none. Reorders x. No NaN. */
double stats_median(double *x, size_t n);
/* Autocorrelation at lag 1; 0 where it is not defined. */
double stats_lag1(const double *x, size_t n);
/* By how much dependence widens the variance of the mean: (1 + r)/(1 - r),
 * r = max(0, lag 1 + 1/n); infinite where r is not below 1 (method.md "Sampling"). */
double stats_widening(const double *x, size_t n);
/* The standard error of the mean, widened so; NaN for n < 2. */
double stats_mean_error(const double *x, size_t n);
/* Mean with Student's t interval, its variance widened by stats_widening():
 * x is in the order in which it was measured. */
struct estimate stats_t(const double *x, size_t n, double level);
/* From a mean and its standard error. df < 1: bounds without end. */
struct estimate stats_t_from(double value, double se, double df, size_t n, double level);
/* mean(a) - mean(b), Welch's t; not widened. */
struct estimate stats_welch(const double *a, size_t na, const double *b, size_t nb, double level);
/* The same estimate's bounds at another level. */
void stats_bounds(const struct estimate *e, double level, double *lo, double *hi);
/* The smallest true effect that such data find with 80% power at 1 - level. */
double stats_detectable(const struct estimate *e, double level);

/* -- stats_rank.c -- */
/* Median of the Walsh averages; the interval inverts Wilcoxon's signed rank
 * test, exactly for up to 1000 values (qsignrank), above by the normal distribution;
 * infinite where n is too small for the level. There are n (n + 1) / 2 averages: above
 * HODGES_LEHMANN_MAX all is NaN. */
#define HODGES_LEHMANN_MAX 3000
struct estimate stats_hodges_lehmann(const double *x, size_t n, double level);

/* -- stats_quantile.c -- */
struct clustered { double value; unsigned run; };	/* run: 0 .. nr_runs - 1 */
/* Sorts by value. */
void stats_sort_clustered(struct clustered *x, size_t n);
/* The p-quantile x(ceil pn) of sorted x with Woodruff's interval, the runs that have
 * values as clusters (n: how many); infinite when off the end. */
struct estimate stats_woodruff(const struct clustered *x, size_t n, unsigned nr_runs, double p,
			       double level);
/* x(ceil pn) of sorted x. */
double stats_quantile(const double *x, size_t n, double p);

/* -- stats_tests.c -- */
/* Holm's adjustment in place; NaN are no members of the family. */
void stats_holm(double *p, size_t n);
/* Fisher's exact test of a/na against b/nb, two-sided; beyond 100,000 in the
 * rarer outcome the normal approximation. */
double stats_fisher(double a, double na, double b, double nb);
/* Fisher's p below which the arms were disturbed at different rates: nothing is left out
 * then, and no run replaced. */
#define FLAG_RATES_DIFFER .01
/* Ratio of two means of paired values by Fieller's theorem; bounds NaN where
 * the denominator's interval holds 0. */
struct estimate stats_fieller(const double *numerator, const double *denominator, size_t n,
			      double level);
/* Share k/n with the exact binomial (Clopper-Pearson) interval; for k = 0 the
 * upper bound is one-sided, 1 - (1 - level)^(1/n), at most -ln(1 - level)/n:
 * that is what is given. */
struct estimate stats_share(double k, double n, double level);

/* -- stats_fit.c -- */
struct fit { double intercept, slope; };
/* Least squares; NaN where all x are equal. */
struct fit stats_fit(const double *x, const double *y, size_t n);
/* p of the lack-of-fit F test of the line through all points, replicates at
 * equal x being pure error. NaN for fewer than 3 different x or no replicates. */
double stats_lack_of_fit(const double *x, const double *y, size_t n);

#endif
