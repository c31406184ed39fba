/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JUnit XML for CI systems: a suite is a bench, a test case is a row that has a
 * verdict (or a cell that could not be measured). Only "the answer is no" is a
 * failure; what cannot be told is skipped, with the verdict as its message.
 */
#include "analysis/format_common.h"
#include "analysis/format_xml.h"

#include <stdlib.h>
#include <string.h>

enum outcome { PASS, FAIL, SKIP, ERROR, OUTCOMES };

static bool is_case(const struct summary_row *row, const char *bench)
{
	return *row->verdict && !row_is_ratio(row) && !strcmp(row->bench, bench);
}

static enum outcome row_outcome(const struct summary_row *row)
{
	return row_failed(row) ? FAIL : row_undecided(row) ? SKIP : PASS;
}

static bool is_cell_case(const struct report *r, const struct cell_info *c, const char *bench)
{
	return !strcmp(c->bench, bench) &&
	       (cell_unmeasured(c) || cell_incomplete(r->summary, r->dir, c));
}

static enum outcome cell_outcome(const struct cell_info *c)
{
	return !strcmp(c->status, "unsupported") ? SKIP : ERROR;
}

static void count(const struct report *r, const char *bench, int n[OUTCOMES])
{
	for (size_t i = 0; i < r->summary->nr; i++)
		if (is_case(&r->summary->rows[i], bench))
			n[row_outcome(&r->summary->rows[i])]++;
	for (size_t i = 0; r->dir && i < r->dir->nr_cells; i++)
		if (is_cell_case(r, &r->dir->cells[i], bench))
			n[cell_outcome(&r->dir->cells[i])]++;
}

static void put_counts(const int n[OUTCOMES], FILE *out)
{
	fprintf(out, " tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\"",
		n[PASS] + n[FAIL] + n[SKIP] + n[ERROR], n[FAIL], n[ERROR], n[SKIP]);
}

static void put_outcome(enum outcome outcome, const char *message, FILE *out)
{
	static const char *const elements[OUTCOMES] = { NULL, "failure", "skipped", "error" };

	if (!elements[outcome])
		return;
	fprintf(out, "      <%s", elements[outcome]);
	put_attribute("message", message, out);
	fputs("/>\n", out);
}

static void put_open(const char *bench, const char *guest, const char *name, FILE *out)
{
	fputs("    <testcase", out);
	put_attribute("classname", text_of("kickbench.%s%s%s", bench, *guest ? "." : "", guest).s,
		      out);
	put_attribute("name", name, out);
	fputs(" time=\"0\">\n", out);
}

static void put_row(const struct summary_row *row, FILE *out)
{
	put_open(row->bench, row->guest,
		 text_of("%.30s%s%.30s, %d vCPU%s, place %.40s: %.40s%s%.40s", row->metric,
			 *row->variant ? " " : "", row->variant, row->vcpus,
			 row->vcpus == 1 ? "" : "s", row->place, row->protocol,
			 *row->versus ? " against " : "", row->versus).s, out);
	put_outcome(row_outcome(row), row->verdict, out);
	fputs("      <system-out>", out);
	put_xml(text_of("%.120s: %.60s", quantity_bounds(row, *row->versus).s, row->verdict).s,
		out);
	if (*row->note)
		fputs("; ", out);
	put_xml(row->note, out);
	fputs("</system-out>\n    </testcase>\n", out);
}

/* "unsupported: the reason", "incomplete: 2 of 3 runs" */
static struct text cell_message(const struct report *r, const struct cell_info *c)
{
	char *lacks = cell_lacks(r->summary, r->dir, c);
	struct text t = text_of("%.60s: %.90s%s%.90s",
				cell_unmeasured(c) ? c->status : "incomplete", lacks,
				*lacks && *c->note ? "; " : "", c->note);

	free(lacks);
	return t;
}

static void put_cell(const struct report *r, const struct cell_info *c, FILE *out)
{
	put_open(c->bench, c->guest, text_of("cell %d, %d vCPU%s, place %.60s %.60s", c->cell,
					     c->vcpus, c->vcpus == 1 ? "" : "s", c->place,
					     c->variant).s, out);
	put_outcome(cell_outcome(c), cell_message(r, c).s, out);
	fputs("    </testcase>\n", out);
}

static void put_properties(const struct report *r, FILE *out)
{
	fputs("    <properties>\n", out);
	for (size_t i = 0; r->dir && i < r->dir->nr_env; i++) {
		fputs("      <property", out);
		put_attribute("name", r->dir->env[i].key, out);
		put_attribute("value", r->dir->env[i].value, out);
		fputs("/>\n", out);
	}
	fputs("    </properties>\n", out);
}

static void put_suite(const struct report *r, const char *bench, FILE *out)
{
	int n[OUTCOMES] = { 0 };

	count(r, bench, n);
	fputs("  <testsuite", out);
	put_attribute("name", bench, out);
	put_counts(n, out);
	put_attribute("hostname", report_env(r, "host", "not known"), out);
	fputs(">\n", out);
	put_properties(r, out);
	for (size_t i = 0; i < r->summary->nr; i++)
		if (is_case(&r->summary->rows[i], bench))
			put_row(&r->summary->rows[i], out);
	for (size_t i = 0; r->dir && i < r->dir->nr_cells; i++)
		if (is_cell_case(r, &r->dir->cells[i], bench))
			put_cell(r, &r->dir->cells[i], out);
	fputs("  </testsuite>\n", out);
}

static int write_junit(const struct report *r, void *stream, struct error *err)
{
	FILE *out = stream;
	int total[OUTCOMES] = { 0 };
	const char *bench;
	size_t at = 0;

	while ((bench = bench_next(r, &at)))
		count(r, bench, total);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kickbench\"", out);
	put_counts(total, out);
	fputs(">\n", out);
	for (at = 0; (bench = bench_next(r, &at)); )
		put_suite(r, bench, out);
	fputs("</testsuites>\n", out);
	return check_stream(out, "junit", err);
}

const struct format format_junit = {
	.name = "junit",
	.summary = "JUnit XML for CI systems; a failure only where the answer is no",
	.write = write_junit,
};
