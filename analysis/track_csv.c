/* SPDX-License-Identifier: GPL-2.0-only */
/* A history for programs: a row a series, or a row a series and night. */
#include "analysis/track.h"

#include <math.h>
#include "analysis/summary_csv.h"

static const char *night_name(const struct history *h, const struct series *s, size_t point)
{
	return h->nights[s->points[point].night].name;
}

static void put_change(struct csv_out *o, const struct history *h, const struct series *s)
{
	const struct change *c = series_last(s);

	if (!c) {
		for (int i = 0; i < 7; i++)
			csv_empty(o);
		return;
	}
	csv_str(o, night_name(h, s, c->at));
	csv_num(o, c->before);
	csv_num(o, c->after - c->before);
	csv_num(o, c->lo);
	csv_num(o, c->hi);
	csv_str(o, proof_names[c->proof]);
	csv_str(o, c->why);
}

/* The night that fresh data is wanted of: the last one, if the screen picked it. */
static void put_confirm(struct csv_out *o, const struct history *h, const struct series *s)
{
	const struct change *c = s->nr_changes ? &s->changes[s->nr_changes - 1] : NULL;

	if (c && c->proof == PROOF_NONE && s->points[c->alarm].night == h->nr - 1)
		csv_str(o, night_name(h, s, c->alarm));
	else
		csv_empty(o);
}

static void put_series(struct csv_out *o, const struct history *h, const struct series *s)
{
	bool interval = isfinite(s->level.lo) && isfinite(s->level.hi);

	csv_str(o, s->name);
	summary_names(o, &s->like);
	csv_uint(o, s->nr);
	csv_num(o, s->level.value);
	csv_num(o, interval ? s->level.lo : NAN);
	csv_num(o, interval ? s->level.hi : NAN);
	csv_str(o, s->noisy ? "noisy" : "");
	csv_str(o, series_state(s));
	put_change(o, h, s);
	put_confirm(o, h, s);
	csv_end(o);
}

static void write_csv(const struct history *h, FILE *out)
{
	struct csv_out o = { .file = out, .first = true };

	fputs("series," SUMMARY_NAMES ",nights,level,lo,hi,spread,state,change_night,change_from,"
	      "change_by,change_lo,change_hi,proof,why,confirm\n", out);
	for (size_t i = 0; i < h->nr_series; i++)
		put_series(&o, h, &h->series[i]);
}

const struct track_format track_csv = {
	.name = "csv",
	.summary = "a row a series, in base units",
	.write = write_csv,
};

/* What happened at this point: the name of the proof, "host" for a new segment. */
static const char *event_at(const struct series *s, size_t point)
{
	for (size_t i = 0; i < s->nr_changes; i++)
		if (s->changes[i].at == point)
			return proof_names[s->changes[i].proof];
	return point && s->points[point].segment != s->points[point - 1].segment ? "host" : NULL;
}

static void put_points(struct csv_out *o, const struct history *h, const struct series *s)
{
	for (size_t i = 0; i < s->nr; i++) {
		const struct point *p = &s->points[i];

		csv_str(o, s->name);
		csv_str(o, h->nights[p->night].name);
		csv_str(o, h->nights[p->night].kernel);
		csv_num(o, p->value);
		csv_num(o, p->lo);
		csv_num(o, p->hi);
		csv_str(o, event_at(s, i));
		csv_end(o);
	}
}

static void write_points(const struct history *h, FILE *out)
{
	struct csv_out o = { .file = out, .first = true };

	fputs("series,night,kernel,value,lo,hi,event\n", out);
	for (size_t i = 0; i < h->nr_series; i++)
		put_points(&o, h, &h->series[i]);
}

const struct track_format track_points = {
	.name = "points",
	.summary = "CSV with a row for each series and night: what trends are drawn from",
	.write = write_points,
};
