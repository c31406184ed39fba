/* SPDX-License-Identifier: GPL-2.0-only */
/* Verdicts for all rows of a comparison: Holm over all but the primary one. */
#include "analysis/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool compared_undecided(const struct compared *row)
{
	return !strncmp(row->verdict, "cannot tell", 11);
}

bool compared_regressed(const struct compared *row)
{
	return !strcmp(row->verdict, "REGRESSED");
}

bool compared_improved(const struct compared *row)
{
	return !strcmp(row->verdict, "IMPROVED");
}

static char *cell_label(const struct summary_row *row)
{
	return xasprintf("%s %s %d %s%s%s", row->bench, *row->guest ? row->guest : "-", row->vcpus,
			 row->place, *row->variant ? " " : "", row->variant);
}

char *row_name(const struct summary_row *row)
{
	char *cell = cell_label(row), *name;

	name = xasprintf("%s %s %s%s%s", cell, row->metric, row->protocol,
			 *row->versus ? " - " : "", row->versus);
	free(cell);
	return name;
}

static bool tested(const struct compared *row)
{
	return !row->why_not &&
	       (row->kind == COMPARED_LEVEL || row->kind == COMPARED_DIFFERENCE);
}

/* More vCPUs than CPUs measure the scheduler. */
static bool oversubscribed(const struct compared *row)
{
	return list_has(row->base->variant, "oversubscribed");
}

/* The first cost: of levels if there are boots enough. Whether it can be told is no reason to
 * take another: that would be to choose by what came out. */
static struct compared *first_cost(struct comparison *c)
{
	struct compared *first = NULL;

	for (size_t i = 0; i < c->nr; i++) {
		struct compared *row = &c->rows[i];

		if (strcmp(row->base->metric, "cost") || oversubscribed(row))
			continue;
		if (row->kind == COMPARED_LEVEL && row->by_boots)
			return row;
		if (!first && row->kind == COMPARED_DIFFERENCE)
			first = row;
	}
	return first;
}

static int name_primary(struct comparison *c, const struct compare_options *o, struct error *err)
{
	struct compared *primary = o->primary ? NULL : first_cost(c);

	for (size_t i = 0; o->primary && i < c->nr; i++) {
		char *name = row_name(c->rows[i].base);

		if (!strcmp(name, o->primary))
			primary = &c->rows[i];
		free(name);
	}
	if (primary)
		primary->primary = true;
	else if (o->primary)
		return error_set(err, EXIT_USAGE, "--primary %s: no such row in both (rows are "
				 "named as the table names them)", o->primary);
	return 0;
}

static void adjust(struct comparison *c)
{
	double *p = xcalloc(c->nr + 1, sizeof(*p));

	for (size_t i = 0; i < c->nr; i++)
		p[i] = tested(&c->rows[i]) && !c->rows[i].primary ? c->rows[i].difference.p : NAN;
	stats_holm(p, c->nr);
	for (size_t i = 0; i < c->nr; i++) {
		struct compared *row = &c->rows[i];

		row->adjusted_p = row->primary && tested(row) ? row->difference.p : p[i];
	}
	free(p);
}

static void judge_tested(const struct comparison *c, struct compared *row, double level)
{
	bool nights = side_nights(&c->base) || side_nights(&c->now);
	struct evidence e = {
		.why_not = row->why_not,
		.difference = row->difference,
		.level = level,
		.adjusted_p = row->adjusted_p,
		.minimal = row->minimal,
		.higher_is_better = row_higher_is_better(row->base),
		.unit = row->base->unit,
		.scale = 1,
		.replicates = !row->by_boots ? "runs a side" :
			      nights ? "nights a side" : "boots a side",
	};

	if (!e.why_not && e.difference.value == 0 && e.difference.se == 0)
		snprintf(row->verdict, VERDICT_TEXT, "same");	/* 0 and 0, whatever matters */
	else
		verdict_decide(&e, VERDICT_KERNELS, row->verdict, row->note);
}

static void judge(const struct comparison *c, struct compared *row, double level)
{
	if (row->kind == COMPARED_SHOWN)
		snprintf(row->verdict, VERDICT_TEXT, "-");
	else if (row->why_not || tested(row))
		judge_tested(c, row, level);
	else if (row->kind == COMPARED_LOST)
		compare_lost(c, row);
	else
		verdict_exact(row->now_value - row->base_value, row->minimal, VERDICT_KERNELS,
			      row->verdict, row->note);
}

static void tally(struct comparison *c)
{
	for (size_t i = 0; i < c->nr; i++) {
		const struct compared *row = &c->rows[i];

		c->regressed += compared_regressed(row);
		c->improved += compared_improved(row);
		c->same += !strcmp(row->verdict, "same");
		c->cannot_tell += compared_undecided(row);
	}
}

int compare_sides(struct comparison *c, const struct compare_options *o, struct error *err)
{
	c->level = o->level;
	compare_hosts(c);
	compare_match(c);
	for (size_t i = 0; i < c->nr; i++)
		compare_effect(c, &c->rows[i], o);
	if (name_primary(c, o, err))
		return -1;
	adjust(c);
	for (size_t i = 0; i < c->nr; i++)
		judge(c, &c->rows[i], o->level);
	compare_arbitrate(c);
	tally(c);
	return 0;
}

void compare_free(struct comparison *c)
{
	free(c->rows);
	free(c->only_base);
	free(c->only_now);
	free(c->mixed);
	free(c->host_differences);
	free(c->kernel_differences);
	side_free(&c->base);
	side_free(&c->now);
}
