/* SPDX-License-Identifier: GPL-2.0-only */
/* How large a row's effect is, how sure, and whether a verdict may be given. */
#include "analysis/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool row_is_path(const struct summary_row *row)
{
	return !strcmp(row->metric, "path");
}

bool row_of_control(const struct summary_row *row)
{
	return !strncmp(row->verdict, "control", 7) || strstr(row->note, "control");
}

static bool one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(s, *list))
			return true;
	return false;
}

bool row_higher_is_better(const struct summary_row *row)
{
	return !strcmp(row->metric, "throughput") || !strcmp(row->metric, "fairness");
}

enum compared_kind row_kind(const struct summary_row *row)
{
	static const char *const shown[] = { "late", "stale", "spurious", "latency_max",
					     "latency_sent_max", "latency_seen_max", "break_even",
					     "siglock_wait_p99", NULL };

	if (row_is_path(row))
		return COMPARED_EXACT;
	if (!strcmp(row->metric, "lost"))
		return *row->versus ? COMPARED_SHOWN : COMPARED_LOST;
	if (one_of(row->metric, shown))
		return COMPARED_SHOWN;
	return *row->versus ? COMPARED_DIFFERENCE : COMPARED_LEVEL;
}

/* Enough boots to know how boots vary. */
static bool is_history(const struct side *s, size_t units)
{
	return units >= HISTORY_NIGHTS && !side_nights(s);
}

static size_t units_of(const struct side *s, const struct summary_row *row)
{
	double *v = xcalloc(s->nr_units, sizeof(*v));
	size_t n = side_values(s, row, v);

	free(v);
	return n;
}

/* Too few boots have the row for a verdict over boots. */
static bool one_boot(const struct comparison *c, const struct compared *row)
{
	size_t na = units_of(&c->base, row->base), nb = units_of(&c->now, row->base);

	return (na < 2 || nb < 2) && !is_history(&c->base, na) && !is_history(&c->now, nb);
}

/* One boot against a history: how boots vary is known from the other side. */
static struct estimate by_history(double difference, const double *history, size_t n, double level)
{
	double se = sqrt(stats_variance(history, n) * (1 + 1. / n));

	return stats_t_from(difference, se, (double)n - 1, n, level);
}

/* Counts of instructions need none. Of boots that all lost no kick it would go from 0 to 0, as
 * if no other could lose one; and a longest latency has no bounds. */
static bool has_interval(const struct compared *row)
{
	return row->kind == COMPARED_LEVEL || row->kind == COMPARED_DIFFERENCE ||
	       !strcmp(row->base->metric, "break_even");
}

static struct estimate by_boots(const struct comparison *c, const struct compared *row,
				double level)
{
	double *a = xcalloc(c->base.nr_units, sizeof(*a));
	double *b = xcalloc(c->now.nr_units, sizeof(*b));
	size_t na = side_values(&c->base, row->base, a), nb = side_values(&c->now, row->base, b);
	double difference = row->now_value - row->base_value;
	struct estimate e = { difference, NAN, NAN, NAN, NAN, NAN, 0 };

	if (!has_interval(row))
		;
	else if (na >= 2 && nb >= 2)
		e = stats_welch(b, nb, a, na, level);
	else if (is_history(&c->base, na))
		e = by_history(difference, a, na, level);
	else if (is_history(&c->now, nb))
		e = by_history(difference, b, nb, level);
	e.n = (na + nb + 1) / 2;
	free(a);
	free(b);
	return e;
}

/* The level that a share of is meant: for a difference, that of what it is
 * measured against. */
static double level_of(const struct comparison *c, const struct compared *row)
{
	struct summary_row like = *row->base;

	if (!*like.versus)
		return fabs(row->base_value);
	like.protocol = like.versus;
	like.versus = "";
	return fabs(side_mean(&c->base, &like));
}

/* Of rare events less than that is nothing, however few there were before. */
static double minimal_events(const char *unit)
{
	return !strcmp(unit, "per exit") ? .001 : !strcmp(unit, "per 1000 exits") ? .1 : 0;
}

double row_minimal(const struct summary_row *row, double level)
{
	bool ns = !strcmp(row->unit, "ns");

	if (row_is_path(row))
		return minimal_instructions(level);
	if (name_starts(row->metric, "latency_"))
		return minimal_latency(strstr(row->metric, "_p50") ? .5 : .99) * level;
	if (!*row->versus)
		return isnan(level) ? NAN : fmax(minimal_kernels(level), minimal_events(row->unit));
	if (isnan(level))
		return ns ? minimal_arms(0) : NAN;
	return ns ? minimal_arms(level) : fmax(.01 * level, minimal_events(row->unit));
}

void compare_effect(const struct comparison *c, struct compared *row,
		    const struct compare_options *o)
{
	row->kind = row_kind(row->base);
	row->base_value = side_mean(&c->base, row->base);
	row->now_value = side_mean(&c->now, row->base);
	row->adjusted_p = NAN;
	row->by_boots = !one_boot(c, row);
	if (row->kind == COMPARED_DIFFERENCE && !row->by_boots)
		row->difference = compare_by_runs(c, row, o->level);
	else
		row->difference = by_boots(c, row, o->level);
	row->minimal = isnan(o->minimal) ? row_minimal(row->base, level_of(c, row)) :
		       o->minimal * level_of(c, row);
	row->why_not = compare_why_not(c, row);
}
