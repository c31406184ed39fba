/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/rows.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void make_room(struct builder *b)
{
	struct summary *s = b->summary;
	size_t size = s->nr ? 2 * s->nr : 64;

	if (s->nr & (s->nr - 1) || (s->nr && s->nr < 64))
		return;
	s->rows = xrealloc(s->rows, size * sizeof(*s->rows));
	b->judging = xrealloc(b->judging, size * sizeof(*b->judging));
}

size_t add_summary_row(struct builder *b, const struct cell_info *cell, const char *metric,
		const char *protocol, const char *versus, const char *unit,
		const struct estimate *e)
{
	struct summary *s = b->summary;
	bool interval = !isnan(e->lo);

	make_room(b);
	s->rows[s->nr] = (struct summary_row){
		.cell = cell->cell, .vcpus = cell->vcpus, .runs = (int)e->n,
		.bench = xstrdup(cell->bench), .guest = xstrdup(cell->guest),
		.place = xstrdup(cell->place), .variant = xstrdup(cell->variant),
		.metric = xstrdup(metric), .protocol = xstrdup(protocol),
		.versus = xstrdup(versus), .unit = xstrdup(unit), .estimate = e->value,
		.lo = e->lo, .hi = e->hi, .level = interval ? b->level : NAN, .p = e->p,
		.verdict = xstrdup(""), .note = xstrdup(""),
	};
	b->judging[s->nr] = (struct judging){ .how = JUDGED_NOT };
	return s->nr++;
}

void rows_note(struct builder *b, size_t row, const char *fmt, ...)
{
	char **note = &b->summary->rows[row].note, *joined, text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!*text)
		return;
	joined = xasprintf("%s%s%s", *note, **note ? "; " : "", text);
	free(*note);
	*note = joined;
}

void rows_verdict(struct builder *b, size_t row, const char *verdict)
{
	char **old = &b->summary->rows[row].verdict;

	free(*old);
	*old = xstrdup(verdict);
}

struct estimate exact_value(double value, size_t n)
{
	return (struct estimate){ .value = value, .lo = NAN, .hi = NAN, .se = NAN, .df = NAN,
				  .p = NAN, .n = n };
}

double effect_of_interest(const struct builder *b, double usual, double level_value)
{
	return isnan(b->minimal) ? usual : b->minimal * fabs(level_value);
}

/* Decided later on the estimate that the interval was made for. */
static void judge_later(struct builder *b, size_t row, const struct estimate *e, double minimal,
			double scale, bool logs)
{
	b->judging[row] = (struct judging){
		.how = JUDGED_DIFFERENCE,
		.evidence = {
			.difference = *e, .level = b->level, .adjusted_p = e->p,
			.minimal = minimal, .logs = logs, .unit = b->summary->rows[row].unit,
			.scale = scale, .replicates = "runs",
		},
	};
}

static struct estimate scaled(const struct estimate *e, double factor)
{
	struct estimate s = *e;

	s.value *= factor;
	s.lo *= factor;
	s.hi *= factor;
	s.se *= fabs(factor);
	return s;
}

static struct estimate relative(const struct estimate *y)
{
	struct estimate r = *y;

	r.value = expm1(y->value);
	r.lo = isinf(y->lo) ? y->lo : expm1(y->lo);	/* without end is without end */
	r.hi = expm1(y->hi);
	return r;
}

size_t add_ratio_rows(struct builder *b, const struct cell_info *cell, const char *metric,
		      const char *protocol, const char *versus, const char *unit,
		      const struct estimate *y, double level_value, double minimal)
{
	struct estimate ratio = relative(y), difference = scaled(&ratio, level_value);
	size_t row = add_summary_row(b, cell, metric, protocol, versus, unit, &difference);

	add_summary_row(b, cell, metric, protocol, versus, "ratio", &ratio);
	judge_later(b, row, y, effect_of_interest(b, minimal, level_value) / level_value,
		    level_value, true);
	return row;
}

size_t add_versus_rows(struct builder *b, const struct cell_info *cell, const char *metric,
		       const char *protocol, const char *versus, const char *unit,
		       const struct estimate *d, double level_value)
{
	struct estimate ratio = scaled(d, 1 / level_value);
	size_t row = add_summary_row(b, cell, metric, protocol, versus, unit, d);

	if (level_value > 0)
		add_summary_row(b, cell, metric, protocol, versus, "ratio", &ratio);
	return row;
}

size_t add_difference_rows(struct builder *b, const struct cell_info *cell, const char *metric,
			   const char *protocol, const char *versus, const char *unit,
			   const struct estimate *d, double level_value, double minimal)
{
	size_t row = add_versus_rows(b, cell, metric, protocol, versus, unit, d, level_value);

	judge_later(b, row, d, effect_of_interest(b, minimal, level_value), 1, false);
	return row;
}
