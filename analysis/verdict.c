/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/verdict.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "lib/units.h"

#define RUNS_MAX 1e5		/* more replicates than that are no advice */
#define DETECTABLE_MAX 1e12	/* ns: nor is a quarter of an hour */
#define ROUNDING 1e-9		/* ns, instructions or a log ratio: less is no effect */

double minimal_arms(double level_ns)
{
	return fmax(.01 * level_ns, 20);
}

double minimal_kernels(double level)
{
	return .02 * level;
}

double minimal_instructions(double level)
{
	return fmax(.01 * level, 20);
}

double minimal_latency(double quantile)
{
	return quantile <= .5 ? .05 : .15;
}

static const char *direction(double effect, bool higher_is_better, enum verdict_style style)
{
	bool worse = higher_is_better ? effect < 0 : effect > 0;

	if (style == VERDICT_ARMS)
		return worse ? "slower" : "faster";
	return worse ? "REGRESSED" : "IMPROVED";
}

/* What a difference, or a bound of one, means in the unit of e->minimal. */
static double effect_of(const struct evidence *e, double difference)
{
	return e->logs ? expm1(difference) : difference;
}

static double half_width(const struct evidence *e, double level)
{
	double lo, hi;

	stats_bounds(&e->difference, level, &lo, &hi);
	return (effect_of(e, hi) - effect_of(e, lo)) / 2;
}

/* The level at which this one difference has to stand, so that it does at e->level among all
 * that it was adjusted with. (Where Holm's p ends at 1 the factor was larger than it tells.) */
static double level_alone(const struct evidence *e)
{
	double factor = e->adjusted_p / e->difference.p;

	return factor > 1 ? 1 - (1 - e->level) / factor : e->level;
}

/* Whether n replicates settle it, were the effect what it looks like: the error shrinks with
 * the root of their number, and Student's t grows narrower. */
static bool settles(const struct evidence *e, double n)
{
	double effect = fabs(effect_of(e, e->difference.value)), had = (double)e->difference.n;
	struct evidence more = *e;

	more.difference.se *= sqrt(had / n);
	more.difference.df *= (n - 1) / (had - 1);
	if (effect < e->minimal)
		return half_width(&more, 1 - 2 * (1 - e->level)) < e->minimal - effect;
	return half_width(&more, level_alone(e)) < effect;
}

/* The least number of replicates that would; above RUNS_MAX where that many would not. Never
 * as few as there are: they did not. */
static double replicates_needed(const struct evidence *e)
{
	double few = (double)e->difference.n, many = RUNS_MAX + 1;

	while (many - few > 1) {
		double n = floor((few + many) / 2);

		*(settles(e, n) ? &many : &few) = n;
	}
	return many;
}

static void explain(const struct evidence *e, char *note)
{
	double least = stats_detectable(&e->difference, level_alone(e));
	double detectable = effect_of(e, least) * e->scale;
	double needed = replicates_needed(e);
	char text[UNIT_TEXT], often[UNIT_TEXT];

	if (!(detectable < DETECTABLE_MAX)) {
		snprintf(note, VERDICT_TEXT, "too few %s for an interval", e->replicates);
		return;
	}
	if (!strcmp(e->unit, "ns"))
		unit_time(text, detectable);
	else
		unit_count(text, detectable);
	if (needed > RUNS_MAX)
		snprintf(often, sizeof(often), "100k");
	else
		unit_count(often, needed);
	snprintf(note, VERDICT_TEXT, "detectable: %s; %s %s %s would settle it", text,
		 needed > RUNS_MAX ? "over" : "about", often, e->replicates);
}

void verdict_decide(const struct evidence *e, enum verdict_style style, char *verdict, char *note)
{
	double lo, hi, a = 1 - e->level, effect = effect_of(e, e->difference.value);

	*note = '\0';
	if (e->why_not) {
		snprintf(verdict, VERDICT_TEXT, "cannot tell (%s)", e->why_not);
		return;
	}
	stats_bounds(&e->difference, 1 - 2 * a, &lo, &hi);
	if (effect_of(e, lo) > -e->minimal && effect_of(e, hi) < e->minimal) {
		snprintf(verdict, VERDICT_TEXT, "same");
		if (e->adjusted_p < a && fabs(effect) > ROUNDING)
			snprintf(note, VERDICT_TEXT, "real but small");
	} else if (e->adjusted_p < a && fabs(effect) >= e->minimal) {
		snprintf(verdict, VERDICT_TEXT, "%s",
			 direction(effect, e->higher_is_better, style));
	} else {
		snprintf(verdict, VERDICT_TEXT, "cannot tell");
		explain(e, note);
	}
}

void verdict_exact(double effect, double minimal, enum verdict_style style, char *verdict,
		   char *note)
{
	*note = '\0';
	if (fabs(effect) >= minimal) {
		snprintf(verdict, VERDICT_TEXT, "%s", direction(effect, false, style));
		return;
	}
	snprintf(verdict, VERDICT_TEXT, "same");
	if (effect != 0)
		snprintf(note, VERDICT_TEXT, "real but small");
}

bool verdict_null_failed(const struct evidence *e)
{
	return e->adjusted_p < 1 - e->level &&
	       fabs(effect_of(e, e->difference.value)) > e->minimal / 4;
}
