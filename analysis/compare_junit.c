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

static size_t count_cases(const struct comparison *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->nr; i++)
		n += is_case(&c->rows[i]);
	return n;
}

static void put_counts(const struct comparison *c, FILE *out)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\"",
		count_cases(c), c->regressed, c->cannot_tell);
}

static void put_case(const struct compared *row, FILE *out)
{
	char *name = row_name(row->base);
	const char *element = compared_regressed(row) ? "failure" : "skipped";

	fputs("    <testcase", out);
	put_attribute("classname", "kickbench.compare", out);
	put_attribute("name", name, out);
	fputs(" time=\"0\">\n", out);
	if (compared_regressed(row) || !strncmp(row->verdict, "cannot tell", 11)) {
		fprintf(out, "      <%s", element);
		put_attribute("message", judgement_text(row).s, out);
		fputs("/>\n", out);
	}
	fputs("      <system-out>", out);
	put_xml(text_of("%.60s, %.60s, %.120s", base_text(row).s, now_text(row).s,
			change_text(row).s).s, out);
	fputs("</system-out>\n    </testcase>\n", out);
	free(name);
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
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kickbench\"", out);
	put_counts(c, out);
	fputs(">\n  <testsuite name=\"compare\"", out);
	put_counts(c, out);
	fputs(">\n    <properties>\n", out);
	compare_notes(c, put_note, out);
	fputs("    </properties>\n", out);
	for (size_t i = 0; i < c->nr; i++)
		if (is_case(&c->rows[i]))
			put_case(&c->rows[i], out);
	fputs("  </testsuite>\n</testsuites>\n", out);
}

const struct compare_format compare_junit = {
	.name = "junit",
	.summary = "JUnit XML for CI systems; a failure only where something regressed",
	.write = write_junit,
};
