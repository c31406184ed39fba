/* SPDX-License-Identifier: GPL-2.0-only */
/* Change points by energy distance, tested by permutation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/changepoint.h"
#include "lib/die.h"

#define BINS	32
#define GRID	64
#define SEED	UINT64_C(0x6b69636b62656e63)

/* The nights' values as bins; all that the statistic needs to know of them. */
struct binned {
	uint8_t *of;			/* [n] the bin of each night */
	size_t n;
	int nr;
	double width[BINS];		/* from the center of bin b to that of b + 1 */
	int32_t total[BINS];		/* nights in bins 0..b */
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int bin_of(const double *border, int nr, double v)
{
	int b = 0;

	while (b < nr - 1 && v > border[b])
		b++;
	return b;
}

/* From the center of bin b to the next. One without end lies as far behind the others as
 * those reach: farther, and where such nights fall would decide alone. */
static double distance(const double *center, int b)
{
	double reach = center[b] - center[0];

	if (isfinite(center[b + 1]))
		return center[b + 1] - center[b];
	return reach > 0 ? reach : 1;
}

/* Equal shares of the sorted values; with few nights each has its own bin, and the
 * statistic is the energy distance itself. border[b] is the largest value of b. */
static void bin_borders(struct binned *d, const double *sorted, double *border)
{
	double center[BINS];
	size_t first = 0;

	d->nr = 0;
	for (int b = 0; b < BINS && first < d->n; b++) {
		size_t end = (size_t)(b + 1) * d->n / BINS;

		if (end <= first)
			continue;
		while (end < d->n && sorted[end] == sorted[end - 1])
			end++;
		center[d->nr] = sorted[first + (end - first) / 2];
		border[d->nr++] = sorted[end - 1];
		first = end;
	}
	for (int b = 0; b + 1 < d->nr; b++)
		d->width[b] = distance(center, b);
}

static void bin_values(struct binned *d, const double *x, size_t n)
{
	double *sorted = xcalloc(n, sizeof(*sorted)), border[BINS];

	memset(d->total, 0, sizeof(d->total));
	d->n = n;
	d->of = xcalloc(n, 1);
	memcpy(sorted, x, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_value);
	bin_borders(d, sorted, border);
	for (size_t i = 0; i < n; i++) {
		d->of[i] = (uint8_t)bin_of(border, d->nr, x[i]);
		d->total[d->of[i]]++;
	}
	for (int b = 1; b < d->nr; b++)
		d->total[b] += d->total[b - 1];
	free(sorted);
}

/* n1 n2 / n times the energy distance 2 * integral (F - G)^2 of the nights
 * before t and from t on, whose counts by bin are in `before`. */
static double energy(const struct binned *d, const int32_t *before, size_t t)
{
	double n = (double)d->n, n1 = (double)t, n2 = n - n1, sum = 0;
	int32_t count = 0;

	for (int b = 0; b + 1 < d->nr; b++) {
		double difference;

		count += before[b];
		difference = count * n - d->total[b] * n1;
		sum += d->width[b] * difference * difference;
	}
	return 2 * sum / (n * n1 * n2);
}

/* The largest energy over splits least, least + step ..; its place in *at. */
static double best_split(const struct binned *d, const uint8_t *of, size_t step, size_t *at)
{
	int32_t before[BINS] = { 0 };
	size_t next = EDIVISIVE_LEAST;
	double best = -1;

	for (size_t t = 1; t + EDIVISIVE_LEAST <= d->n; t++) {
		double e;

		before[of[t - 1]]++;
		if (t != next)
			continue;
		next += step;
		e = energy(d, before, t);
		if (e > best) {
			best = e;
			*at = t;
		}
	}
	return best;
}

static uint64_t splitmix(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static void shuffle(uint8_t *v, size_t n, uint64_t *state)
{
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = (size_t)((splitmix(state) >> 32) * (i + 1) >> 32);
		uint8_t t = v[i];

		v[i] = v[j];
		v[j] = t;
	}
}

/* The permutation p of `observed`, or 1 as soon as it must exceed a. */
static double permutation_p(const struct binned *d, double observed, size_t step, double a)
{
	uint8_t *of = xcalloc(d->n, 1);
	uint64_t state = SEED;
	int as_extreme = 0;
	double p = 0;
	size_t at;

	memcpy(of, d->of, d->n);
	for (int i = 0; i < EDIVISIVE_PERMUTATIONS && p <= a; i++) {
		shuffle(of, d->n, &state);
		if (best_split(d, of, step, &at) >= observed * (1 - 1e-12))
			as_extreme++;
		p = (1.0 + as_extreme) / (1.0 + EDIVISIVE_PERMUTATIONS);
	}
	free(of);
	return p <= a ? p : 1;
}

static bool find_split(const double *x, size_t n, double a, struct split *s)
{
	size_t step = (n + GRID - 1) / GRID;
	struct binned d;
	double best;

	if (n < 2 * EDIVISIVE_LEAST)
		return false;
	bin_values(&d, x, n);
	best = best_split(&d, d.of, step, &s->at);
	s->p = best > 0 ? permutation_p(&d, best, step, a) : 1;
	best_split(&d, d.of, 1, &s->at);
	free(d.of);
	return s->p <= a;
}

size_t edivisive(const double *x, size_t n, double a, struct split *at, size_t max)
{
	struct split here;
	size_t left, right;

	if (!max || !find_split(x, n, a, &here))
		return 0;
	left = edivisive(x, here.at, a, at, max - 1);
	at[left] = here;
	right = edivisive(x + here.at, n - here.at, a, at + left + 1, max - left - 1);
	for (size_t i = 0; i < right; i++)
		at[left + 1 + i].at += here.at;
	return left + 1 + right;
}
