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

/* Unsupported or incomplete cells with the reason, and such as lack runs. */
void put_unmeasured(const struct report *r, FILE *out)
{
	bool any = false;

	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];
		int runs = rundir_finished(r->dir, c);
		bool unusual = cell_unmeasured(c) || !strcmp(c->status, "incomplete");

		if (!unusual && runs >= c->runs && has_rows(r, c))
			continue;
		fprintf(out, "%s%s %s, %d vCPU%s, %s%s%s: %s", any ? "" : "\n", ascii(c->bench).s,
			ascii(c->guest).s, c->vcpus, c->vcpus > 1 ? "s" : "", ascii(c->place).s,
			*c->variant ? ", " : "", ascii(c->variant).s,
			unusual ? ascii(c->status).s : runs < c->runs ? "incomplete" :
			"nothing measured");
		if (runs < c->runs && (!unusual || runs))
			fprintf(out, ", %d of %d runs", runs, c->runs);
		if (*c->note)
			fprintf(out, " (%s)", ascii(c->note).s);
		putc('\n', out);
		any = true;
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
		t.failed += strcmp(run->status, "ok") && strcmp(run->status, "replaced");
		if (strcmp(run->status, "ok"))
			continue;
		t.nivcsw += run->nivcsw > 0 ? run->nivcsw : 0;
		t.throttled += run->throttled > 0 ? run->throttled : 0;
		t.steal += run->steal_ns > 0;
		t.delay += run->run_delay_ns > 1e6;
	}
	return t;
}

static void put_reasons(const struct report *r, const char *status, FILE *out)
{
	const char *last = "";

	for (size_t i = 0; i < r->dir->nr_runs; i++) {
		const struct run_info *run = &r->dir->runs[i];
		bool counts = !strcmp(status, "replaced") ? !strcmp(run->status, status) :
			      strcmp(run->status, "ok") && strcmp(run->status, "replaced");

		if (counts && *run->reason && strcmp(run->reason, last)) {
			fprintf(out, "%s%s", *last ? ", " : ": ", ascii(run->reason).s);
			last = run->reason;
		}
	}
}

static void put_part(FILE *out, bool *any, double n, const char *what)
{
	if (!(n > 0))
		return;
	fprintf(out, "%s%.0f %s", *any ? "; " : "", n, what);
	*any = true;
}

void put_disturbed(const struct report *r, FILE *out)
{
	struct trouble t = look(r);
	const char *told = report_env(r, "disturbed", "nothing");
	bool any = false;

	fputs("\ndisturbed: ", out);
	if (t.replaced) {
		put_part(out, &any, t.replaced, "runs replaced");
		put_reasons(r, "replaced", out);
	}
	if (t.failed) {
		put_part(out, &any, t.failed, "runs failed");
		put_reasons(r, "failed", out);
	}
	put_part(out, &any, t.nivcsw, "involuntary context switches (keep other work off "
				      "these CPUs)");
	put_part(out, &any, t.steal, "runs lost time to the hypervisor (steal)");
	put_part(out, &any, t.delay, "runs waited over 1 ms for their CPU");
	put_part(out, &any, t.throttled, "throttle events (see to the cooling)");
	if (strcmp(told, "nothing")) {
		fputs(any ? "; " : "", out);
		any = true;
		for (const char *s = told; *s;)
			put_utf8(out, utf8_next(&s));
	}
	fputs(any ? "\n" : "nothing\n", out);
}
