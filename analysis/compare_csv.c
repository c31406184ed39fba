/* SPDX-License-Identifier: GPL-2.0-only */
/* A comparison for programs: CSV, a row each, unmatched ones too. */
#include "analysis/compare.h"

#include <math.h>
#include "analysis/summary_csv.h"

/* An interval that could not be made is empty, not infinite. */
static void put_interval(struct csv_out *o, const struct estimate *e, double level)
{
	bool known = !isnan(e->se);

	csv_num(o, known ? e->lo : NAN);
	csv_num(o, known ? e->hi : NAN);
	csv_num(o, known ? level : NAN);
}

static void put_row(struct csv_out *o, const struct comparison *c, const struct compared *row)
{
	summary_names(o, row->base);
	csv_num(o, row->base_value);
	csv_num(o, row->now_value);
	csv_num(o, row->now_value - row->base_value);
	put_interval(o, &row->difference, c->level);
	csv_uint(o, c->base.nr_boots);
	csv_uint(o, c->now.nr_boots);
	csv_num(o, row->adjusted_p);
	csv_num(o, row->minimal);
	csv_str(o, row->primary ? "primary" : "");
	csv_str(o, row->verdict);
	csv_str(o, row->note);
	csv_end(o);
}

static void put_only(struct csv_out *o, const struct comparison *c, const struct summary_row *row,
		     bool base)
{
	summary_names(o, row);
	csv_num(o, base ? side_mean(&c->base, row) : NAN);
	csv_num(o, base ? NAN : side_mean(&c->now, row));
	for (int i = 0; i < 9; i++)
		csv_empty(o);
	csv_str(o, base ? "only in BASE" : "only in NEW");
	csv_empty(o);
	csv_end(o);
}

static void write_csv(const struct comparison *c, FILE *out)
{
	struct csv_out o = { .file = out, .first = true };

	fputs(SUMMARY_NAMES ",base,new,difference,lo,hi,level,base_boots,new_boots,p,minimal,"
	      "primary,verdict,note\n", out);
	for (size_t i = 0; i < c->nr; i++)
		put_row(&o, c, &c->rows[i]);
	for (size_t i = 0; i < c->nr_only_base; i++)
		put_only(&o, c, c->only_base[i], true);
	for (size_t i = 0; i < c->nr_only_now; i++)
		put_only(&o, c, c->only_now[i], false);
}

const struct compare_format compare_csv = {
	.name = "csv",
	.summary = "all figures, in base units",
	.write = write_csv,
};
