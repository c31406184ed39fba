/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/format_common.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>

bool same_cell(const struct summary_row *a, const struct summary_row *b)
{
	return a->cell == b->cell && a->vcpus == b->vcpus && !strcmp(a->bench, b->bench) &&
		!strcmp(a->guest, b->guest) && !strcmp(a->place, b->place) &&
		!strcmp(a->variant, b->variant);
}

bool row_is_ratio(const struct summary_row *row)
{
	return !strcmp(row->unit, "ratio");
}

bool row_is_difference(const struct summary_row *row)
{
	return *row->versus && strcmp(row->metric, "break_even");
}

static const struct summary_row *relative(const struct summary *s, const struct summary_row *of,
					  const char *protocol, const char *versus, bool ratio)
{
	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = &s->rows[i];

		if (same_cell(row, of) && !strcmp(row->metric, of->metric) &&
		    !strcmp(row->protocol, protocol) && !strcmp(row->versus, versus) &&
		    row_is_ratio(row) == ratio)
			return row;
	}
	return NULL;
}

bool row_pairs(const struct summary_row *row)
{
	return *row->versus && !row_is_ratio(row);
}

struct pair pair_of(const struct summary *s, const struct summary_row *diff)
{
	return (struct pair){
		.diff = diff,
		.base = relative(s, diff, diff->versus, "", false),
		.arm = relative(s, diff, diff->protocol, "", false),
		.ratio = relative(s, diff, diff->protocol, diff->versus, true),
	};
}

bool pair_has(const struct summary_row *diff, const struct summary_row *level)
{
	return same_cell(diff, level) && row_pairs(diff) && !strcmp(diff->metric, level->metric) &&
	       (!strcmp(diff->protocol, level->protocol) ||
		!strcmp(diff->versus, level->protocol));
}

static bool begins(const struct summary_row *row, const char *const *words)
{
	for (; *words; words++)
		if (!strncmp(row->verdict, *words, strlen(*words)))
			return true;
	return false;
}

bool row_failed(const struct summary_row *row)
{
	static const char *const words[] = { "REGRESSED", "LOST", NULL };

	return begins(row, words);
}

/* A control that did not do what it is there for leaves the rest undecided. */
bool row_undecided(const struct summary_row *row)
{
	static const char *const words[] = { "cannot tell", "failed", "control saw nothing",
					     NULL };

	return begins(row, words);
}

bool row_is_null(const struct summary_row *row)
{
	return *row->versus && !strcmp(row->protocol, "null");
}

struct text short_verdict(const struct summary_row *row)
{
	struct text t = ascii(row->verdict);

	t.s[strcspn(t.s, "(:")] = 0;
	for (size_t n = strlen(t.s); n && t.s[n - 1] == ' '; n--)
		t.s[n - 1] = 0;
	return t;
}

const char *report_env(const struct report *r, const char *key, const char *otherwise)
{
	const char *value = r->dir ? rundir_env_of(r->dir, key) : NULL;

	return value ? value : otherwise;
}

double report_level(const struct report *r)
{
	for (size_t i = 0; i < r->summary->nr; i++)
		if (isfinite(r->summary->rows[i].level))
			return r->summary->rows[i].level;
	return NAN;
}

int report_runs(const struct report *r)
{
	int most = 0;

	for (size_t i = 0; i < r->summary->nr; i++)
		if (r->summary->rows[i].runs > most)
			most = r->summary->rows[i].runs;
	return most;
}

struct text runs_of_levels(const struct report *r, level_fn *of, const void *what)
{
	int least = INT_MAX, most = 0;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (*row->versus || !strcmp(row->protocol, "null") || !of(row, what))
			continue;
		least = row->runs < least ? row->runs : least;
		most = row->runs > most ? row->runs : most;
	}
	if (!most)
		return text_of("%d", report_runs(r));
	return least < most ? text_of("%d to %d", least, most) : text_of("%d", most);
}

struct text row_label(const struct summary_row *row)
{
	const char *name = *row->guest ? row->guest : row->bench;

	return text_of("%s%s%s", ascii(name).s, *row->variant ? " " : "", ascii(row->variant).s);
}

bool cell_unmeasured(const struct cell_info *c)
{
	return *c->status && strcmp(c->status, "ok") && strcmp(c->status, "planned");
}

static const char *bench_at(const struct report *r, size_t i)
{
	if (i < r->summary->nr)
		return r->summary->rows[i].bench;
	return r->dir ? r->dir->cells[i - r->summary->nr].bench : "";
}

const char *bench_next(const struct report *r, size_t *at)
{
	size_t all = r->summary->nr + (r->dir ? r->dir->nr_cells : 0);

	while (*at < all) {
		size_t i = (*at)++, k = 0;

		while (k < i && strcmp(bench_at(r, k), bench_at(r, i)))
			k++;
		if (k == i)
			return bench_at(r, i);
	}
	return NULL;
}

int check_stream(FILE *out, const char *what, struct error *err)
{
	if (fflush(out) == 0 && !ferror(out))
		return 0;
	error_errno(err, EXIT_DISTURBED, errno, "%s: cannot be written", what);
	return error_hint(err, "is the disk full?");
}
