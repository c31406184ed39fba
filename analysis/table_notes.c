/* SPDX-License-Identifier: GPL-2.0-only */
/* The last lines of the table: what was not measured, and what disturbed. */
#include "analysis/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool has_rows(const struct report *r, const struct cell_info *c)
{
	for (size_t i = 0; i < r->summary->nr; i++)
		if (r->summary->rows[i].cell == c->cell)
			return true;
	return false;
}

static void put_cell(const struct report *r, const struct cell_info *c, const char *lacks,
		     FILE *out)
{
	bool unusual = cell_unmeasured(c) || !strcmp(c->status, "incomplete");

	fprintf(out, "%s %s, %d vCPU%s, %s%s%s: %s", ascii(c->bench).s, ascii(c->guest).s,
		c->vcpus, c->vcpus > 1 ? "s" : "", ascii(c->place).s, *c->variant ? ", " : "",
		ascii(c->variant).s, unusual ? ascii(c->status).s :
		*lacks ? "incomplete" : "nothing measured");
	if (*lacks && (!unusual || rundir_finished(r->dir, c)))
		fprintf(out, ", %s", ascii(lacks).s);
	if (*c->note)
		fprintf(out, " (%s)", ascii(c->note).s);
	putc('\n', out);
}

/* Unsupported or incomplete cells with the reason, and such as lack runs, blocks or arms. */
void put_unmeasured(const struct report *r, FILE *out)
{
	bool any = false;

	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];
		char *lacks = cell_lacks(r->summary, r->dir, c);

		if (cell_unmeasured(c) || *lacks || !has_rows(r, c)) {
			fputs(any ? "" : "\n", out);
			put_cell(r, c, lacks, out);
			any = true;
		}
		free(lacks);
	}
}

/* What happened to the runs themselves. */
struct trouble {
	int replaced, failed;
	double nivcsw, throttled;
	double steal, delay;	/* runs in which time was stolen, or waited for a CPU */
};

static struct trouble look(const struct report *r)
{
	struct trouble t = { 0 };

	for (size_t i = 0; i < r->dir->nr_runs; i++) {
		const struct run_info *run = &r->dir->runs[i];

		t.replaced += !strcmp(run->status, "replaced");
		t.failed += !run->ended_well && strcmp(run->status, "replaced");
		if (!run->ended_well)
			continue;
		t.nivcsw += run->nivcsw > 0 ? run->nivcsw : 0;
		t.throttled += run->throttled > 0 ? run->throttled : 0;
		t.steal += run->steal_ns > 0;
		t.delay += run->run_delay_ns > 1e6;
	}
	return t;
}

/* What disturbed, one thing after the other. */
struct items {
	FILE *out;
	const char *between;
	bool any;
};

static bool has_reason(const struct run_info *run, bool replaced)
{
	return !run->ended_well && !strcmp(run->status, "replaced") == replaced && *run->reason;
}

/* Each of them once. */
static void put_reasons(const struct report *r, bool replaced, FILE *out)
{
	const char *before = ": ";

	for (size_t i = 0; i < r->dir->nr_runs; i++) {
		const struct run_info *run = &r->dir->runs[i], *first = r->dir->runs;

		if (!has_reason(run, replaced))
			continue;
		while (!has_reason(first, replaced) || strcmp(first->reason, run->reason) != 0)
			first++;
		if (first != run)
			continue;
		fprintf(out, "%s%s", before, ascii(run->reason).s);
		before = ", ";
	}
}

static void begin_item(struct items *i)
{
	fputs(i->any ? i->between : "", i->out);
	i->any = true;
}

static void put_runs(const struct report *r, int n, bool replaced, struct items *i)
{
	if (!n)
		return;
	begin_item(i);
	fprintf(i->out, "%d run%s %s", n, n > 1 ? "s" : "", replaced ? "replaced" : "failed");
	put_reasons(r, replaced, i->out);
}

static void put_count(struct items *i, double n, const char *one, const char *many,
		      const char *what)
{
	if (!(n > 0))
		return;
	begin_item(i);
	fprintf(i->out, "%.0f %s %s", n, n == 1 ? one : many, what);
}

#define STEADY 1.05	/* a frequency that differs by less is one */

static void put_speed(struct items *i, const struct summary *s)
{
	if (!(s->khz_hi > STEADY * s->khz_lo))
		return;
	begin_item(i);
	fprintf(i->out, "CPU %d ran at %.2f to %.2f GHz (fix the frequency, see to the cooling)",
		s->khz_cpu, s->khz_lo * 1e-6, s->khz_hi * 1e-6);
}

/* What the environment said: joined with "; ", which also stands in its parentheses. */
static void put_told(const char *s, struct items *i)
{
	int depth = 0;

	begin_item(i);
	while (*s) {
		depth += (*s == '(') - (*s == ')');
		if (depth || strncmp(s, "; ", 2)) {
			put_printable(i->out, utf8_next(&s));
			continue;
		}
		begin_item(i);
		s += 2;
	}
}

static bool flagged_matter(const struct summary *s)
{
	for (size_t i = 0; i < s->nr; i++)
		if (strstr(s->rows[i].note, WITHOUT_FLAGGED) ||
		    strstr(s->rows[i].note, ALL_FLAGGED))
			return true;
	return false;
}

/* The levels that lie elsewhere without what was flagged: the tables show differences' notes
 * alone. */
static void put_levels(const struct report *r, struct items *i)
{
	for (size_t k = 0; k < r->summary->nr; k++) {
		const struct summary_row *row = &r->summary->rows[k];
		size_t n = strlen(DISTURBED_NOTE);

		if (*row->versus || strcmp(row->metric, "cost") ||
		    strncmp(row->note, DISTURBED_NOTE, n) != 0)
			continue;
		begin_item(i);
		fprintf(i->out, "%s, %s: %s", cell_text(row).s, ascii(row->protocol).s,
			ascii(row->note + n).s);
	}
}

bool put_disturbances(const struct report *r, const char *between, FILE *out)
{
	struct trouble t = look(r);
	struct items i = { out, between, false };
	const char *told = report_env(r, "disturbed", "nothing");

	put_runs(r, t.replaced, true, &i);
	put_runs(r, t.failed, false, &i);
	put_count(&i, t.nivcsw, "involuntary context switch",
		  "involuntary context switches", "(keep other work off these CPUs)");
	put_count(&i, t.steal, "run", "runs", "lost time to the hypervisor (steal)");
	put_count(&i, t.delay, "run", "runs", t.delay == 1 ? "waited over 1 ms for its CPU" :
							     "waited over 1 ms for their CPU");
	put_count(&i, r->summary->flagged, "batch was", "batches were",
		  flagged_matter(r->summary) ?
		  "switched, migrated or late (kept; \"" WITHOUT_FLAGGED "\" says what they "
		  "change)" :
		  "switched, migrated or late (kept; without them no difference changes)");
	put_levels(r, &i);
	put_count(&i, t.throttled, "throttle event", "throttle events",
		  "(see to the cooling)");
	put_speed(&i, r->summary);
	put_count(&i, r->summary->device_interrupts, "device interrupt", "device interrupts",
		  "on the measured CPUs (move them: /proc/irq/N/smp_affinity)");
	if (strcmp(told, "nothing"))
		put_told(told, &i);
	return i.any;
}

/* Somebody looked, at the host or while a run lasted. */
static bool looked(const struct report *r)
{
	for (size_t i = 0; i < r->dir->nr_runs; i++) {
		const struct run_info *run = &r->dir->runs[i];

		if (!isnan(run->nivcsw) || !isnan(run->steal_ns) || !isnan(run->run_delay_ns))
			return true;
	}
	return report_env(r, "disturbed", NULL);
}

const char *no_disturbance(const struct report *r)
{
	return r->dir && looked(r) ? "nothing" : "not known";
}

/* Each thing has a line, the first behind the title. */
void put_disturbed(const struct report *r, FILE *out)
{
	fputs("\ndisturbed: ", out);
	if (!put_disturbances(r, "\n           ", out))
		fputs(no_disturbance(r), out);
	putc('\n', out);
}
