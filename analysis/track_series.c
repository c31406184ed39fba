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
		return !strstr(row->note, "control") && !strstr(row->verdict, "control");
	return kind == COMPARED_EXACT || believed(s, row, emulated);
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
	if (!s->nr)
		return 0;
	return s->points[s->nr - 1].segment + (s->batch != batch || s->host != host);
}

static void add_row(struct history *h, struct series *s, size_t night, const struct rundir *d,
		    const struct point *values)
{
	const struct cell_info *cell = rundir_cell(d, s->like.cell);
	int batch = cell ? cell->batch : 0, host = h->nights[night].host;
	struct point p = *values;

	p.segment = segment_of(s, batch, host);
	s->batch = batch;
	s->host = host;
	append(&s->points, &s->nr, &p);
}

static char *series_name(const struct summary_row *row)
{
	return xasprintf("%s:%s:%d:%s:%s:%s:%s%s%s:%s", row->bench, row->guest, row->vcpus,
			 row->place, row->variant, row->metric, row->protocol,
			 *row->versus ? "-" : "", row->versus, row->unit);
}

void history_add(struct history *h, size_t night, bool fresh, const struct rundir *d,
		 const struct summary *rows)
{
	bool emulated = rundir_emulated(d);

	for (size_t i = 0; i < rows->nr; i++) {
		const struct summary_row *row = &rows->rows[i];
		struct point p = { night, row->estimate, row->lo, row->hi, level_of(rows, row), 0 };
		struct series *s;
		char *name;

		if (!tracked(rows, row, emulated))
			continue;
		name = series_name(row);
		s = history_series(h, name);
		if (!s && !fresh)
			s = new_series(h, name, row);
		free(name);
		if (s && fresh)
			append(&s->fresh, &s->nr_fresh, &p);
		else if (s && (!s->nr || s->points[s->nr - 1].night != night)) {
			s->like.cell = row->cell;
			add_row(h, s, night, d, &p);
		}
	}
}
