/* SPDX-License-Identifier: GPL-2.0-only */
/* summary.csv: every estimate of a run directory, one row each. */
#ifndef KICKBENCH_ANALYSIS_SUMMARY_H
#define KICKBENCH_ANALYSIS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "analysis/load.h"

/* Strings are owned by the summary, never NULL ("" where empty). A double that
 * was not measured is NaN, a bound without end is infinite. */
struct summary_row {
	int cell, vcpus, runs;
	char *bench, *guest, *place, *variant, *metric, *protocol, *versus, *unit;
	double estimate, lo, hi, level, p;
	char *verdict, *note;
};

struct summary {
	struct summary_row *rows;
	size_t nr;
	double level;			/* of the intervals; NaN: not known */
	size_t *short_blocks;		/* [cells of the directory]: blocks of each run, where they
					 * are fewer than planned; else 0. NULL: not known */
	int64_t *batch;			/* [cells of the directory]: exits of each of its batches;
					 * 0: not of all the same. NULL: not known */
	double flagged;			/* batches with a flag, of all timing runs */
	double device_interrupts;	/* on the CPUs of all runs; 0: hardly any */
	int khz_cpu;			/* whose frequency differed most between runs, */
	double khz_lo, khz_hi;		/* and from what to what; 0: not known */
};

/* What may be asked for; NaN: what the directory and method.md say. */
struct summary_options {
	double level;		/* of all intervals, within (0, 1) */
	double minimal;		/* effect of interest, as a share of the level */
};

/* Computes the summary of a loaded directory from its raw files (streamed). o: NULL for
 * the usual one. NULL with *err. */
struct summary *summary_compute(const struct rundir *d, const struct summary_options *o,
				struct error *err);
void summary_free(struct summary *s);

/* Writes summary.csv (atomically: NAME.tmp, then renamed). 0, or -1 with *err. */
int summary_write(const struct summary *s, const char *dir, struct error *err);
/* Dates the file before all that it stands on: it says what was asked, not what the directory
 * says by itself, so that `track` computes its own. */
void summary_outdate(const char *dir);
/* The same rows, header first, on a stream. 0, or -1 with *err. */
int summary_print(const struct summary *s, FILE *out, struct error *err);
/* Reads a summary.csv that was written earlier. NULL with *err. */
struct summary *summary_read(const char *dir, struct error *err);

/* The row with these keys, or NULL. versus "" is a level; unit NULL: any. */
const struct summary_row *summary_find(const struct summary *s, int cell, const char *metric,
				       const char *protocol, const char *versus, const char *unit);

/* A report: what every output format gets. */
struct report {
	const struct rundir *dir;
	const struct summary *summary;
	bool emulated;			/* timings get no verdict */
};

/* The verdict of a `lost` row whose protocol is no control. */
#define VERDICT_LOST "LOST"

/* How the note of a level begins that the flagged blocks decide. */
#define DISTURBED_NOTE "disturbed: "
/* How the note ends of what is another figure without the flagged blocks, or none. */
#define WITHOUT_FLAGGED "without flagged blocks"
#define ALL_FLAGGED "no block without a flag"
/* How the note of a level begins that fewer kicks came in than were asked for, and why a
 * difference of such is none. */
#define KICKS_MISSING "kicks missing"
/* Why a difference of latencies is none: some runs lost kicks. */
#define KICKS_LOST "kicks lost"

/* The verdict of a null control without a p: from one run there is no interval. */
#define NULL_UNTOLD "cannot tell (too few runs)"

/* How the note of a `break_even` row begins whose arm pays up to there, not from there on. */
#define BREAK_EVEN_UP_TO "up to: "

/* Whether env.csv says that the host was emulated: its times mean nothing, its counts
 * do. "emulated" is 1 or yes; where it is not told the hypervisor is TCG. */
bool rundir_emulated(const struct rundir *d);

/* Whether the protocol is no candidate: one that may lose kicks, or costs nothing. */
bool control_protocol(const struct rundir *d, const char *protocol);

/* The blocks of each of the cell's runs where they are fewer than planned, else 0. */
size_t summary_short_blocks(const struct summary *s, const struct rundir *d,
			    const struct cell_info *c);
/* Exits of each batch of a cell: as cells.csv says, else as its samples have it; 0: neither. */
int64_t summary_batch(const struct summary *s, const struct rundir *d,
		      const struct cell_info *c);
/* What is missing of what was planned of a cell ("2 of 3 runs, nothing of naive"), to be
 * freed; empty: nothing. */
char *cell_lacks(const struct summary *s, const struct rundir *d, const struct cell_info *c);
/* Whether that is something, or the cell is said to be incomplete. */
bool cell_incomplete(const struct summary *s, const struct rundir *d, const struct cell_info *c);
/* Whether something is missing that was planned: the directory or a cell is unfinished. */
bool summary_incomplete(const struct summary *s, const struct rundir *d);

/* EXIT_NO where a protocol that is no control lost a kick, else EXIT_DISTURBED
 * where the directory or a cell is incomplete, else EXIT_FINE. */
enum exit_status report_status(const struct report *r);

/* A row of the table of formats; one file of analysis/ each. */
struct format {
	const char *name, *summary;
	/* Writes to stdout stream `out` (a FILE *). 0, or -1 with *err. */
	int (*write)(const struct report *r, void *out, struct error *err);
};
extern const struct format *const formats[];
extern const size_t nr_formats;

#endif
