/* SPDX-License-Identifier: GPL-2.0-only */
/* The lock itself, other counters, what a further vCPU adds, and exact paths. */
#include "analysis/format_grid.h"
#include "analysis/table.h"
#include "lib/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct summary_row *find(const struct report *r, int cell, const char *metric,
				      const char *protocol, const char *versus)
{
	return summary_find(r->summary, cell, metric, protocol, versus, NULL);
}

/* ns of waiting per exit; NaN where it was not measured. */
static double wait_per_exit(const struct report *r, int cell, const char *protocol)
{
	const struct summary_row *often = find(r, cell, "siglock_contentions", protocol, "");
	const struct summary_row *wait = find(r, cell, "siglock_wait", protocol, "");

	if (!often)
		return NAN;
	if (often->estimate == 0)
		return 0;
	return wait ? often->estimate / 1000 * wait->estimate : NAN;
}

/* Where it waited: KVM_RUN's entry and exit, sending a kick, taking one. */
static void put_places(const struct report *r, const struct summary_row *often, FILE *out)
{
	static const char prefix[] = "siglock_at_";
	bool any = false;

	for (size_t i = 0; often->estimate > 0 && i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (row->cell != often->cell || strncmp(row->metric, prefix, strlen(prefix)) ||
		    *row->versus || strcmp(row->protocol, often->protocol) || !(row->estimate > 0))
			continue;
		fprintf(out, "%s%s %.0f%%", any ? ", " : ", at ",
			ascii(row->metric + strlen(prefix)).s,
			100 * row->estimate / often->estimate);
		any = true;
	}
}

static void put_lock_arm(const struct report *r, const struct summary_row *often, FILE *out)
{
	const struct summary_row *wait = find(r, often->cell, "siglock_wait", often->protocol, "");
	const struct summary_row *p99 = find(r, often->cell, "siglock_wait_p99", often->protocol,
					     "");
	char text[UNIT_TEXT];

	fprintf(out, "%s %s", ascii(often->protocol).s, unit_count(text, often->estimate));
	if (wait)
		fprintf(out, " (mean wait %s", unit_time(text, wait->estimate));
	if (wait && p99)
		fprintf(out, ", p99 at most %s", unit_time(text, p99->estimate));
	if (wait) {
		put_places(r, often, out);
		putc(')', out);
	}
}

/* How much of the measured difference is waiting for the siglock. */
static void put_share(const struct report *r, const struct cell_info *c, FILE *out)
{
	for (int arm = 1; arm < c->nr_protocols; arm++) {
		const char *p = c->protocols[arm];
		const struct summary_row *cost = find(r, c->cell, "cost", p, c->protocols[0]);
		double waited = wait_per_exit(r, c->cell, p) -
				wait_per_exit(r, c->cell, c->protocols[0]);

		if (!cost || !strcmp(p, "null") || isnan(waited) || r->emulated ||
		    (cost->lo <= 0 && cost->hi >= 0))
			continue;
		fprintf(out, "  waiting for the siglock explains %.0f%% of the difference of %s\n",
			100 * waited / cost->estimate, ascii(p).s);
	}
}

/* What the counter itself told; else what is known of such locks. */
static bool queued_only(const struct report *r)
{
	const char *told = report_env(r, "siglock_counter", "");

	if (*told)
		return !strcmp(told, "queued waits only");
	return !strcmp(report_env(r, "spinlock", ""), "native");
}

void put_lock(const struct report *r, FILE *out)
{
	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];
		const char *separator = "";

		for (int arm = 0; arm < c->nr_protocols; arm++) {
			const struct summary_row *often = find(r, c->cell, "siglock_contentions",
							       c->protocols[arm], "");

			if (!often || !strcmp(c->protocols[arm], "null"))
				continue;
			if (!*separator)
				fprintf(out, "\nsiglock contentions per 1000 exits (%s): ",
					cell_text(often).s);
			fputs(separator, out);
			put_lock_arm(r, often, out);
			separator = "; ";
		}
		if (!*separator)
			continue;
		fprintf(out, "  [%s spinlock%s]\n", ascii(report_env(r, "spinlock", "unknown")).s,
			queued_only(r) ? ": queued waits only" : "");
		put_share(r, c, out);
	}
}

void put_paths(const struct report *r, FILE *out)
{
	struct grid g = { .columns = 4, .column = {
		{ .head = "exact path" }, { .head = "protocol" },
		{ .head = "instructions", .right = true }, { .head = "difference" } } };

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i], *d = NULL;

		if (strcmp(row->metric, "path") || *row->versus || !strcmp(row->protocol, "null"))
			continue;
		for (size_t j = 0; j < r->summary->nr && !d; j++) {
			const struct summary_row *x = &r->summary->rows[j];

			if (x->cell == row->cell && *x->versus && !strcmp(x->metric, "path") &&
			    !row_is_ratio(x) && !strcmp(x->protocol, row->protocol))
				d = x;
		}
		grid_add(&g, text_of("%.40s %.80s", ascii(row->bench).s, cell_text(row).s).s);
		grid_add(&g, ascii(row->protocol).s);
		grid_add(&g, text_of("%.10g", row->estimate).s);
		grid_add(&g, d ? text_of("%+.10g  %.200s", d->estimate, verdict_text(d).s).s :
				 ascii(row->note).s);
	}
	if (g.rows) {
		putc('\n', out);
		grid_put_text(&g, 0, out);
	}
	grid_clear(&g);
}
