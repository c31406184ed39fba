/* SPDX-License-Identifier: GPL-2.0-only */
/* Lost, late, stale and spurious kicks, and whether the detector saw anything. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "analysis/rows.h"
#include "analysis/seen.h"
#include "lib/csv.h"

enum counted { LOST, LATE, STALE, SPURIOUS, NR_COUNTED, NOTHING = NR_COUNTED };
static const char *const counted_names[] = { "lost", "late", "stale", "spurious" };

/* The protocols that are no candidates, and how those fail that must (docs/protocols.md):
 * they show that the detector detects. */
static const struct control { const char *protocol; enum counted must; } controls[] = {
	{ "naive", LOST }, { "clear_after_check", LOST }, { "never_clear", STALE },
	{ "sigmask_equal", NOTHING },
};

struct race {			/* one arm of one cell, all runs and vCPUs */
	double kicks, count[NR_COUNTED];
	size_t runs;		/* that have counted kicks */
};

struct race_stream {
	const struct rundir *d;
	struct row_owner owner;
	struct race **race;	/* [cells][arms] */
	bool *seen;		/* [nr_runs]: has rows */
	struct seen rows;
};

enum { A_ROW, A_RUN };	/* what was seen before */
enum { KICKS = OWNER_NR, COUNTED };
#define COLUMNS OWNER_COLUMNS ",kicks,lost,late,stale,spurious"

/* A whole number, or NaN where it was not counted. */
static int get_count(const struct csv_row *row, size_t i, double *v, struct error *err)
{
	int64_t n;

	*v = NAN;
	if (!*row->field[i])
		return 0;
	if (csv_get_int(row, i, 0, INT64_MAX, &n, err))
		return -1;
	*v = (double)n;
	return 0;
}

/* Of the kicks that were sent so many were lost, or late; of stale exits there may be more. */
static int check_counts(const struct csv_row *row, double kicks, const double n[NR_COUNTED],
			struct error *err)
{
	for (int i = LOST; i <= LATE; i++)
		if (n[i] > 0 && !(n[i] <= kicks))
			return error_set(err, EXIT_USAGE, "%s:%lu: %s is %.0f, more than the kicks",
					 row->path, row->line, counted_names[i], n[i]);
	return 0;
}

static int get_counts(const struct csv_row *row, double *kicks, double n[NR_COUNTED],
		      struct error *err)
{
	if (get_count(row, KICKS, kicks, err))
		return -1;
	for (size_t i = 0; i < NR_COUNTED; i++)
		if (get_count(row, COUNTED + i, &n[i], err))
			return -1;
	return check_counts(row, *kicks, n, err);
}

static int add_row(const struct csv_row *row, void *context, struct error *err)
{
	struct race_stream *st = context;
	int arm, ret = find_owner(&st->owner, row, err);
	double kicks, n[NR_COUNTED];
	int64_t vcpu;
	struct race *r;
	size_t run;

	if (ret <= 0)
		return ret;
	run = (size_t)(st->owner.found - st->d->runs);
	st->seen[run] = true;
	arm = owner_arm(&st->owner, row, err);
	if (arm < 0 || owner_vcpu(&st->owner, row, &vcpu, err) ||
	    get_counts(row, &kicks, n, err))
		return -1;
	if (seen_before(&st->rows, seen_owner(run, arm, vcpu), A_ROW))
		return row_repeated(row, err);
	if (isnan(kicks))
		return 0;
	r = &st->race[st->owner.info - st->d->cells][arm];
	r->runs += !seen_before(&st->rows, seen_owner(run, arm, 0), A_RUN);
	r->kicks += kicks;
	for (size_t i = 0; i < NR_COUNTED; i++)
		r->count[i] += n[i];	/* of some not counted: of all not known */
	return 0;
}

/* NULL: a candidate. env.csv may name controls that are not known here. */
static const struct control *control_of(const struct rundir *d, const char *protocol)
{
	static const struct control other = { "", NOTHING };
	const char *told = rundir_env(d, "controls");

	for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		if (!strcmp(controls[i].protocol, protocol))
			return &controls[i];
	return told && list_has(told, protocol) ? &other : NULL;
}

bool control_protocol(const struct rundir *d, const char *protocol)
{
	return control_of(d, protocol);
}

struct proof { bool any, failed; };	/* a control took part; one saw nothing */

static void look_at_controls(const struct rundir *d, const struct cell_info *cell,
			     const struct race *race, struct proof *p)
{
	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		const struct control *c = control_of(d, cell->protocols[arm]);

		if (!c || c->must == NOTHING || !(race[arm].kicks > 0))
			continue;
		p->any = true;
		p->failed |= !(race[arm].count[c->must] > 0);
	}
}

/* What can be said where no kick was lost: that, if every control of the cell failed as it must.
 * Another cell's say nothing of what is seen in this one. */
static const char *none_lost(const struct race_stream *st, const struct cell_info *cell)
{
	struct proof p = { false, false };

	look_at_controls(st->d, cell, st->race[cell - st->d->cells], &p);
	return !p.any ? "cannot tell: no control took part" :
	       p.failed ? "cannot tell: the detector saw nothing" : "none lost";
}

static const char *verdict_of(const struct control *c, const struct race *r, const char *none)
{
	if (c)
		return c->must == NOTHING || r->count[c->must] > 0 ? "control" :
		       isnan(r->count[c->must]) ? "control (not counted)" : "control saw nothing";
	if (r->count[LOST] > 0)
		return VERDICT_LOST;
	return none;
}

static void add_arm(struct builder *b, const struct cell_info *cell, int arm,
		    const struct race *r, const char *none)
{
	const char *protocol = cell->protocols[arm];

	for (size_t i = 0; i < NR_COUNTED; i++) {
		struct estimate e = stats_share(r->count[i], r->kicks, b->level);
		size_t row;

		if (isnan(r->count[i]))	/* was not measured */
			continue;
		/* Several stale exits for one kick are no share of anything. */
		if (r->count[i] > r->kicks)
			e.lo = e.hi = NAN;
		e.n = r->runs;
		row = add_summary_row(b, cell, counted_names[i], protocol, "", "per kick", &e);
		rows_note(b, row, "%.0f of %.0f kicks", r->count[i], r->kicks);
		if (i == LOST)
			rows_verdict(b, row, verdict_of(control_of(b->dir, protocol), r,
							none));
	}
}

static void add_cell(struct builder *b, const struct race_stream *st,
		     const struct cell_info *cell)
{
	const struct race *race = st->race[cell - st->d->cells];
	const char *none = none_lost(st, cell);

	for (int arm = 0; arm < cell->nr_protocols; arm++)
		if (race[arm].kicks > 0)
			add_arm(b, cell, arm, &race[arm], none);
}

int add_race(struct builder *b, struct error *err)
{
	size_t nr = b->dir->nr_cells;
	struct race_stream st = {
		.d = b->dir, .race = xcalloc(nr, sizeof(*st.race)),
		.seen = xcalloc(b->dir->nr_runs, sizeof(bool)),
		.owner = { .d = b->dir, .kinds = 1U << RUN_RACE },
	};
	char *file = rundir_file(b->dir, "race.csv");
	int ret = 0;

	for (size_t i = 0; i < nr; i++)
		st.race[i] = xcalloc((size_t)b->dir->cells[i].nr_protocols, sizeof(struct race));
	if (!access(file, F_OK))
		ret = csv_read(file, COLUMNS, b->dir->end, add_row, &st, err);
	if (!ret)
		ret = check_has_rows(b->dir, RUN_RACE, st.seen, "race.csv", err);
	for (size_t i = 0; !ret && i < nr; i++)
		add_cell(b, &st, &b->dir->cells[i]);
	for (size_t i = 0; i < nr; i++)
		free(st.race[i]);
	free(st.race);
	free(st.seen);
	seen_free(&st.rows);
	free(file);
	return ret;
}
