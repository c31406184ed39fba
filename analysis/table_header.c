/* SPDX-License-Identifier: GPL-2.0-only */
/* The first lines of the table: what was measured where, and whether to trust it. */
#include "analysis/table.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/* "1 socket", "2 sockets"; nothing where the key is absent. */
static struct text counted(const struct report *r, const char *key, const char *what)
{
	const char *n = report_env(r, key, "");

	if (!*n)
		return text_of("%s", "");
	return text_of(", %.20s %s%s", ascii(n).s, what, strcmp(n, "1") ? "s" : "");
}

static struct text surroundings(const struct report *r)
{
	const char *hypervisor = report_env(r, "hypervisor", "none");
	const char *module = report_env(r, "kvm_module", "kvm");

	if (r->emulated)
		return text_of(", emulated (%.60s)", ascii(module).s);
	if (!strcmp(hypervisor, "none"))
		return text_of(" (%.60s)", ascii(module).s);
	return text_of(", nested (%.60s)", ascii(module).s);
}

/* "2026-11-22" as told, or from the directory's name (UTC-KERNEL). */
static struct text date_of(const struct report *r)
{
	const char *date = report_env(r, "started", NULL), *name = strrchr(r->dir->path, '/');

	name = name ? name + 1 : r->dir->path;
	if (!date && strspn(name, "0123456789-") >= 8)
		date = name;
	return date ? text_of("  %.10s", ascii(date).s) : text_of("%s", "");
}

/* "ok", "failed" (one is enough), "none", or why it was not judged: times mean nothing,
 * or there are too few runs. */
static const char *null_control(const struct report *r)
{
	bool ok = false, untold = false;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (strcmp(row->protocol, "null") || !*row->versus)
			continue;
		if (!strcmp(row->verdict, "failed"))
			return "failed";
		ok |= !strcmp(row->verdict, "ok");
		untold |= !strcmp(row->verdict, NULL_UNTOLD);
	}
	if (untold)
		return ok ? "ok where it could be judged" : NULL_UNTOLD;
	return ok ? "ok" : r->emulated ? "not judged" : "none";
}

/* "20 runs", "2 of 3 runs": what there is, and of how much where that is less than planned. */
static struct text part(int n, int planned, const char *what)
{
	struct text of = n < planned ? text_of(" of %d", planned) : text_of("%s", "");

	return text_of("%d%s %s%s", n, of.s, what, n == 1 && !*of.s ? "" : "s");
}

static struct text size_of_cell(const struct report *r, const struct cell_info *c)
{
	size_t blocks = summary_short_blocks(r->summary, r->dir, c);

	if (!blocks && !c->blocks)	/* not told */
		return part(rundir_finished(r->dir, c), c->runs, "run");
	return text_of("%.60s x %.60s", part(rundir_finished(r->dir, c), c->runs, "run").s,
		       part(blocks ? (int)blocks : c->blocks, c->blocks, "block").s);
}

/* "20 runs x 100 blocks" where all timed cells agree, else "10 to 20 runs". */
static struct text size_of_runs(const struct report *r)
{
	struct text first = { "" };
	int least = INT_MAX, most = 0;
	bool differ = false;

	for (size_t i = 0; i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];
		int runs = rundir_finished(r->dir, c);

		if (!c->nr_protocols || !summary_find(r->summary, c->cell, "cost", c->protocols[0],
						      "", NULL))
			continue;
		if (!*first.s)
			first = size_of_cell(r, c);
		differ |= strcmp(first.s, size_of_cell(r, c).s) != 0;
		least = runs < least ? runs : least;
		most = runs > most ? runs : most;
	}
	if (!*first.s)
		return part(report_runs(r), 0, "run");
	if (least != most)
		return text_of("%d to %d runs", least, most);
	return differ ? part(most, 0, "run") : first;
}

/* bench "": any */
static bool has_metric(const struct report *r, const char *bench, const char *metric)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!strcmp(row->metric, metric) && (!*bench || !strcmp(row->bench, bench)))
			return true;
	}
	return false;
}

/* What the figures are of: the first that there is. Of a cost that is left, and where there
 * is nothing yet, it is what most come for. */
static const char *subject(const struct report *r)
{
	static const struct { const char *bench, *metric, *text; } known[] = {
		{ "exit", "cost", "cost of a userspace exit" },
		{ "contend", "cost", "cost of a userspace exit" },
		{ "entry", "cost", "cost of a KVM_RUN that never enters the guest" },
		{ "kickcost", "cost", "cost of a kick to its vCPU" },
		{ "", "cost", "cost of a userspace exit" },
		{ "", "path", "instructions of a KVM_RUN" },
		{ "", "lost", "kicks of a vCPU" },
		{ "", "latency_p50", "kicks of a vCPU" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (has_metric(r, known[i].bench, known[i].metric))
			return known[i].text;
	return known[0].text;
}

void put_header(const struct report *r, FILE *out)
{
	fprintf(out, "kickbench %s  Linux %s  %s%s%s%s%s%s\n",
		ascii(report_env(r, "tool_version", "(version not known)")).s,
		ascii(report_env(r, "kernel", "(not known)")).s,
		ascii(report_env(r, "cpu", "CPU not known")).s,
		counted(r, "sockets", "socket").s, counted(r, "nodes", "node").s,
		counted(r, "cpus_usable", "CPU").s, surroundings(r).s, date_of(r).s);
	if (r->emulated)
		fputs("emulated host: times mean nothing here and get no verdict\n", out);
	if (r->dir->partial)
		fputs("incomplete: the measurement was interrupted; this is what had been "
		      "finished (go on with --resume)\n", out);
	fprintf(out, "%s; %s intervals over %s", subject(r), level_text(r->summary->level).s,
		size_of_runs(r).s);
	if (strstr(subject(r), "cost"))
		fprintf(out, "; null control: %s", null_control(r));
	putc('\n', out);
}
