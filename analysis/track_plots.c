/* SPDX-License-Identifier: GPL-2.0-only */
/* `track --plots`: the trends of a history, as pictures. */
#include "analysis/track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/format_common.h"
#include "analysis/plots.h"

/* Levels that people ask for, and whatever has changed. */
static bool worth_a_picture(const struct series *s)
{
	static const char *const asked[] = { "cost", "latency_p50", "path", "kick_cost" };

	if (s->nr < 2 || row_is_ratio(&s->like))
		return false;
	for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
		if (!strcmp(s->like.metric, asked[i]) && !*s->like.versus)
			return true;
	return s->nr_changes;
}

static struct text change_label(const struct series *s, const struct change *c)
{
	struct summary_row row = {
		.unit = s->like.unit, .estimate = c->after - c->before, .lo = c->lo, .hi = c->hi,
	};

	return text_of("%s%s%.60s%s", quantity_bounds(&row, true).s, c->why ? " (" : "",
		       c->why ? c->why : "", c->why ? ")" : "");
}

static void fill_nights(struct trend_night *nights, const struct history *h,
			const struct series *s)
{
	for (size_t i = 0; i < s->nr; i++) {
		const struct point *p = &s->points[i];

		nights[i] = (struct trend_night){
			.name = h->nights[p->night].name, .value = p->value, .lo = p->lo,
			.hi = p->hi, .host_changed = i && p->segment != p[-1].segment,
		};
	}
}

static int draw(const struct history *h, const struct series *s, const char *dir,
		struct error *err)
{
	const struct night *last = &h->nights[s->points[s->nr - 1].night];
	struct trend_night *nights = xcalloc(s->nr, sizeof(*nights));
	struct trend_change *changes = xcalloc(s->nr_changes, sizeof(*changes));
	struct text *labels = xcalloc(s->nr_changes, sizeof(*labels));
	struct trend t = {
		.series = s->name, .protocol = s->like.protocol, .unit = s->like.unit,
		.history = h->path, .kernel = last->kernel, .nights = nights,
		.nr_nights = s->nr, .changes = changes, .nr_changes = s->nr_changes,
	};
	int ret;

	fill_nights(nights, h, s);
	for (size_t i = 0; i < s->nr_changes; i++) {
		labels[i] = change_label(s, &s->changes[i]);
		changes[i] = (struct trend_change){ s->changes[i].at, labels[i].s };
	}
	ret = plot_trend(&t, dir, s->name, err);
	free(labels);
	free(changes);
	free(nights);
	return ret;
}

int track_plots(const struct history *h, struct error *err)
{
	char *dir = xasprintf("%s/plots", h->path);
	int ret = 0;

	for (size_t i = 0; i < h->nr_series && !ret; i++)
		if (worth_a_picture(&h->series[i]))
			ret = draw(h, &h->series[i], dir, err);
	free(dir);
	return ret;
}
