/* SPDX-License-Identifier: GPL-2.0-only */
/* What every format promises, for usual, hostile and empty reports. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/format_common.h"
#include "tests/handmade.h"
#include "tests/openmetrics.h"

static const struct report *(*const reports[])(void) = {
	handmade_report, hostile_report, empty_report,
};
#define EACH_REPORT(i) for (size_t i = 0; i < sizeof(reports) / sizeof(*reports); i++)

/* Plain text: printable ASCII, no line over 72 columns, no blank at a line's end. */
static void test_cover(void **state)
{
	(void)state;
	EACH_REPORT(i) {
		char *text = written(&format_cover, reports[i]());

		for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
			assert_true(strlen(line) <= 72);
			assert_int_not_equal(line[strlen(line) - 1], ' ');
			for (char *c = line; *c; c++)
				assert_true(isprint((unsigned char)*c));
		}
		free(text);
	}
}

/* Whatever blanks and line breaks there are: one blank. */
static void collapse(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (!isspace((unsigned char)*from))
			*to++ = *from;
		else if (to == text || to[-1] != ' ')
			*to++ = ' ';
	*to = 0;
}

static void test_cover_says(void **state)
{
	static const char *const said[] = { "testhost", "6.18.44", "c0ffee", "halt_poll_ns=200000",
		"CPU 1", "kickbench run --guest pmtimer,mixed", "20 runs", "99%", "not tested:",
		"-133 ns [-139, -127]", "8.43 us", "8.30 us", "-1.6%", "about 80 runs",
		"no KVM_CAP_X86_USER_SPACE_MSR" };
	char *text = written(&format_cover, handmade_report());

	(void)state;
	collapse(text);
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		if (!strstr(text, said[i]))
			print_error("the cover letter does not say: %s\n", said[i]);
		assert_non_null(strstr(text, said[i]));
	}
	free(text);
}

/* Every row of a table has as many cells as its head. */
static void test_markdown(void **state)
{
	(void)state;
	EACH_REPORT(i) {
		char *text = written(&format_markdown, reports[i]());
		int columns = 0;

		for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
			int n = 0;

			for (char *c = line; *c; c++)
				n += *c == '|' && (c == line || c[-1] != '\\');
			if (*line != '|')
				columns = 0;
			else if (!columns)
				columns = n;
			if (*line == '|')
				assert_int_equal(n, columns);
			assert_null(strchr(line, '<'));
		}
		free(text);
	}
}

static void test_openmetrics(void **state)
{
	(void)state;
	EACH_REPORT(i) {
		char *text = written(&format_openmetrics, reports[i]());
		const char *why;
		int line = openmetrics_check(text, &why);

		if (line)
			print_error("line %d: %s\n%s", line, why, text);
		assert_int_equal(line, 0);
		free(text);
	}
}

/* The reader must be able to say no, or it proves nothing. */
static void test_openmetrics_reader(void **state)
{
	static const struct { int line; const char *text; } cases[] = {
		{ 0, "# TYPE a_s gauge\n# UNIT a_s s\n# HELP a_s x\na_s{b=\"\\\"\"} 1\n# EOF\n" },
		{ 1, &"# TYPE a gauge\na 1\n"[15] },
		{ 3, "# TYPE a gauge\na 1\n" },
		{ 2, "# TYPE a gauge\n# UNIT a s\na 1\n# EOF\n" },
		{ 2, "# TYPE a gauge\nb 1\n# EOF\n" },
		{ 3, "# TYPE a gauge\na 1\na 2\n# EOF\n" },
		{ 2, "# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n# EOF\n" },
		{ 2, "# TYPE a gauge\na{b=\"\\x\"} 1\n# EOF\n" },
		{ 2, "# TYPE a gauge\na{b=\"\xff\"} 1\n# EOF\n" },
		{ 2, "# TYPE a gauge\na one\n# EOF\n" },
		{ 5, "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n"
		     "# TYPE a gauge\na{c=\"1\"} 1\n# EOF\n" },
		{ 3, "# TYPE a gauge\na 1\n# HELP a late\n# EOF\n" },
		{ 3, "# TYPE a gauge\na 1\n# EOF\n\n" },
	};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(openmetrics_check(cases[i].text, &why), cases[i].line);
}

static void test_openmetrics_says(void **state)
{
	char *text = written(&format_openmetrics, handmade_report());

	(void)state;
	assert_non_null(strstr(text, "kickbench_cost_seconds{cell=\"0\",bench=\"exit\",guest="
			       "\"pmtimer\",vcpus=\"1\",place=\"0/0/0\",protocol=\"sigmask\"} "
			       "8.43025e-06\n"));
	assert_non_null(strstr(text, "versus=\"sigmask\"} +Inf\n"));
	assert_non_null(strstr(text, "kickbench_break_even_exits_per_kick{"));
	free(text);
}

static bool config_line(const char *line)
{
	size_t n = strcspn(line, ":");

	if (!islower((unsigned char)*line) || line[n] != ':' || line[n + 1] != ' ')
		return false;
	for (size_t i = 0; i < n; i++)
		if (isupper((unsigned char)line[i]) || isspace((unsigned char)line[i]))
			return false;
	return true;
}

/* BenchmarkName/key=value... N VALUE UNIT, and no name that ends like GOMAXPROCS. */
static bool benchmark_line(const char *line)
{
	char name[2000], value[100], unit[1000], extra;
	int n;
	char *end;

	if (sscanf(line, "Benchmark%1999s %d %99s %999s %c", name, &n, value, unit, &extra) != 4)
		return false;
	strtod(value, &end);
	return !islower((unsigned char)*name) && !strchr(name, '-') && n > 0 && !*end;
}

static void test_benchfmt(void **state)
{
	(void)state;
	EACH_REPORT(i) {
		char *text = written(&format_benchfmt, reports[i]());

		for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
			bool good = config_line(line) || benchmark_line(line) ||
				!strncmp(line, "Unit ", 5);

			if (!good)
				print_error("%s\n", line);
			assert_true(good);
		}
		free(text);
	}
}

static int occurrences(const char *text, const char *what)
{
	int n = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		n++;
	}
	return n;
}

static void test_junit(void **state)
{
	char *text = written(&format_junit, handmade_report());

	(void)state;
	assert_non_null(strstr(text, "<testsuites name=\"kickbench\" tests=\"7\" failures=\"1\" "
			       "errors=\"1\" skipped=\"2\">"));
	assert_int_equal(occurrences(text, "<testcase "), 7);
	assert_int_equal(occurrences(text, "<failure "), 1);
	assert_int_equal(occurrences(text, "<error "), 1);
	assert_int_equal(occurrences(text, "<skipped "), 2);
	free(text);
	text = written(&format_junit, hostile_report());
	assert_null(strpbrk(text, "\x01\x7f\xff"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cover),
		cmocka_unit_test(test_cover_says),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_openmetrics),
		cmocka_unit_test(test_openmetrics_reader),
		cmocka_unit_test(test_openmetrics_says),
		cmocka_unit_test(test_benchfmt),
		cmocka_unit_test(test_junit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
