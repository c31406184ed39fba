/* SPDX-License-Identifier: GPL-2.0-only */
/* What the report formats share: pairs of rows, clean text, figures with units. */
#ifndef KICKBENCH_ANALYSIS_FORMAT_COMMON_H
#define KICKBENCH_ANALYSIS_FORMAT_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "analysis/summary.h"

/* The formats; formats.c has the table. */
extern const struct format format_table, format_cover, format_markdown, format_csv,
	format_openmetrics, format_benchfmt, format_junit;

/* A short text by value, so that a call can stand inside a printf(). Longer
 * text is cut; whatever may be long goes through a put_ function instead. */
struct text { char s[256]; };

/* printf() into a text. */
struct text text_of(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A comparison of two arms: the difference (versus is not empty), and what
 * belongs to it. base, arm and ratio are NULL where the summary lacks them. */
struct pair {
	const struct summary_row *base, *arm, *diff, *ratio;
};

/* Whether a row is the difference that a pair is about: not its relative form. */
bool row_pairs(const struct summary_row *row);
/* The pair of such a row. Looks through all rows. */
struct pair pair_of(const struct summary *s, const struct summary_row *diff);
/* Whether a level is one of a pair of that difference. */
bool pair_has(const struct summary_row *diff, const struct summary_row *level);
/* True if both rows speak of the same bench, guest, place, variant and size. */
bool same_cell(const struct summary_row *a, const struct summary_row *b);

/* True for a row that says relatively what another row says in its unit. */
bool row_is_ratio(const struct summary_row *row);
/* True for the difference of the null control, which says how far to trust the rest. */
bool row_is_null(const struct summary_row *row);
/* True for a row that says protocol minus versus; break_even is about both, but none. */
bool row_is_difference(const struct summary_row *row);
/* True if the row's verdict is that the answer is no: something regressed, or
 * a protocol that is no control lost a kick. */
bool row_failed(const struct summary_row *row);
/* True if the verdict is that nothing can be told. */
bool row_undecided(const struct summary_row *row);
/* The verdict without its reason: what stands before the first bracket or colon. */
struct text short_verdict(const struct summary_row *row);

/* True for a cell that was planned but could not be measured: unsupported, failed. */
bool cell_unmeasured(const struct cell_info *c);
/* The next bench at or after *at (from 0) that the rows or the cells name, each
 * once; NULL when there is none left. */
const char *bench_next(const struct report *r, size_t *at);

/* The value of an env.csv key, or of what other writers call it, or `otherwise` where it
 * is absent or empty. */
const char *report_env(const struct report *r, const char *key, const char *otherwise);
/* "0.99" as "99%"; empty text when the level is not known. */
struct text level_text(double level);
/* The level and the largest number of runs of the report's rows; NaN and 0
 * where no row has any. */
double report_level(const struct report *r);
int report_runs(const struct report *r);
/* On how many runs these levels rest: "20", "2 to 20". Where there are none: on how many any. */
typedef bool level_fn(const struct summary_row *row, const void *what);
struct text runs_of_levels(const struct report *r, level_fn *of, const void *what);

/* A figure with its unit, scaled to be read: 8430.2 "ns" -> "8.43 us". "-" if
 * it was not measured. plus: with a sign in any case (a difference). */
struct text quantity(double value, const char *unit, bool plus);
/* "-133 ns [-139, -127]": estimate and bounds in one scale; no bounds, no
 * brackets. plus as above. */
struct text quantity_bounds(const struct summary_row *row, bool plus);
/* "pays from 24.5 exits per kick on [17.5, 33.6]", or up to there, or "none (why)". */
struct text break_even_text(const struct summary_row *row);
/* "-1.6%" of a ratio row; empty text for NULL or when not measured. */
struct text percent(const struct summary_row *ratio);
/* The shortest decimal that reads back the same; never in a locale's manner.
 * NaN: "NaN", infinite: "+Inf", "-Inf". */
struct text exact_number(double value);

/* "pmtimer", "pmtimer in_guest": the guest (or the bench, where there is no
 * guest), then the variant. */
struct text row_label(const struct summary_row *row);

/* Decodes one character of UTF-8 and moves *s behind it: the code point, 0 at
 * the end (not moved), or UTF8_BAD for a byte that starts no valid one. */
#define UTF8_BAD 0xfffd
uint32_t utf8_next(const char **s);
void put_utf8(FILE *out, uint32_t c);
/* The same for a terminal: a control character appears as '?'. */
void put_printable(FILE *out, uint32_t c);

/* Any bytes as printable ASCII: whatever is not appears as '?'. */
struct text ascii(const char *s);
/* One character of it, of a text of any length; *s, not at its end, moves behind it. */
char ascii_next(const char **s);
/* Like ascii(), and only letters, digits and those of `allowed`; else '_'. */
struct text word(const char *s, const char *allowed);

/* 0, or -1 with *err when the stream has failed (disk full, closed pipe). */
int check_stream(FILE *out, const char *what, struct error *err);

#endif
