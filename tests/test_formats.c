/* SPDX-License-Identifier: GPL-2.0-only */
/* What every format promises, for usual, hostile and empty reports. */
#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/format_common.h"
#include "analysis/format_grid.h"
#include "analysis/format_xml.h"
#include "tests/handmade.h"
#include "tests/openmetrics.h"

static const struct report *(*const reports[])(void) = {
	handmade_report, hostile_report, empty_report,
};
#define EACH_REPORT(i) for (size_t i = 0; i < sizeof(reports) / sizeof(*reports); i++)

static void test_numbers(void **state)
{
	(void)state;
	assert_string_equal(exact_number(40).s, "40");
	assert_string_equal(exact_number(4100).s, "4100");
	assert_string_equal(exact_number(.1).s, "0.1");
	assert_string_equal(exact_number(-133e-9).s, "-1.33e-07");
	assert_string_equal(exact_number(1e300).s, "1e+300");
	assert_string_equal(exact_number(1 / 3.).s, "0.3333333333333333");
	assert_string_equal(exact_number(INFINITY).s, "+Inf");
	assert_string_equal(exact_number(NAN).s, "NaN");
}

static struct text bounds(double v, double lo, double hi, const char *unit)
{
	struct summary_row row = { .estimate = v, .lo = lo, .hi = hi, .unit = (char *)unit };

	return quantity_bounds(&row, true);
}

static void test_bounds(void **state)
{
	(void)state;
	assert_string_equal(bounds(-133, -139, -127, "ns").s, "-133 ns [-139, -127]");
	assert_string_equal(bounds(5000, 4700, INFINITY, "ns").s, "+5 us [+5, inf]");
	assert_string_equal(bounds(-.2, -.4, .1, "ns").s, "-0.20 ns [-0.40, +0.10]");
	assert_string_equal(bounds(0, 0, 0, "kicks").s, "0 kicks [0, 0]");
	assert_string_equal(bounds(NAN, 1, 2, "ns").s, "-");
	assert_string_equal(bounds(7, NAN, NAN, "exits").s, "+7 exits");
	assert_string_equal(quantity(NAN, "ns", false).s, "-");
	assert_string_equal(quantity(8430.2, "ns", false).s, "8.43 us");
}

static void test_utf8(void **state)
{
	static const char *const bad[] = { "\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80",
		"\xed\xa0\x80", "\xf5\x80\x80\x80", "\xf4\x90\x80\x80", "\xff" };
	const char *good = "\xf0\x9f\x98\x80!";

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *s = bad[i];

		assert_int_equal(utf8_next(&s), UTF8_BAD);
		assert_ptr_equal(s, bad[i] + 1);
	}
	assert_int_equal(utf8_next(&good), 0x1f600);
	assert_int_equal(utf8_next(&good), '!');
	assert_int_equal(utf8_next(&good), 0);
	assert_string_equal(ascii("a\n\xc3\xa9\x7f~").s, "a???~");
}

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
		{ 1, "# TYPE a gauge\na 1\n" + 15 },
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

static void test_wrapped(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	put_wrapped("  one two  three fourfivesixseven e", 3, 2, 10, out);
	fclose(out);
	assert_string_equal(text, "one two\n  three\n  fourfive\n  sixseven\n  e\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_wrapped),
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
