/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Has the level of a series of nights changed? Pure statistics: no files, no
 * units. Three instruments, as docs/method.md describes them:
 *
 *   screen     two-sided CUSUM on robust z against a trailing reference: quick,
 *              and allowed to be wrong (10% in 100 quiet nights)
 *   fresh_z    what new measurements of a screened night say about it
 *   edivisive  where the level changed, looking back (Matteson and James 2014,
 *              energy distance, permutation p)
 */
#ifndef KICKBENCH_ANALYSIS_CHANGEPOINT_H
#define KICKBENCH_ANALYSIS_CHANGEPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCREEN_K		1.0	/* slack per night, in sigmas */
#define SCREEN_H		4.0	/* the sum that alarms */
#define SCREEN_CLIP		3.0	/* z beyond this counts as this */
#define SCREEN_RAW		8.0	/* |z| beyond this alarms at once */
#define SCREEN_FROM		65	/* the reference is nights t-65 .. */
#define SCREEN_TO		5	/* .. t-5 */
#define SCREEN_LEAST		20	/* nights that a reference needs */
#define SCREEN_YOUNGEST		5	/* of them its level, where the rest are of older ones */
#define EDIVISIVE_LEAST		5	/* nights in a segment */
#define EDIVISIVE_PERMUTATIONS	999

/* The nights of one host, oldest first. */
struct nights {
	const double *x;
	size_t nr;
	size_t level;		/* the first night of the level that the last ones are on */
	const double *noise;	/* [level] how far the nights before it lay from their own levels */
};

/* Where a series lies before a night: median, and 1.4826 MAD as sigma. */
struct reference {
	double median, sigma;	/* sigma 0: more than half of the nights are equal */
	size_t nr, nr_sigma;	/* nights in each */
	double sigma_z;		/* what z divides by: more than sigma where the median is of few */
};

/*
 * The reference for night t >= level: nights t-65..t-5 of its level. Where these are fewer
 * than SCREEN_LEAST, the median of all nights of the level before t, and sigma from how the
 * last 65 lay around the level of each. False where the level is younger than
 * SCREEN_YOUNGEST, or there are fewer than SCREEN_LEAST nights in all.
 */
bool reference_before(const struct nights *v, size_t t, struct reference *r);

/* value - median; 0 where both are without end. */
double distance_from(double median, double value);

/* That over sigma_z; infinite where sigma is 0 and value differs. */
double reference_z(const struct reference *r, double value);

struct alarm {
	size_t night;		/* the night that alarmed */
	size_t since;		/* the first night of the rise or fall that it ends */
	int direction;		/* +1 up, -1 down */
	struct reference reference;	/* of the night that alarmed */
};

/* The first alarm from night `from` >= level on, sums starting from 0 there; false where
 * there is none. */
bool screen_next(const struct nights *v, size_t from, struct alarm *a);

/*
 * How far the median of nr fresh values of one night lies from the reference, in
 * its own standard errors (normal approximation of a median's variance). With
 * sigma 0: 0 or infinite. nr >= 1; fresh is reordered.
 */
double fresh_z(const struct reference *r, double *fresh, size_t nr);

/* Whether that z is significant in the alarm's direction: two-sided level a,
 * Student with the reference's nights - 1 degrees of freedom. */
bool fresh_confirms(const struct reference *r, double z, int direction, double a);

struct split {
	size_t at;		/* first night of the later segment */
	double p;		/* (1 + permutations as extreme) / (1 + EDIVISIVE_PERMUTATIONS) */
};

/*
 * Change points of x[0..n), in order, into at[0..max): the best split, if its
 * permutation p <= a, then those of both sides. The p of a split that is not
 * accepted is never computed to the end. Same input, same answer (fixed seed).
 * Returns how many. Energy distance over at most 32 quantile bins, splits on a
 * grid of at most 64 places while permuting (the test stays exact: data and
 * permutations go through the same grid), then refined to the night.
 */
size_t edivisive(const double *x, size_t n, double a, struct split *at, size_t max);

#endif
