/* SPDX-License-Identifier: GPL-2.0-only */
/* Exact counts arbitrate: did the kernel do more, or did it only take longer? And levels do:
 * a difference between protocols grows, too, when the other one gets faster. */
#include "analysis/compare.h"

#include <stdio.h>
#include <string.h>

static bool moved(const struct compared *row)
{
	return compared_regressed(row) || compared_improved(row);
}

/* What bench path counts is a whole exit; with the flag set, a KVM_RUN that does not enter
 * the guest. */
static bool counts_for(const struct summary_row *path, const char *bench)
{
	if (strcmp(path->bench, "path"))
		return !strcmp(path->bench, bench);
	if (!strcmp(bench, "entry"))
		return !strcmp(path->variant, "immediate");
	return !*path->variant && (!strcmp(bench, "exit") || !strcmp(bench, "contend"));
}

/* A cost that may be laid beside a count: same guest, protocols and path; the
 * count comes from one vCPU, so the number of vCPUs and the place may differ. */
static bool about_the_same(const struct summary_row *time, const struct summary_row *path)
{
	return !strcmp(time->metric, "cost") && counts_for(path, time->bench) &&
	       !strcmp(time->guest, path->guest) && !strcmp(time->protocol, path->protocol) &&
	       !strcmp(time->versus, path->versus);
}

static void say(struct compared *row, const char *what)
{
	size_t used = strlen(row->note);

	snprintf(row->note + used, sizeof(row->note) - used, "%s%s", used ? "; " : "", what);
}

static const struct compared *count_of(const struct comparison *c, const struct compared *time)
{
	for (size_t i = 0; i < c->nr; i++)
		if (c->rows[i].kind == COMPARED_EXACT && !c->rows[i].why_not &&
		    about_the_same(time->base, c->rows[i].base))
			return &c->rows[i];
	return NULL;
}

static void arbitrate_time(const struct comparison *c, struct compared *row)
{
	const struct compared *count = count_of(c, row);

	if (!count || !moved(row))
		return;
	if (compared_regressed(row) == compared_regressed(count) && moved(count))
		say(row, "confirmed by the instruction count");
	else
		say(row, "layout, cache or lock?");
}

/* "instructions only" needs a time that for sure did not move with them: not that it moved for
 * sure is no answer. */
static void arbitrate_count(const struct comparison *c, struct compared *row)
{
	bool judged = false;

	if (!moved(row))
		return;
	for (size_t i = 0; i < c->nr; i++) {
		const struct compared *time = &c->rows[i];

		if (time->why_not || !about_the_same(time->base, row->base))
			continue;
		if (moved(time) && compared_regressed(time) == compared_regressed(row)) {
			say(row, "confirmed by the time");
			return;
		}
		judged |= moved(time) || !strcmp(time->verdict, "same");
	}
	if (judged)
		say(row, "instructions only");
}

static bool same_cell(const struct summary_row *a, const struct summary_row *b)
{
	return a->vcpus == b->vcpus && !strcmp(a->bench, b->bench) &&
	       !strcmp(a->guest, b->guest) && !strcmp(a->place, b->place) &&
	       !strcmp(a->variant, b->variant);
}

static const struct compared *level_of(const struct comparison *c, const struct summary_row *row,
				       const char *protocol)
{
	for (size_t i = 0; i < c->nr; i++) {
		const struct summary_row *level = c->rows[i].base;

		if (c->rows[i].kind == COMPARED_LEVEL && same_cell(level, row) &&
		    !strcmp(level->metric, row->metric) && !strcmp(level->protocol, protocol))
			return &c->rows[i];
	}
	return NULL;
}

/* The baseline went the other way, and the protocol itself did not go along with the row. */
static void arbitrate_difference(const struct comparison *c, struct compared *row)
{
	const struct compared *own = level_of(c, row->base, row->base->protocol);
	const struct compared *base = level_of(c, row->base, row->base->versus);
	bool worse = compared_regressed(row);

	if (!moved(row) || !own || !base || !moved(base) || compared_regressed(base) == worse)
		return;
	if (!strcmp(own->verdict, "same") || (moved(own) && compared_regressed(own) != worse))
		snprintf(row->verdict, sizeof(row->verdict), "cannot tell (%s moved)",
			 row->base->versus);
}

void compare_arbitrate(struct comparison *c)
{
	for (size_t i = 0; i < c->nr; i++)
		if (c->rows[i].kind == COMPARED_DIFFERENCE)
			arbitrate_difference(c, &c->rows[i]);
	for (size_t i = 0; i < c->nr; i++) {
		if (c->rows[i].kind == COMPARED_EXACT)
			arbitrate_count(c, &c->rows[i]);
		else
			arbitrate_time(c, &c->rows[i]);
	}
}
