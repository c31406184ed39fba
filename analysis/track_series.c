/* SPDX-License-Identifier: GPL-2.0-only */
/* Sorts the rows of all nights into series. */
#include "analysis/track.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static uint64_t hash_of(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);	/* FNV-1a */

	while (*s)
		h = (h ^ (unsigned char)*s++) * UINT64_C(0x100000001b3);
	return h;
}

/* The slot that holds the series (its index + 1), or the empty one for it. */
static size_t *slot_of(const struct history *h, const char *name)
{
	size_t i = hash_of(name) % h->index_size;

	while (h->index[i] && strcmp(h->series[h->index[i] - 1].name, name))
		i = (i + 1) % h->index_size;
	return &h->index[i];
}

struct series *history_series(const struct history *h, const char *name)
{
	size_t slot = h->index_size ? *slot_of(h, name) : 0;

	return slot ? &h->series[slot - 1] : NULL;
}

static void grow_index(struct history *h)
{
	if (2 * (h->nr_series + 1) < h->index_size)
		return;
	free(h->index);
	h->index_size = h->index_size ? 2 * h->index_size : 256;
	h->index = xcalloc(h->index_size, sizeof(*h->index));
	for (size_t i = 0; i < h->nr_series; i++)
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): xcalloc() does not fail */
		*slot_of(h, h->series[i].name) = i + 1;
}

static void copy_names(struct summary_row *to, const struct summary_row *from)
{
	*to = *from;
	to->bench = xstrdup(from->bench);
	to->guest = xstrdup(from->guest);
	to->place = xstrdup(from->place);
	to->variant = xstrdup(from->variant);
	to->metric = xstrdup(from->metric);
	to->protocol = xstrdup(from->protocol);
	to->versus = xstrdup(from->versus);
	to->unit = xstrdup(from->unit);
	to->verdict = to->note = NULL;
}

static struct series *new_series(struct history *h, const char *name,
				 const struct summary_row *row)
{
	struct series *s;

	grow_index(h);
	h->series = xrealloc(h->series, (h->nr_series + 1) * sizeof(*h->series));
	s = &h->series[h->nr_series++];
	*s = (struct series){ .name = xstrdup(name), .kind = row_kind(row) };
	copy_names(&s->like, row);
	*slot_of(h, name) = h->nr_series;
	return s;
}

/* Times that say something: not an emulated host's, nor beside a failed null control. */
static bool believed(const struct summary *s, const struct summary_row *row, bool emulated)
{
	return !emulated && !null_failed(s, row->cell);
}

/* Relative rows repeat others; the null control and what is only shown have no
 * trend to speak of; a control protocol loses kicks on purpose. */
static bool tracked(const struct summary *s, const struct summary_row *row, bool emulated)
{
	enum compared_kind kind = row_kind(row);

	if (isnan(row->estimate) || kind == COMPARED_SHOWN || !strcmp(row->protocol, "null"))
		return false;
	if (*row->versus && !strcmp(row->unit, "ratio"))
		return false;
	if (kind == COMPARED_LOST)
		return !row_of_control(row);
	if (kind == COMPARED_EXACT)
		return !row_inexact(row);
	return believed(s, row, emulated);
}

static double level_of(const struct summary *s, const struct summary_row *row)
{
	const struct summary_row *level;

	if (!*row->versus)
		return row->estimate;
	level = summary_find(s, row->cell, row->metric, row->versus, "", NULL);
	return level ? level->estimate : NAN;
}

static void append(struct point **points, size_t *nr, const struct point *p)
{
	if (!(*nr & (*nr - 1)))
		*points = xrealloc(*points, (*nr ? 2 * *nr : 1) * sizeof(**points));
	(*points)[(*nr)++] = *p;
}

/* Another batch length or another host: a new segment. */
static int segment_of(const struct series *s, int batch, int host)
{
	const struct point *last = s->nr ? &s->points[s->nr - 1] : NULL;

	return last ? last->segment + (last->batch != batch || s->host != host) : 0;
}

static void add_point(const struct history *h, struct series *s, struct point p)
{
	int host = h->nights[p.night].host;

	if (s->nr && s->points[s->nr - 1].night == p.night)
		return;
	p.segment = segment_of(s, p.batch, host);
	p.host = h->nights[p.night].host_key;
	s->host = host;
	append(&s->points, &s->nr, &p);
}

/* False: measured in other batches than the night was, which are of another length. */
static bool add_fresh(struct series *s, const struct point *p)
{
	for (size_t i = s->nr; i-- > 0 && s->points[i].night >= p->night;)
		if (s->points[i].night == p->night && s->points[i].batch != p->batch)
			return false;
	append(&s->fresh, &s->nr_fresh, p);
	return true;
}

static char *series_name(const struct summary_row *row)
{
	return xasprintf("%s:%s:%d:%s:%s:%s:%s%s%s:%s", row->bench, row->guest, row->vcpus,
			 row->place, row->variant, row->metric, row->protocol,
			 *row->versus ? "-" : "", row->versus, row->unit);
}

/* The boot that a count is of, if it is a single one. Boots that are not told count as
 * different ones, as within a directory. */
static uint64_t only_boot(const struct rundir *d, const struct summary_row *row)
{
	if (row_kind(row) != COMPARED_EXACT || !row_one_boot(row))
		return 0;
	for (size_t i = 0; i < d->nr_runs; i++)
		if (d->runs[i].cell == row->cell && d->runs[i].kind == RUN_PATH &&
		    *d->runs[i].boot_id)
			return hash_of(d->runs[i].boot_id);
	return hash_of(d->path);
}

bool cell_has_batches(const struct cell_info *c)
{
	return c->vcpus == 1 && (!strcmp(c->bench, "exit") || !strcmp(c->bench, "entry"));
}

/* Exits in one; of phases of fixed time, which have no such number, what cells.csv says. */
static int batch_of(const struct rundir *d, const struct summary *s, const struct cell_info *c)
{
	return cell_has_batches(c) ? (int)summary_batch(s, d, c) : c->batch;
}

static struct point point_of(const struct rundir *d, const struct summary *s,
			     const struct summary_row *row, size_t night)
{
	const struct cell_info *cell = rundir_cell(d, row->cell);

	return (struct point){ night, row->estimate, row->lo, row->hi, level_of(s, row), 0,
			       cell ? batch_of(d, s, cell) : 0, only_boot(d, row), NULL };
}

/* The series of that row; a new one if there is none, but for fresh data. */
static struct series *series_of(struct history *h, const struct summary_row *row, bool fresh)
{
	char *name = series_name(row);
	struct series *s = history_series(h, name);

	if (!s && !fresh)
		s = new_series(h, name, row);
	free(name);
	return s;
}

size_t history_add(struct history *h, size_t night, bool fresh, const struct rundir *d,
		   const struct summary *rows)
{
	bool emulated = rundir_emulated(d);
	size_t refused = 0;

	for (size_t i = 0; i < rows->nr; i++) {
		const struct summary_row *row = &rows->rows[i];
		struct series *s = tracked(rows, row, emulated) ? series_of(h, row, fresh) : NULL;
		struct point p = point_of(d, rows, row, night);

		if (s && fresh)
			refused += !add_fresh(s, &p);
		else if (s)
			add_point(h, s, p);
	}
	return refused;
}
