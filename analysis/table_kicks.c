/* SPDX-License-Identifier: GPL-2.0-only */
/* Kicks: latency, what they cost, from when on that pays, and who lost one. */
#include "analysis/format_grid.h"
#include "analysis/table.h"
#include "lib/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Each part of a variant in words: "in the guest, real-time signal". */
static struct text variant_words(const char *variant)
{
	static const struct { const char *part, *text; } known[] = {
		{ "in_guest", "in the guest" }, { "halted_poll", "halted, polling" },
		{ "halted_sleep", "halted, asleep" }, { "exiting", "in an exit storm" },
		{ "before_run", "before KVM_RUN" }, { "realtime", "real-time signal" },
		{ "one_by_one", "one by one" }, { "all_then_wait", "all, then wait" },
	};
	struct text words = { "" };
	size_t n;

	for (; *variant; variant += n + (variant[n] == '+')) {
		struct text part = text_of("%.*s", (int)(n = strcspn(variant, "+")), variant);

		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (!strcmp(known[i].part, part.s))
				part = text_of("%s", known[i].text);
		words = text_of("%.80s%s%.60s", words.s, *words.s ? ", " : "", ascii(part.s).s);
	}
	return words;
}

/* "kick, vCPU in the guest" */
static struct text kick_label(const struct cell_info *c)
{
	const char *place = strcmp(c->place, "0/0/0") ? c->place : "";
	struct text variant = variant_words(c->variant);

	return text_of("%s, %svCPU%s %.80s%s%.60s",
		       strcmp(c->bench, "pause") ? "kick" : "pause",
		       c->vcpus > 1 ? text_of("%d ", c->vcpus).s : "", c->vcpus > 1 ? "s" : "",
		       *variant.s ? variant.s : ascii(c->guest).s, *place ? ", " : "",
		       ascii(place).s);
}

static void put_latency_cell(const struct report *r, const struct cell_info *c, FILE *out)
{
	static const char *const quantiles[] = { "p50", "p90", "p99", "p999", "max" };
	struct grid g = { .columns = 0 };
	struct text head = kick_label(c), names[GRID_COLUMNS];

	g.column[g.columns++] = (struct grid_column){ .head = head.s };
	for (int arm = 0; arm < c->nr_protocols && g.columns < GRID_COLUMNS; arm++) {
		if (!strcmp(c->protocols[arm], "null"))
			continue;
		names[arm] = ascii(c->protocols[arm]);
		g.column[g.columns++] = (struct grid_column){ .head = names[arm].s };
	}
	for (size_t q = 0; q < sizeof(quantiles) / sizeof(quantiles[0]); q++) {
		struct text metric = text_of("latency_%s", quantiles[q]);

		grid_add(&g, text_of("  %s", quantiles[q]).s);
		for (int arm = 0, n = 1; arm < c->nr_protocols && n < g.columns; arm++) {
			const struct summary_row *row;

			if (!strcmp(c->protocols[arm], "null"))
				continue;
			n++;
			row = summary_find(r->summary, c->cell, metric.s, c->protocols[arm], "",
					   NULL);
			grid_add(&g, !row ? "-" : isinf(row->estimate) ? "lost" :
				     quantity_bounds(row, false).s);
		}
	}
	putc('\n', out);
	grid_put_text(&g, 0, out);
	grid_clear(&g);
}

/* That of the median always, those of the tail where there is an answer. */
static bool is_told(const struct summary_row *row)
{
	if (!strcmp(row->metric, "latency_p50"))
		return true;
	return !strncmp(row->metric, "latency_p", 9) &&
	       (!strcmp(row->verdict, "slower") || !strcmp(row->verdict, "faster"));
}

static void put_latency_verdicts(const struct report *r, const struct cell_info *c, FILE *out)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (row->cell != c->cell || !*row->versus || row_is_ratio(row) ||
		    !is_told(row) || !strcmp(row->protocol, "null"))
			continue;
		fprintf(out, "  %s against %s at %s: %s  %s\n", ascii(row->protocol).s,
			ascii(row->versus).s, row->metric + strlen("latency_"),
			quantity_bounds(row, true).s, verdict_text(row).s);
	}
}

/* Their number alone: several for one kick are no share of the kicks. */
static void put_stale(const struct summary_row *stale, FILE *out)
{
	fprintf(out, ", stale %.*s", (int)strcspn(stale->note, " "), stale->note);
}

/* "naive lost 3 of 20000 (control)", "sigmask 0 of 20000 (< 0.02%)" */
static void put_racer(const struct report *r, const struct summary_row *lost, FILE *out)
{
	char bound[UNIT_TEXT];
	bool control = !strncmp(lost->verdict, "control", 7);
	const struct summary_row *stale;

	fprintf(out, "%s%s %.*s", ascii(lost->protocol).s, lost->estimate > 0 ? " lost" : "",
		(int)strcspn(lost->note, "k") - 1, lost->note);
	stale = summary_find(r->summary, lost->cell, "stale", lost->protocol, "", NULL);
	if (stale && !strcmp(lost->protocol, "never_clear"))
		put_stale(stale, out);
	if (control)
		fprintf(out, " (%s)", ascii(lost->verdict).s);
	else if (lost->estimate > 0)
		fprintf(out, " (LOST)");
	else
		fprintf(out, " (< %s)", unit_share(bound, lost->hi));
	/* One for a kick may be legal, more are not (docs/protocols.md). */
	if (stale && !control && stale->estimate > 1)
		put_stale(stale, out);
}

/* Bench race looks for lost kicks; elsewhere they are worth a word where there are any. */
static void put_losses(const struct report *r, const struct cell_info *c, FILE *out)
{
	const char *separator = "  ";

	for (int arm = 0; arm < c->nr_protocols; arm++) {
		const struct summary_row *lost;

		lost = summary_find(r->summary, c->cell, "lost", c->protocols[arm], "", NULL);
		if (!lost || !(lost->estimate > 0))
			continue;
		fputs(separator, out);
		put_racer(r, lost, out);
		separator = ", ";
	}
	if (*separator == ',')	/* there were any */
		putc('\n', out);
}

void put_latencies(const struct report *r, FILE *out)
{
	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];
		bool any = false;

		for (int arm = 0; arm < c->nr_protocols; arm++)
			any |= summary_find(r->summary, c->cell, "latency_p50", c->protocols[arm],
					    "", NULL) != NULL;
		if (!any)
			continue;
		put_latency_cell(r, c, out);
		put_latency_verdicts(r, c, out);
		put_losses(r, c, out);
	}
}

static void put_kick_cost(const struct report *r, const struct cell_info *c, FILE *out)
{
	const char *separator = "";

	for (int arm = 0; arm < c->nr_protocols; arm++) {
		const struct summary_row *row;

		row = summary_find(r->summary, c->cell, "kick_cost", c->protocols[arm], "", NULL);
		if (!row || !strcmp(c->protocols[arm], "null"))
			continue;
		if (!*separator)
			fprintf(out, "\na kick costs the vCPU thread (%s): ", cell_text(row).s);
		fprintf(out, "%s%s %s", separator, ascii(c->protocols[arm]).s,
			quantity_bounds(row, false).s);
		separator = "; ";
	}
	if (*separator)
		putc('\n', out);
}

static void put_break_even(const struct summary_row *row, FILE *out)
{
	bool pays = row->estimate >= 0;

	fprintf(out, "break-even: %s%s%s%s %s%s%s\n", ascii(row->protocol).s,
		pays ? "" : " against ", pays ? "" : ascii(row->versus).s, pays ? "" : ":",
		break_even_text(row).s, *row->verdict ? ": " : "", ascii(row->verdict).s);
}

void put_kick_costs(const struct report *r, FILE *out)
{
	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		put_kick_cost(r, &r->dir->cells[i], out);
		for (size_t j = 0; j < r->summary->nr; j++)
			if (r->summary->rows[j].cell == r->dir->cells[i].cell &&
			    !strcmp(r->summary->rows[j].metric, "break_even"))
				put_break_even(&r->summary->rows[j], out);
	}
}

static bool is_raced(const struct summary_row *row)
{
	return !strcmp(row->metric, "lost") && !strcmp(row->bench, "race");
}

/* Several cells raced: each line says which. */
static bool several_races(const struct report *r)
{
	int cell = -1;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!is_raced(row))
			continue;
		if (cell >= 0 && cell != row->cell)
			return true;
		cell = row->cell;
	}
	return false;
}

/* A race of the table: its arms with the counts, then whether they prove anything. */
static void put_race(const struct report *r, const struct cell_info *c, bool several, FILE *out)
{
	const struct summary_row *untold = NULL;
	bool any = false;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (row->cell != c->cell || !is_raced(row) || !strcmp(row->protocol, "null"))
			continue;
		if (any)
			fputs(", ", out);
		else
			fprintf(out, "\n%s: ", several || *c->variant ? cell_text(row).s : "race");
		put_racer(r, row, out);
		any = true;
		if (!strncmp(row->verdict, "cannot tell:", 12))
			untold = row;
	}
	if (any)
		putc('\n', out);
	if (untold)
		fprintf(out, "race: %s\n", ascii(untold->verdict).s);
}

void put_races(const struct report *r, FILE *out)
{
	bool several = several_races(r);

	for (size_t i = 0; i < r->dir->nr_cells; i++)
		put_race(r, &r->dir->cells[i], several, out);
}
