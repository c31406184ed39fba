/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A folder of run directories as a history: each is a night, in order of their
 * names; NIGHT.confirm (NIGHT.confirm2 ...) is a fresh measurement of a night
 * that the screen picked out. A series is one row of summary.csv over the nights.
 */
#ifndef KICKBENCH_ANALYSIS_TRACK_H
#define KICKBENCH_ANALYSIS_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "analysis/compare.h"

#define ACKNOWLEDGED_FILE	"acknowledged.csv"
#define ACKNOWLEDGED_COLUMNS	"series,night,why,by"
#define NIGHTS_NEAR		5	/* by which the date of a change may wander */

struct night {
	char *name, *kernel;
	char *host_change;	/* how the host differs from the night before; "" if not */
	int host;		/* counts the host's changes */
	char *host_key;		/* of which it is: equal where the host is */
	bool emulated;
	bool null_failed;	/* of a cell, whose times are left out */
	bool inexact;		/* of a path, whose count is left out */
	bool incomplete;	/* lacks runs or arms that were planned; the last one: or blocks */
};

struct point {
	size_t night;		/* index into the history's nights */
	double value, lo, hi;
	double level;		/* of `versus` that night, for a difference; else value */
	int segment;		/* nights of different segments are not comparable */
	int batch;		/* exits in one; 0: not known, or none */
	uint64_t boot;		/* the only one that a count is of; 0: of several, or no count */
	const char *host;	/* the night's host_key; NULL: all are of one */
};

enum change_proof {
	PROOF_NONE,		/* screened only: fresh data must say */
	PROOF_EXACT,		/* integers differ, or a kick was lost */
	PROOF_FRESH,		/* fresh data of that night agree */
	PROOF_LATER,		/* the nights since then agree (permutation p) */
};
extern const char *const proof_names[];

struct change {
	size_t at;		/* index of the first point of the new level */
	size_t alarm;		/* index of the point at which it was seen first */
	size_t from;		/* of integers: index of a point of the old level */
	enum change_proof proof;
	double before, after;	/* levels */
	double lo, hi;		/* 99% interval of after - before; NaN: none */
	bool worse;
	bool matters;		/* not less than the minimal effect of interest */
	bool undone;		/* the level now is back where it was */
	const char *why;	/* acknowledged: why; else NULL */
};

struct series {
	/* bench:guest:vcpus:place:variant:metric:protocol[-versus]:unit */
	char *name;
	struct summary_row like;/* its own copies of names and unit */
	enum compared_kind kind;
	int host;		/* of the last point */
	struct point *points; size_t nr;
	struct point *fresh; size_t nr_fresh;
	struct change *changes; size_t nr_changes;
	struct estimate level;	/* since the last proven change, 99% */
	bool noisy;		/* the minimal effect would drown in the nights' spread */
};

struct acknowledgment {
	char *series, *night, *why;
	double by;		/* how large the change was; NaN: not told, as large as any */
};

struct history {
	const char *path;	/* the caller's */
	struct night *nights; size_t nr;
	struct series *series; size_t nr_series;
	struct acknowledgment *acks; size_t nr_acks;
	size_t *index; size_t index_size;	/* series by hash of their name */
	int broken;		/* directories that could not be read, named on stderr */
	int unfinished;		/* NAME.partial, left out and named there too */
};

/* Loads all nights and the acknowledgments. Broken directories are named on standard
 * error and counted. 0, or -1 with *err (EXIT_USAGE: no run directory in it that can be read). */
int history_load(struct history *h, const char *path, struct error *err);
void history_free(struct history *h);

/* track_series.c: adds a night's rows (fresh: to the fresh ones) to the series. Fresh ones
 * of other batches than the night's are left out; returns how many these are. */
size_t history_add(struct history *h, size_t night, bool fresh, const struct rundir *d,
		 const struct summary *s);
/* Whether it is measured in batches of one length, which must be equal over the nights. */
bool cell_has_batches(const struct cell_info *c);
struct series *history_series(const struct history *h, const char *name);
bool history_night(const struct history *h, const char *name, size_t *night);

/* track_changes.c: finds and proves the changes of a series of any kind. */
void series_changes(struct series *s);
void series_add_change(struct series *s, size_t at, size_t alarm, enum change_proof proof);
/* track_exact.c: the same for the integers of points start..end-1, all of one host. */
void exact_changes(struct series *s, size_t start, size_t end);
void lost_changes(struct series *s, size_t start, size_t end);

bool change_proven(const struct change *c);
/* Whether its points are integers: counts, or lost kicks. */
bool series_exact(const struct series *s);
/* track_answers.c: which changes are acknowledged, and whether those that are not add up to
 * one that matters; sizes are known. */
void series_answer(struct series *s, const struct history *h);
/* The change for the worse that an acknowledgment of that night is of, by its date; NULL: none.
 * Sizes are known. */
struct change *series_change_near(struct series *s, size_t night);
/* track_judge.c: sizes, what matters, level now, noise, acknowledgments. */
void series_judge(struct series *s, const struct history *h);
/* The change that decides about a series: the last unanswered regression, else the
 * last proven one, else a screened one; NULL: none. */
const struct change *series_last(const struct series *s);
/* "REGRESSED", "acknowledged", "recovered" (a regression that is gone), "IMPROVED",
 * "changed" (by less than matters), "screened", "steady", "young" (too few nights to screen). */
const char *series_state(const struct series *s);
/* Proven, for the worse, still there and not acknowledged. */
bool change_alarms(const struct change *c);

/* acknowledge.c */
int acknowledgments_read(struct history *h, struct error *err);
/* Adds one and replaces the file in one step. 0, or -1 with *err. */
int acknowledge(struct history *h, const char *series, const char *night, const char *why,
		struct error *err);

/* track_plots.c: draws the trends into PATH/plots. 0, or -1 with *err. */
int track_plots(const struct history *h, struct error *err);

struct track_format {
	const char *name, *summary;
	void (*write)(const struct history *h, FILE *out);
};
extern const struct track_format track_table, track_csv, track_points;

#endif
