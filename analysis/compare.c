/* SPDX-License-Identifier: GPL-2.0-only */
/* kickbench compare BASE NEW */
#include "analysis/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/commands.h"

static const struct compare_format *const formats_of_compare[] = {
	&compare_table, &compare_cover, &compare_markdown, &compare_csv, &compare_junit,
};

#define NR_FORMATS (sizeof(formats_of_compare) / sizeof(formats_of_compare[0]))

struct request {
	const char *base, *now;
	int operands;
	const struct compare_format *format;
	struct compare_options options;
};

static const char *format_name(size_t i)
{
	return formats_of_compare[i]->name;
}

static int set_format(void *to, const char *text, struct error *err)
{
	struct request *r = to;
	int i = option_format(text, format_name, NR_FORMATS, err);

	if (i < 0)
		return -1;
	r->format = formats_of_compare[i];
	return 0;
}

static int get_operand(void *to, const char *text, struct error *err)
{
	struct request *r = to;

	(void)err;
	if (!r->operands++)
		r->base = text;
	else
		r->now = text;
	return 0;
}

static int set_primary(void *to, const char *value, struct error *err)
{
	(void)err;
	((struct request *)to)->options.primary = value;
	return 0;
}

static int set_minimal(void *to, const char *value, struct error *err)
{
	struct request *r = to;

	return option_share("minimal", value, MINIMAL_MAX, &r->options.minimal, err);
}

static int set_level(void *to, const char *value, struct error *err)
{
	return option_level(value, &((struct request *)to)->options.level, err);
}

static const struct command_option options_of_compare[] = {
	{ "format", true, set_format },
	{ "primary", true, set_primary },
	{ "minimal", true, set_minimal },
	{ "level", true, set_level },
	{ NULL, false, NULL },
};

static int get_request(struct request *r, int argc, char **argv, struct error *err)
{
	struct command_line line = { "compare", options_of_compare, get_operand, r };

	if (command_parse(&line, argc, argv, err))
		return -1;
	if (r->operands != 2)
		return error_set(err, EXIT_USAGE, "compare: not two operands but %d (give BASE and "
				 "NEW, each a run directory or a folder of them)", r->operands);
	return 0;
}

static int compare(const struct request *r, struct error *err)
{
	struct comparison c = { 0 };
	int status = -1;

	if (!side_load(&c.base, r->base, err) && !side_load(&c.now, r->now, err) &&
	    !compare_sides(&c, &r->options, err)) {
		r->format->write(&c, stdout);
		status = c.regressed || compare_loses(&c) ? EXIT_NO :
			 compare_incomplete(&c) ? EXIT_DISTURBED : EXIT_FINE;
	}
	compare_free(&c);
	return status;
}

int compare_command(int argc, char **argv)
{
	struct request r = {
		.format = &compare_table,
		.options = { .minimal = NAN, .level = .99 },
	};
	struct error err = { 0 };
	int status = -1;

	if (!get_request(&r, argc, argv, &err))
		status = compare(&r, &err);
	if (status >= 0)
		return status;
	complain("%s", err.text);
	return err.status;
}

void compare_help(FILE *out)
{
	fputs("  --format F     ", out);
	for (size_t i = 0; i < NR_FORMATS; i++)
		fprintf(out, "%*s%-9s %s\n", i ? 17 : 0, "", formats_of_compare[i]->name,
			formats_of_compare[i]->summary);
	fputs("  --primary ROW  the row that stands unadjusted, named as the table names it, e.g.\n"
	      "                 'exit pmtimer 1 0/0/0 cost sigmask'; by default the first level\n"
	      "                 of cost (of one boot: the first difference)\n"
	      "  --minimal M    the effect of interest as a share of the level, e.g. 0.02\n"
	      "  --level L      of the intervals and tests: 0.99\n", out);
}
