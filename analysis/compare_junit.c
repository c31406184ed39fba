/* SPDX-License-Identifier: GPL-2.0-only */
/* A comparison for CI systems: a test case a row; a regression is a failure. */
#include "analysis/compare_text.h"

#include <stdlib.h>
#include <string.h>
#include "analysis/format_xml.h"

static bool is_case(const struct compared *row)
{
	return row->kind != COMPARED_SHOWN;
}

/* What makes compare exit with 1 is a failure here. */
static bool is_failure(const struct comparison *c, const struct compared *row)
{
	return compared_regressed(row) || compare_row_loses(c, row->base);
}

struct counts { size_t tests, failures, skipped, errors; };

static struct counts count(const struct comparison *c)
{
	struct counts n = { .errors = compare_incomplete(c) };

	for (size_t i = 0; i < c->nr; i++) {
		bool failed = is_failure(c, &c->rows[i]);

		n.tests += is_case(&c->rows[i]);
		n.failures += failed;
		n.skipped += !failed && compared_undecided(&c->rows[i]);
	}
	for (size_t i = 0; i < c->nr_only_now; i++) {
		bool failed = compare_row_loses(c, c->only_now[i]);

		n.tests += failed;
		n.failures += failed;
	}
	n.tests += n.errors;
	return n;
}

static void put_counts(const struct counts *n, FILE *out)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
		n->tests, n->failures, n->errors, n->skipped);
}

/* element NULL: passed */
static void put_open(const char *name, const char *element, const char *message, FILE *out)
{
	fputs("    <testcase", out);
	put_attribute("classname", "kickbench.compare", out);
	put_attribute("name", name, out);
	fputs(" time=\"0\">\n", out);
	if (element) {
		fprintf(out, "      <%s", element);
		put_attribute("message", message, out);
		fputs("/>\n", out);
	}
}

static void put_case(const struct comparison *c, const struct compared *row, FILE *out)
{
	char *name = row_name(row->base);

	put_open(name, is_failure(c, row) ? "failure" : compared_undecided(row) ? "skipped" : NULL,
		 judgement_text(row).s, out);
	fputs("      <system-out>", out);
	put_xml(text_of("%.60s, %.60s, %.120s", base_text(row).s, now_text(row).s,
			change_text(row).s).s, out);
	fputs("</system-out>\n    </testcase>\n", out);
	free(name);
}

/* What no row compares, but the exit status tells. */
static void put_others(const struct comparison *c, FILE *out)
{
	for (size_t i = 0; i < c->nr_only_now; i++) {
		char *name = row_name(c->only_now[i]);

		if (compare_row_loses(c, c->only_now[i])) {
			put_open(name, "failure", "a kick was lost", out);
			fputs("    </testcase>\n", out);
		}
		free(name);
	}
	if (compare_incomplete(c)) {
		put_open("complete", "error", "a side lacks something that was planned", out);
		fputs("    </testcase>\n", out);
	}
}

static void put_note(const char *title, const char *value, void *context)
{
	FILE *out = context;

	fputs("      <property", out);
	put_attribute("name", title, out);
	put_attribute("value", value, out);
	fputs("/>\n", out);
}

static void write_junit(const struct comparison *c, FILE *out)
{
	struct counts n = count(c);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kickbench\"", out);
	put_counts(&n, out);
	fputs(">\n  <testsuite name=\"compare\"", out);
	put_counts(&n, out);
	fputs(">\n    <properties>\n", out);
	compare_notes(c, put_note, out);
	fputs("    </properties>\n", out);
	for (size_t i = 0; i < c->nr; i++)
		if (is_case(&c->rows[i]))
			put_case(c, &c->rows[i], out);
	put_others(c, out);
	fputs("  </testsuite>\n</testsuites>\n", out);
}

const struct compare_format compare_junit = {
	.name = "junit",
	.summary = "JUnit XML for CI systems; failures: what regressed, lost kicks",
	.write = write_junit,
};
