/* SPDX-License-Identifier: GPL-2.0-only */
/* What a comparison comes down to, in one sentence. */
#include "analysis/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/format_common.h"
#include "lib/units.h"

/* How bad or good, in multiples of what matters, so that ns and counts compare. */
static double weight(const struct compared *row)
{
	double effect = fabs(row->now_value - row->base_value);

	return row->minimal > 0 ? effect / row->minimal : effect > 0 ? INFINITY : 0;
}

static const struct compared *largest(const struct comparison *c,
				      bool (*which)(const struct compared *row))
{
	const struct compared *most = NULL;

	for (size_t i = 0; i < c->nr; i++)
		if (which(&c->rows[i]) && (!most || weight(&c->rows[i]) > weight(most)))
			most = &c->rows[i];
	return most;
}

static char *effect_text(const struct compared *row)
{
	char *name = row_name(row->base), *text, percent[UNIT_TEXT];
	double base = row->base_value, change = row->now_value - base;

	text = xasprintf("%s: %s", name, quantity(change, row->base->unit, true).s);
	free(name);
	if (row->kind != COMPARED_DIFFERENCE && base > 0) {
		name = text;
		text = xasprintf("%s (%s)", name, unit_percent(percent, change / base));
		free(name);
	}
	return text;
}

static size_t judged(const struct comparison *c)
{
	return c->regressed + c->improved + c->same + c->cannot_tell;
}

static char *regression(const struct comparison *c)
{
	char *effect = effect_text(largest(c, compared_regressed)), *text;

	text = xasprintf("REGRESSED: %zu of %zu rows%s%s%s", c->regressed, judged(c),
			 c->regressed > 1 ? "; most of all " : "; ", effect, ".");
	free(effect);
	return text;
}

static char *improvement(const struct comparison *c)
{
	char *effect = effect_text(largest(c, compared_improved)), *text;

	text = xasprintf("IMPROVED: %zu of %zu rows, none regressed, %zu cannot tell; %s%s.",
			 c->improved, judged(c), c->cannot_tell,
			 c->improved > 1 ? "most of all " : "", effect);
	free(effect);
	return text;
}

/* "(one boot)": why no row could be decided, if all share a reason; "" where their
 * intervals are too wide, NULL where the reasons are several. */
static const char *common_reason(const struct comparison *c)
{
	const char *why = NULL;

	for (size_t i = 0; i < c->nr; i++) {
		const char *other = c->rows[i].verdict + strlen("cannot tell");

		if (!compared_undecided(&c->rows[i]))
			continue;
		if (why && strcmp(why, other))
			return NULL;
		why = other;
	}
	return why;
}

static char *none_decided(const struct comparison *c, const char *why)
{
	if (!c->cannot_tell)
		return xstrdup("cannot tell: only controls and figures without a verdict in "
			       "common.");
	if (!why)
		return xasprintf("cannot tell: none of %zu rows, for several reasons.",
				 c->cannot_tell);
	if (!strcmp(why, " (one boot)"))
		return xstrdup("cannot tell: levels need two or more boots a side, and there is "
			       "one.");
	return xasprintf("cannot tell%s.", *why ? why : ": the intervals are too wide");
}

static char *nothing_moved(const struct comparison *c)
{
	const char *why = common_reason(c);

	if (c->same && !c->cannot_tell)
		return xasprintf("same: all %zu rows that can be judged.", c->same);
	if (c->same)
		return xasprintf("no regression found: %zu same, %zu cannot tell%s.", c->same,
				 c->cannot_tell, why ? why : "");
	return none_decided(c, why);
}

static char *sentence(const struct comparison *c)
{
	if (!c->nr)
		return xstrdup("cannot tell: BASE and NEW have no row in common.");
	if (*c->host_differences)
		return xasprintf("cannot tell: the hosts differ (%s).", c->host_differences);
	if (*c->mixed)
		return xasprintf("cannot tell: %s (give one kernel a side).", c->mixed);
	if (c->regressed)
		return regression(c);
	return c->improved ? improvement(c) : nothing_moved(c);
}

/* What the sentence cannot speak of: rows that one side lacks, and what was not measured. */
static char *not_compared(const struct comparison *c)
{
	char *base = c->nr_only_base ? xasprintf("; %zu only in BASE", c->nr_only_base) :
		     xstrdup("");
	char *now = c->nr_only_now ? xasprintf("; %zu only in NEW", c->nr_only_now) : xstrdup("");
	char *text = xasprintf("%s%s%s%s", compare_loses(c) ? "; NEW lost kicks" : "", base, now,
			       compare_incomplete(c) ? "; incomplete" : "");

	free(base);
	free(now);
	return text;
}

char *compare_sentence(const struct comparison *c)
{
	char *first = sentence(c), *rest = not_compared(c), *text;

	/* Its period stands behind all of it. */
	text = xasprintf("%.*s%s.", (int)strlen(first) - 1, first, rest);
	free(first);
	free(rest);
	return text;
}
