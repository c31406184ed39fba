/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of one side that mean the same, and their values. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/side.h"

/* Equal where two rows mean the same. What differs most often comes first. */
static int by_meaning(const struct summary_row *a, const struct summary_row *b)
{
	const char *const texts[][2] = {
		{ a->guest, b->guest }, { a->place, b->place }, { a->variant, b->variant },
		{ a->metric, b->metric }, { a->protocol, b->protocol }, { a->bench, b->bench },
		{ a->versus, b->versus }, { a->unit, b->unit },
	};
	int order = (a->vcpus > b->vcpus) - (a->vcpus < b->vcpus);

	for (size_t i = 0; !order && i < sizeof(texts) / sizeof(texts[0]); i++)
		order = strcmp(texts[i][0], texts[i][1]);
	return order;
}

/* Of those that mean the same the first of the summary is the first. */
static int by_meaning_then_place(const void *a, const void *b)
{
	const struct summary_row *row = *(const struct summary_row *const *)a;
	const struct summary_row *other = *(const struct summary_row *const *)b;
	int order = by_meaning(row, other);

	return order ? order : (row > other) - (row < other);
}

static int check_distinct(const struct side_dir *d, struct error *err)
{
	for (size_t i = 1; i < d->summary->nr; i++) {
		const struct summary_row *a = d->sorted[i - 1], *b = d->sorted[i];

		if (!by_meaning(a, b))
			return error_set(err, EXIT_USAGE, "%s/cells.csv: cells %d and %d are both "
					 "%.40s %.40s, %d vCPUs, %.40s %.40s (compare cannot tell "
					 "them apart)", d->dir->path, a->cell, b->cell, a->bench,
					 a->guest, a->vcpus, a->place, a->variant);
	}
	return 0;
}

int side_sort(struct side_dir *d, struct error *err)
{
	size_t nr = d->summary->nr;

	d->sorted = xcalloc(nr + 1, sizeof(*d->sorted));
	for (size_t i = 0; i < nr; i++)
		d->sorted[i] = &d->summary->rows[i];
	qsort(d->sorted, nr, sizeof(*d->sorted), by_meaning_then_place);
	return check_distinct(d, err);
}

const struct summary_row *side_row(const struct side_dir *d, const struct summary_row *like)
{
	size_t from = 0, to = d->summary->nr;	/* the first that is not before `like` */

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (by_meaning(d->sorted[middle], like) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < d->summary->nr && !by_meaning(d->sorted[from], like) ? d->sorted[from] : NULL;
}

/* One more value comes in. The mean of equal ones is that value to the last bit: exact counts
 * that agree must not seem to differ. */
static void into_mean(double *mean, size_t *n, double value)
{
	++*n;
	if (isfinite(*mean) && isfinite(value))
		*mean += (value - *mean) / (double)*n;
	else
		*mean += value;		/* kicks that were lost: without end */
}

size_t side_values(const struct side *s, const struct summary_row *like, double *v)
{
	size_t nr = 0;

	for (size_t unit = 0; unit < s->nr_units; unit++) {
		double mean = 0;
		size_t n = 0;

		for (size_t i = 0; i < s->nr_dirs; i++) {
			const struct summary_row *row;

			row = s->dirs[i].unit == unit ? side_row(&s->dirs[i], like) : NULL;
			if (row && !isnan(row->estimate))
				into_mean(&mean, &n, row->estimate);
		}
		if (n)
			v[nr++] = mean;
	}
	return nr;
}

double side_mean(const struct side *s, const struct summary_row *like)
{
	double *v = xcalloc(s->nr_units, sizeof(*v)), mean = 0;
	size_t nr = side_values(s, like, v), n = 0;

	while (n < nr)
		into_mean(&mean, &n, v[n]);
	free(v);
	return nr ? mean : NAN;
}
