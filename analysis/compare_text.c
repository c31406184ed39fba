/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/compare_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "lib/units.h"

static bool is_difference(const struct compared *row)
{
	return *row->base->versus;
}

/* A count of instructions is an integer: all its digits. */
static struct text value_text(const struct compared *row, double v)
{
	if (row->kind == COMPARED_EXACT && v == floor(v))
		return text_of(is_difference(row) ? "%+.0f" : "%.0f", v);
	return quantity(v, row->base->unit, is_difference(row));
}

struct text base_text(const struct compared *row)
{
	return value_text(row, row->base_value);
}

struct text now_text(const struct compared *row)
{
	return value_text(row, row->now_value);
}

struct text change_text(const struct compared *row)
{
	double change = row->now_value - row->base_value;
	struct summary_row as_row = *row->base;

	if (row->kind == COMPARED_EXACT && change == floor(change))
		return change ? text_of("%+.0f", change) : text_of("0");
	as_row.estimate = change;
	as_row.lo = row->difference.lo;
	as_row.hi = row->difference.hi;
	if (!isfinite(as_row.lo) || !isfinite(as_row.hi) || row->kind == COMPARED_LOST)
		return quantity(change, row->base->unit, true);
	return quantity_bounds(&as_row, true);
}

struct text share_text(const struct compared *row)
{
	char buf[UNIT_TEXT];

	if (is_difference(row) || !(row->base_value > 0))
		return text_of("%s", "");
	return text_of("%s", unit_percent(buf, row->now_value / row->base_value - 1));
}

struct text judgement_text(const struct compared *row)
{
	return text_of("%.120s%s%.120s", row->verdict, *row->note ? ": " : "", row->note);
}

bool compared_shown(const struct compared *row)
{
	return row->kind != COMPARED_SHOWN || row->base_value != 0 || row->now_value != 0;
}

typedef void note_fn(const char *title, const char *value, void *context);

static const char *env(const struct side *s, const char *key, const char *otherwise)
{
	const char *v = rundir_env(s->dirs[0].dir, key);

	return v ? v : otherwise;
}

static void note_side(const char *title, const struct side *s, note_fn *fn, void *context)
{
	char *text = xasprintf("%s: Linux %s, %s; %zu director%s, %zu boot%s%s%s", s->path,
			       env(s, "kernel", "(not known)"), env(s, "host", "host not known"),
			       s->nr_dirs, s->nr_dirs == 1 ? "y" : "ies", s->nr_boots,
			       s->nr_boots == 1 ? "" : "s", side_nights(s) ?
			       ": nights are the units, another boot may lie elsewhere" : "",
			       s->nr_dirs > 1 && s->nr_untold ?
			       "; which boot is not always told" : "");

	fn(title, text, context);
	free(text);
}

static void note_only(const char *title, const struct summary_row **rows, size_t nr, note_fn *fn,
		      void *context)
{
	for (size_t i = 0; i < nr; i++) {
		char *name = row_name(rows[i]);

		fn(title, name, context);
		free(name);
	}
}

static void note_primary(const struct comparison *c, note_fn *fn, void *context)
{
	for (size_t i = 0; i < c->nr; i++) {
		char *name;

		if (!c->rows[i].primary)
			continue;
		name = row_name(c->rows[i].base);
		fn("primary", name, context);
		free(name);
	}
}

static bool unfinished(const struct side_dir *d)
{
	return summary_incomplete(d->summary, d->dir);
}

bool compare_incomplete(const struct comparison *c)
{
	bool any = false;

	for (size_t i = 0; i < c->base.nr_dirs; i++)
		any |= unfinished(&c->base.dirs[i]);
	for (size_t i = 0; i < c->now.nr_dirs; i++)
		any |= unfinished(&c->now.dirs[i]);
	return any;
}

static void note_incomplete(const struct side *s, note_fn *fn, void *context)
{
	for (size_t i = 0; i < s->nr_dirs; i++)
		if (unfinished(&s->dirs[i]))
			fn("incomplete", s->dirs[i].dir->path, context);
}

void compare_notes(const struct comparison *c, note_fn *fn, void *context)
{
	note_side("BASE", &c->base, fn, context);
	note_side("NEW", &c->now, fn, context);
	note_incomplete(&c->base, fn, context);
	note_incomplete(&c->now, fn, context);
	if (*c->kernel_differences)
		fn("differs", c->kernel_differences, context);
	if (*c->host_differences)
		fn("hosts differ", c->host_differences, context);
	if (c->emulated)
		fn("emulated", "times of an emulated host mean nothing; counts do", context);
	note_primary(c, fn, context);
	note_only("only in BASE", c->only_base, c->nr_only_base, fn, context);
	note_only("only in NEW", c->only_now, c->nr_only_now, fn, context);
}
