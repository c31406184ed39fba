/* SPDX-License-Identifier: GPL-2.0-only */
/* CSV: what is written is read back; what is broken is named with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "lib/csv.h"
#include "tests/csv_file.h"

/* All rows as "LINE:a|b|..." lines, a torn one as "LINE:torn". */
struct seen { char text[4096]; };

static int see(const struct csv_row *row, void *context, struct error *err)
{
	struct seen *s = context;
	size_t used = strlen(s->text);

	(void)err;
	used += (size_t)snprintf(s->text + used, sizeof(s->text) - used, "%lu:", row->line);
	if (row->last)
		snprintf(s->text + used, sizeof(s->text) - used, "torn");
	for (size_t i = 0; i < row->nr; i++)
		used += (size_t)snprintf(s->text + used, sizeof(s->text) - used, "%s%s",
					 i ? "|" : "", row->field[i]);
	used = strlen(s->text);
	snprintf(s->text + used, sizeof(s->text) - used, "\n");
	return 0;
}

static void rows_are(const char *text, const char *columns, enum csv_end end, const char *expected)
{
	struct seen s = { "" };
	struct error err = { 0 };

	csv_file_put(text, strlen(text));
	if (csv_read(csv_path, columns, end, see, &s, &err))
		fail_msg("%s", err.text);
	assert_string_equal(s.text, expected);
}

static void error_is(const char *text, size_t n, int status, const char *why)
{
	char expected[200];
	struct seen s = { "" };
	struct error err = { 0 };

	csv_file_put(text, n);
	assert_int_equal(csv_read(csv_path, "a,b", CSV_END_WHOLE, see, &s, &err), -1);
	snprintf(expected, sizeof(expected), "%s:%s%s", csv_path, why, status == EXIT_DISTURBED ?
		 " (was it cut off?)" : " (docs/formats.md says what belongs there)");
	assert_string_equal(err.text, expected);
	assert_int_equal(err.status, status);
}

static void columns_are_found_by_name(void **state)
{
	(void)state;
	rows_are("c,b,a\n3,2,1\n,,x\n", "a,b", CSV_END_WHOLE, "2:1|2\n3:x|\n");
	rows_are("a\r\n1\r\n2\r\n", "a", CSV_END_WHOLE, "2:1\n3:2\n");
	rows_are("a,b\n", "a,b", CSV_END_WHOLE, "");
}

static void quoted_fields(void **state)
{
	(void)state;
	rows_are("a,b\n\"x,\"\"y\"\"\",2\n", "a,b", CSV_END_WHOLE, "2:x,\"y\"|2\n");
	rows_are("a,b\n\"two\nlines\",2\n3,4\n", "a,b", CSV_END_WHOLE, "2:two\nlines|2\n4:3|4\n");
	rows_are("\"a\",\"b\"\n1,\" 2 \"\n", "a,b", CSV_END_WHOLE, "2:1| 2 \n");
}

static void torn_ends(void **state)
{
	(void)state;
	rows_are("a,b\n1,2\n3,", "a,b", CSV_END_TORN, "2:1|2\n3:torn\n");
	rows_are("a,b\n1,2\n3\n", "a,b", CSV_END_TORN, "2:1|2\n3:torn\n");
	rows_are("a,b\n1,2\n3,4", "a,b", CSV_END_TORN, "2:1|2\n3:torn\n");
	rows_are("a,b\n1,2\n\"x", "a,b", CSV_END_TORN, "2:1|2\n3:torn\n");
	rows_are("a,", "a,b", CSV_END_TORN, "1:torn\n");
	rows_are("", "a,b", CSV_END_TORN, "1:torn\n");
	rows_are("a,b\n1,2\n3,4", "a,b", CSV_END_OPEN, "2:1|2\n3:3|4\n");
	rows_are("a,b\n1,2\n3", "a,b", CSV_END_OPEN, "2:1|2\n3:torn\n");
	rows_are("a,b\n1,\"x\ny\"", "a,b", CSV_END_OPEN, "2:1|x\ny\n");
	rows_are("a,b", "a,b", CSV_END_OPEN, "");
}

static int see_whole(const struct csv_row *row, void *context, struct error *err)
{
	(void)err;
	if (row->last)
		snprintf(context, 20, "%s|%s|%s", row->field[0], row->field[1], row->field[2]);
	return 0;
}

/* Of a torn row the last field is not whole, whatever it looks like. */
static void whole_fields_of_a_torn_row(void **state)
{
	static const struct { const char *text, *seen; } torn[] = {
		{ "c,b,a\n3,2,1", "|2|3" }, { "c,b,a\n3,2\n", "||3" }, { "c,b,a\n\"3\",2", "||3" },
		{ "c,b,a\n3,\"2", "||3" }, { "c,b,a\n3", "||" }, { "", "||" },
		{ "c,b,a\n\"3,\"\"\",\"2\",\"\"\"1", "|2|3,\"" },
		{ "c,b,a\n\"3\",\"2\nx", "||3" }, { "c,b,a\n\"3", "||" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(torn) / sizeof(torn[0]); i++) {
		struct error err = { 0 };
		char seen[20] = "";

		csv_file_put(torn[i].text, strlen(torn[i].text));
		assert_int_equal(csv_read(csv_path, "a,b,c", CSV_END_TORN, see_whole, seen,
					  &err), 0);
		assert_string_equal(seen, torn[i].seen);
	}
}

#define ERROR(text, status, why) error_is(text, sizeof(text) - 1, status, why)

static void errors_name_file_and_line(void **state)
{
	(void)state;
	ERROR("", EXIT_USAGE, "1: empty: no header");
	ERROR("a,b,a\n1,2,3\n", EXIT_USAGE, "1: column 'a' stands there twice");
	ERROR("a,c\n", EXIT_USAGE, "1: column 'b' is missing");
	ERROR("a,b\n1\n2,3\n", EXIT_USAGE, "2: 1 fields where the header has 2");
	ERROR("a,b\n1,2,3\n", EXIT_USAGE, "2: 3 fields where the header has 2");
	ERROR("a,b\n1,2\n3,", EXIT_DISTURBED, "3: the file ends in the middle of a row");
	ERROR("a,b\n1,2\n3\n", EXIT_DISTURBED, "3: the file ends in the middle of a row");
	ERROR("a,b\n1,\"x", EXIT_DISTURBED, "2: the file ends in the middle of a row");
	ERROR("a,b\n1,\"2\n3,4\n5,6\n", EXIT_USAGE, "2: quotes are out of place");
	ERROR("a,b\n1,x\"2\n3,4\n5", EXIT_USAGE, "2: quotes are out of place");
	ERROR("a,b\n1,x\"y\"\n2,3\n", EXIT_USAGE, "2: quotes are out of place");
	ERROR("a,b\n\n1,2\n", EXIT_USAGE, "2: an empty line");
	ERROR("a,b\n1,\0\n1,2\n", EXIT_USAGE, "2: a NUL byte: this is no text");
}

static void a_missing_file_is_an_error(void **state)
{
	struct error err = { 0 };

	(void)state;
	assert_int_equal(csv_read("/nonexistent/x.csv", "a", CSV_END_WHOLE, see, NULL, &err), -1);
	assert_string_equal(err.text, "/nonexistent/x.csv: cannot be opened: "
				      "No such file or directory (is it there, and readable?)");
}

static void a_stray_quote_does_not_swallow_memory(void **state)
{
	FILE *f = fopen(csv_path, "w");
	struct error err = { 0 };
	struct seen s = { "" };

	(void)state;
	assert_non_null(f);
	fputs("a,b\n1,\"x\n", f);
	for (int i = 0; i < 400000; i++)
		fputs("1,2345\n", f);
	fclose(f);
	assert_int_equal(csv_read(csv_path, "a,b", CSV_END_WHOLE, see, &s, &err), -1);
	assert_non_null(strstr(err.text, ":2: a row without end"));
}

static void text_round_trips(void **state)
{
	struct error err = { 0 };
	struct seen s = { "" };
	struct csv_out o;

	(void)state;
	unlink(csv_path);
	for (int i = 0; i < 2; i++) {	/* appended to: one header */
		assert_int_equal(csv_append(&o, csv_path, "a,b,c,d", &err), 0);
		csv_str(&o, "a,\"b\"\r\nc");
		csv_str(&o, " outer ");
		csv_str(&o, NULL);
		csv_int(&o, INT64_MIN);
		csv_end(&o);
		assert_int_equal(csv_sync(&o, &err), 0);
		assert_int_equal(csv_close(&o, &err), 0);
	}
	assert_int_equal(csv_read(csv_path, "a,b,c,d", CSV_END_WHOLE, see, &s, &err), 0);
	assert_string_equal(s.text, "2:a,\"b\"\r\nc| outer ||-9223372036854775808\n"
				    "4:a,\"b\"\r\nc| outer ||-9223372036854775808\n");
}

/* Each of what needs quotes, alone. */
static void what_needs_quotes(void **state)
{
	static const char *const texts[] = { "a,b", "a\"b", "a\nb", "a\rb", " a", "a\t" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct error err = { 0 };
		struct seen s = { "" };
		struct csv_out o;
		char expected[32];

		unlink(csv_path);
		assert_int_equal(csv_append(&o, csv_path, "a,b", &err), 0);
		csv_str(&o, texts[i]);
		csv_int(&o, 1);
		csv_end(&o);
		assert_int_equal(csv_close(&o, &err), 0);
		snprintf(expected, sizeof(expected), "2:%s|1\n", texts[i]);
		assert_int_equal(csv_read(csv_path, "a,b", CSV_END_WHOLE, see, &s, &err), 0);
		assert_string_equal(s.text, expected);
	}
}

static void a_full_disk_is_told(void **state)
{
	struct error err = { 0 };
	struct csv_out o;

	(void)state;
	if (access("/dev/full", W_OK))
		skip();
	assert_int_equal(csv_append(&o, "/dev/full", "a", &err), 0);
	csv_int(&o, 1);
	csv_end(&o);
	assert_int_equal(csv_sync(&o, &err), -1);
	assert_string_equal(err.text, "/dev/full: cannot be written: No space left on device "
			    "(make room there)");
	assert_int_equal(csv_close(&o, &err), -1);
}

/* Rows longer than the reader's chunk, at every distance from its border. */
static void chunks_have_no_seams(void **state)
{
	struct error err = { 0 };
	struct seen s;

	(void)state;
	for (int pad = (1 << 18) - 12; pad < (1 << 18) + 2; pad++) {
		FILE *f = fopen(csv_path, "w");

		assert_non_null(f);
		fprintf(f, "a,b,%0*d\n1,2,\n\"3\",4,\n5,6,\n", pad, 0);
		fclose(f);
		s.text[0] = '\0';
		assert_int_equal(csv_read(csv_path, "a,b", CSV_END_WHOLE, see, &s, &err), 0);
		assert_string_equal(s.text, "2:1|2\n3:3|4\n4:5|6\n");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, csv_file_new, csv_file_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(columns_are_found_by_name),
		TEST(quoted_fields),
		TEST(torn_ends), TEST(whole_fields_of_a_torn_row),
		TEST(errors_name_file_and_line),
		TEST(a_missing_file_is_an_error),
		TEST(a_stray_quote_does_not_swallow_memory),
		TEST(text_round_trips),
		TEST(what_needs_quotes),
		TEST(a_full_disk_is_told),
		TEST(chunks_have_no_seams),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
