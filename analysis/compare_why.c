/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a row gets no verdict. Each directory of both sides is asked: which one
 * comes first is a matter of names.
 */
#include "analysis/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t compare_nr_dirs(const struct comparison *c)
{
	return c->base.nr_dirs + c->now.nr_dirs;
}

const struct side_dir *compare_dir(const struct comparison *c, size_t i)
{
	return i < c->base.nr_dirs ? &c->base.dirs[i] : &c->now.dirs[i - c->base.nr_dirs];
}

/* Whether a directory's own row is so. */
typedef bool row_is_fn(const struct side_dir *d, const struct summary_row *row);

static bool any(const struct comparison *c, const struct compared *row, row_is_fn *is)
{
	for (size_t i = 0; i < compare_nr_dirs(c); i++) {
		const struct side_dir *d = compare_dir(c, i);
		const struct summary_row *own = side_row(d, row->base);

		if (own && is(d, own))
			return true;
	}
	return false;
}

/* What must be equal in all directories; "" where there is nothing. */
typedef const char *dir_text_fn(const struct side_dir *d);

static bool texts_differ(const struct comparison *c, const struct compared *row, dir_text_fn *text)
{
	const char *first = NULL;

	for (size_t i = 0; i < compare_nr_dirs(c); i++) {
		const struct side_dir *d = compare_dir(c, i);

		if (!side_row(d, row->base))
			continue;
		if (first && strcmp(first, text(d)))
			return true;
		first = text(d);
	}
	return false;
}

static bool undecided(const struct summary_row *row, const char *why)
{
	return name_starts(row->verdict, "cannot tell (") && strstr(row->verdict, why);
}

bool row_one_boot(const struct summary_row *row)
{
	return strstr(row->note, "one boot") || undecided(row, "one boot");
}

static bool is_disturbed(const struct side_dir *d, const struct summary_row *row)
{
	(void)d;
	return undecided(row, "disturbed") || strstr(row->note, DISTURBED_NOTE);
}

static bool has_unequal_batches(const struct side_dir *d, const struct summary_row *row)
{
	(void)d;
	return undecided(row, "unequal batches");
}

static bool lacks_kicks(const struct side_dir *d, const struct summary_row *row)
{
	(void)d;
	return strstr(row->note, KICKS_MISSING);
}

static bool lacks_lost_kicks(const struct side_dir *d, const struct summary_row *row)
{
	(void)d;
	return undecided(row, KICKS_LOST);
}

static bool has_failed_null(const struct side_dir *d, const struct summary_row *row)
{
	return null_failed(d->summary, row->cell);
}

bool row_inexact(const struct summary_row *row)
{
	return strstr(row->note, "not exact") || undecided(row, "not exact");
}

static bool is_inexact(const struct side_dir *d, const struct summary_row *row)
{
	(void)d;
	return row_inexact(row);
}

/* An exact count that differs between the boots of one kernel is none. */
static bool counts_differ(const struct side *s, const struct summary_row *like)
{
	const struct summary_row *first = NULL;

	for (size_t i = 0; i < s->nr_dirs; i++) {
		const struct summary_row *row = side_row(&s->dirs[i], like);

		if (!row || isnan(row->estimate))
			continue;
		if (first && row->estimate != first->estimate)
			return true;
		first = row;
	}
	return false;
}

/* Batches of different length hold different shares of what surrounds the exits. */
static bool batches_differ(const struct comparison *c, const struct compared *row)
{
	bool any = false;
	int64_t first = 0;

	for (size_t i = 0; i < compare_nr_dirs(c); i++) {
		const struct side_dir *d = compare_dir(c, i);
		const struct summary_row *own = side_row(d, row->base);
		const struct cell_info *cell = own ? rundir_cell(d->dir, own->cell) : NULL;
		int64_t batch = cell ? summary_batch(d->summary, d->dir, cell) : 0;

		if (cell && any && batch != first)
			return true;
		first = cell ? batch : first;
		any |= cell != NULL;
	}
	return false;
}

/* All waits, or queued ones only. */
static const char *waits_counted(const struct side_dir *d)
{
	const char *which = rundir_env(d->dir, "siglock_counter");

	return which ? which : "";
}

static const char *why_no_count(const struct comparison *c, const struct compared *row)
{
	if (counts_differ(&c->base, row->base) || counts_differ(&c->now, row->base))
		return "counts differ between boots";
	return any(c, row, is_inexact) ? "not exact" : NULL;
}

static const char *why_no_time(const struct comparison *c, const struct compared *row)
{
	if (c->emulated)
		return "emulated";
	if (any(c, row, has_failed_null))
		return "null control failed";
	if (any(c, row, is_disturbed))
		return "disturbed";
	if (any(c, row, lacks_kicks))
		return KICKS_MISSING;
	if (any(c, row, lacks_lost_kicks))
		return KICKS_LOST;
	if (batches_differ(c, row) || any(c, row, has_unequal_batches))
		return "unequal batches";
	if (name_starts(row->base->metric, "siglock_") && texts_differ(c, row, waits_counted))
		return "all waits and queued waits only";
	if (row->kind == COMPARED_LEVEL && !row->by_boots)
		return "one boot";
	return isnan(row->difference.se) ? "no interval" : NULL;
}

const char *compare_why_not(const struct comparison *c, const struct compared *row)
{
	if (*c->host_differences)
		return "the hosts differ";
	if (*c->mixed)
		return "one side mixes kernels";
	if (row->kind == COMPARED_EXACT)
		return why_no_count(c, row);
	return row->kind == COMPARED_LOST ? NULL : why_no_time(c, row);
}
