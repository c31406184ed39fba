/* SPDX-License-Identifier: GPL-2.0-only */
/* Lost, late, stale and spurious kicks, and whether the detector saw anything. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "analysis/rows.h"
#include "lib/csv.h"

enum counted { LOST, LATE, STALE, SPURIOUS, NR_COUNTED };
static const char *const counted_names[] = { "lost", "late", "stale", "spurious" };

/* The protocols that must fail, and how (docs/protocols.md); they show that the
 * detector detects. */
static const struct control { const char *protocol; enum counted must; } controls[] = {
	{ "naive", LOST }, { "clear_after_check", LOST }, { "never_clear", STALE },
};

/* Losses that are known, of a protocol that is safe elsewhere: a finding, no verdict
 * on the kernel. protocols/immediate_exit_direct.c says why. */
static const struct known { const char *protocol, *variant; } known[] = {
	{ "immediate_exit_direct", "two_outstanding" },
};

struct race {			/* one arm of one cell, all runs and vCPUs */
	double kicks, count[NR_COUNTED];
};

struct race_stream {
	const struct rundir *d;
	struct race **race;	/* [cells][arms] */
	bool *seen;		/* [nr_runs]: has rows */
};

static int add_row(const struct csv_row *row, void *context, struct error *err)
{
	struct race_stream *st = context;
	const struct cell_info *cell;
	const struct run_info *run;
	int64_t v[7];
	struct race *r;
	int arm;

	if (row->last)
		return 0;
	for (size_t i = 0; i < 7; i++)
		if (csv_get_int(row, i, 0, INT64_MAX, &v[i], err))
			return -1;
	cell = rundir_cell(st->d, (int)v[0]);
	if (!cell)
		return error_set(err, EXIT_USAGE, "%s:%lu: cell %d is not in cells.csv", row->path,
				 row->line, (int)v[0]);
	run = rundir_run(st->d, (int)v[0], (int)v[1]);
	if (!run)
		return 0;
	st->seen[run - st->d->runs] = true;
	arm = cell_arm(cell, row->field[7]);
	if (arm < 0)
		return error_set(err, EXIT_USAGE, "%s:%lu: '%.40s' is no protocol of cell %d",
				 row->path, row->line, row->field[7], cell->cell);
	r = &st->race[cell - st->d->cells][arm];
	r->kicks += (double)v[2];
	for (size_t i = 0; i < NR_COUNTED; i++)
		r->count[i] += (double)v[3 + i];
	return 0;
}

/* Whether a list joined with + has the name. */
static bool listed(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = list; *s; s += strcspn(s, "+"), s += *s == '+')
		if (!strncmp(s, name, n) && (!s[n] || s[n] == '+'))
			return true;
	return false;
}

/* NULL: a candidate. env.csv may name controls that are not known here. */
static const struct control *control_of(const struct rundir *d, const char *protocol)
{
	static const struct control other = { "", LOST };
	const char *told = rundir_env(d, "controls");

	for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		if (!strcmp(controls[i].protocol, protocol))
			return &controls[i];
	return told && listed(told, protocol) ? &other : NULL;
}

struct proof { bool any, failed; };	/* a control took part; one saw nothing */

static void look_at_controls(const struct rundir *d, const struct cell_info *cell,
			     const struct race *race, struct proof *p)
{
	for (int arm = 0; arm < cell->nr_protocols; arm++) {
		const struct control *c = control_of(d, cell->protocols[arm]);

		if (!c || !(race[arm].kicks > 0))
			continue;
		p->any = true;
		p->failed |= !race[arm].count[c->must];
	}
}

/*
 * Every control of the cell failed as it must. A case that no control can fail in
 * has none; then those of the directory's other races speak for the detector.
 */
static bool detector_works(const struct race_stream *st, const struct cell_info *cell)
{
	const struct rundir *d = st->d;
	struct proof p = { false, false };

	look_at_controls(d, cell, st->race[cell - d->cells], &p);
	for (size_t i = 0; !p.any && i < d->nr_cells; i++)
		look_at_controls(d, &d->cells[i], st->race[i], &p);
	return p.any && !p.failed;
}

static unsigned runs_of(const struct rundir *d, const struct cell_info *cell)
{
	unsigned nr = 0;

	for (size_t i = 0; i < d->nr_runs; i++)
		nr += d->runs[i].cell == cell->cell && d->runs[i].kind == RUN_RACE &&
		      rundir_run(d, cell->cell, d->runs[i].run) == &d->runs[i];
	return nr;
}

static bool is_known(const struct cell_info *cell, const char *protocol)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(known[i].protocol, protocol) &&
		    !strcmp(known[i].variant, cell->variant))
			return true;
	return false;
}

static const char *verdict_of(const struct control *c, const struct race *r, bool finding,
			      bool works)
{
	if (c)
		return r->count[c->must] ? "control" : "control saw nothing";
	if (r->count[LOST])
		return finding ? "loses, as is known" : VERDICT_LOST;
	return works ? "none lost" : "cannot tell: the detector saw nothing";
}

static void add_arm(struct builder *b, const struct cell_info *cell, int arm,
		    const struct race *r, bool works)
{
	const char *protocol = cell->protocols[arm];

	for (size_t i = 0; i < NR_COUNTED; i++) {
		struct estimate e = stats_share(r->count[i], r->kicks, b->level);
		size_t row;

		/* Several stale exits for one kick are no share of anything. */
		if (r->count[i] > r->kicks)
			e.lo = e.hi = NAN;
		e.n = runs_of(b->dir, cell);
		row = add_summary_row(b, cell, counted_names[i], protocol, "", "per kick", &e);
		rows_note(b, row, "%.0f of %.0f kicks", r->count[i], r->kicks);
		if (i == LOST)
			rows_verdict(b, row, verdict_of(control_of(b->dir, protocol), r,
							is_known(cell, protocol), works));
	}
}

static void add_cell(struct builder *b, const struct race_stream *st,
		     const struct cell_info *cell)
{
	const struct race *race = st->race[cell - st->d->cells];
	bool works = detector_works(st, cell);

	for (int arm = 0; arm < cell->nr_protocols; arm++)
		if (race[arm].kicks > 0)
			add_arm(b, cell, arm, &race[arm], works);
}

/* A finished run without a row: the file was cut off. */
static int check_complete(const struct race_stream *st, struct error *err)
{
	const struct rundir *d = st->d;

	for (size_t i = 0; i < d->nr_runs; i++) {
		const struct run_info *r = &d->runs[i];

		if (r->kind == RUN_RACE && !st->seen[i] && rundir_run(d, r->cell, r->run) == r)
			return error_set(err, EXIT_DISTURBED, "%s/race.csv: no row of run %d of "
					 "cell %d (the file was cut off?)",
					 d->path, r->run, r->cell);
	}
	return 0;
}

int add_race(struct builder *b, struct error *err)
{
	size_t nr = b->dir->nr_cells;
	struct race_stream st = {
		.d = b->dir, .race = xcalloc(nr, sizeof(*st.race)),
		.seen = xcalloc(b->dir->nr_runs, sizeof(bool)),
	};
	char *file = rundir_file(b->dir, "race.csv");
	int ret = 0;

	for (size_t i = 0; i < nr; i++)
		st.race[i] = xcalloc((size_t)b->dir->cells[i].nr_protocols, sizeof(struct race));
	if (!access(file, F_OK))
		ret = csv_read(file, "cell,run,kicks,lost,late,stale,spurious,protocol",
			       b->dir->partial, add_row, &st, err);
	if (!ret)
		ret = check_complete(&st, err);
	for (size_t i = 0; !ret && i < nr; i++)
		add_cell(b, &st, &b->dir->cells[i]);
	for (size_t i = 0; i < nr; i++)
		free(st.race[i]);
	free(st.race);
	free(st.seen);
	free(file);
	return ret;
}
