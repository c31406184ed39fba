/* SPDX-License-Identifier: GPL-2.0-only */
/* A history for people. */
#include "analysis/track.h"

#include <math.h>
#include <string.h>
#include "analysis/format_common.h"
#include "analysis/format_grid.h"

static const struct grid empty_grid = {
	.column = {
		{ .head = "series" },
		{ .head = "nights", .right = true },
		{ .head = "level now", .right = true },
		{ .head = "spread", .constant = true },
		{ .head = "state" },
		{ .head = "last change" },
		{ .head = "from", .right = true },
		{ .head = "by", .right = true },
		{ .head = "proof" },
	},
	.columns = 9,
};

static struct text estimate_text(const struct series *s, double v, double lo, double hi, bool plus)
{
	struct summary_row row = s->like;

	row.estimate = v;
	row.lo = lo;
	row.hi = hi;
	if (s->kind == COMPARED_EXACT)
		return text_of(plus ? "%+.0f" : "%.0f", v);
	if (!isfinite(lo) || !isfinite(hi) || s->kind == COMPARED_LOST)
		return quantity(v, row.unit, plus);
	return quantity_bounds(&row, plus);
}

static void add_change(struct grid *g, const struct history *h, const struct series *s)
{
	const struct change *c = series_last(s);
	bool plus = *s->like.versus;

	if (!c) {
		for (int i = 0; i < 4; i++)
			grid_add(g, "");
		return;
	}
	grid_add(g, ascii(h->nights[s->points[c->at].night].name).s);
	grid_add(g, estimate_text(s, c->before, NAN, NAN, plus).s);
	grid_add(g, estimate_text(s, c->after - c->before, c->lo, c->hi, true).s);
	if (c->why)
		grid_add(g, text_of("%s; %.100s", proof_names[c->proof], ascii(c->why).s).s);
	else
		grid_add(g, proof_names[c->proof]);
}

static void add_series(struct grid *g, const struct history *h, const struct series *s)
{
	bool plus = *s->like.versus;

	grid_add(g, ascii(s->name).s);
	grid_add(g, text_of("%zu", s->nr).s);
	grid_add(g, estimate_text(s, s->level.value, s->level.lo, s->level.hi, plus).s);
	grid_add(g, s->noisy ? "noisy" : "");
	grid_add(g, series_state(s));
	add_change(g, h, s);
}

/* What is to be known of single nights. */
static void put_notes(const struct history *h, FILE *out)
{
	for (size_t i = 0; i < h->nr; i++)
		if (*h->nights[i].host_change)
			fprintf(out, "host changed at %s: %s\n", ascii(h->nights[i].name).s,
				ascii(h->nights[i].host_change).s);
	for (size_t i = 0; i < h->nr; i++)
		if (h->nights[i].null_failed)
			fprintf(out, "null control failed at %s: times of its cell are left out\n",
				ascii(h->nights[i].name).s);
	for (size_t i = 0; i < h->nr; i++)
		if (h->nights[i].inexact)
			fprintf(out, "counts not exact at %s: left out\n",
				ascii(h->nights[i].name).s);
	for (size_t i = 0; i < h->nr; i++)
		if (h->nights[i].incomplete)
			fprintf(out, "incomplete: %s\n", ascii(h->nights[i].name).s);
}

static void put_nights(const struct history *h, FILE *out)
{
	fprintf(out, "%s: %zu night%s, %s to %s, %zu series\n", ascii(h->path).s, h->nr,
		h->nr == 1 ? "" : "s", ascii(h->nights[0].name).s,
		ascii(h->nights[h->nr - 1].name).s, h->nr_series);
	put_notes(h, out);
	if (h->nights[h->nr - 1].emulated)
		fputs("emulated: times mean nothing and are left out; counts are tracked\n", out);
	if (h->broken)
		fprintf(out, "%d director%s could not be read\n", h->broken,
			h->broken == 1 ? "y" : "ies");
}

static size_t count_state(const struct history *h, const char *state)
{
	size_t n = 0;

	for (size_t i = 0; i < h->nr_series; i++)
		n += !strcmp(series_state(&h->series[i]), state);
	return n;
}

/* Series of which nothing can be said tonight. */
static void put_unjudged(const struct history *h, FILE *out)
{
	size_t young = count_state(h, "young"), gone = 0;

	for (size_t i = 0; i < h->nr_series; i++)
		gone += h->series[i].points[h->series[i].nr - 1].night + 1 < h->nr;
	if (young)
		fprintf(out, "%zu series young: too few nights to screen.\n", young);
	if (gone)
		fprintf(out, "%zu series without a value of the last night.\n", gone);
}

static void put_sentence(const struct history *h, FILE *out)
{
	size_t bad = count_state(h, "REGRESSED"), open = count_state(h, "screened");

	put_unjudged(h, out);
	for (size_t i = 0; i < h->nr_series; i++) {
		const struct series *s = &h->series[i];

		if (strcmp(series_state(s), "REGRESSED"))
			continue;
		fprintf(out, "REGRESSED: %s@%s", ascii(s->name).s,
			ascii(h->nights[s->points[series_last(s)->at].night].name).s);
		fprintf(out, "%s\n", bad == 1 ? " is not acknowledged." : "");
	}
	if (bad > 1)
		fprintf(out, "%zu of %zu series regressed and are not acknowledged.\n", bad,
			h->nr_series);
	if (open)
		fprintf(out, "%zu series screened: fresh data or some more nights will tell.\n",
			open);
	if (!bad && !open)
		fprintf(out, "no regression that is not acknowledged.\n");
}

static void write_table(const struct history *h, FILE *out)
{
	struct grid g = empty_grid;

	put_nights(h, out);
	putc('\n', out);
	for (size_t i = 0; i < h->nr_series; i++)
		add_series(&g, h, &h->series[i]);
	if (g.rows)
		grid_put_text(&g, 0, out);
	grid_clear(&g);
	putc('\n', out);
	put_sentence(h, out);
}

const struct track_format track_table = {
	.name = "table",
	.summary = "a line a series, and the sentence that matters",
	.write = write_table,
};
