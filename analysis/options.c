/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/commands.h"

#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/load.h"

/* strtod() alone takes blanks, hexadecimal and more. */
int option_share(const char *option, const char *text, double max, double *v, struct error *err)
{
	char *end;

	*v = strtod(text, &end);
	if (isdigit((unsigned char)text[*text == '.']) && !strpbrk(text, "xXpP") && !*end &&
	    *v > 0 && *v < max)
		return 0;
	return error_set(err, EXIT_USAGE, "--%s %s: not a number between 0 and %g (1%% is .01)",
			 option, text, max);
}

/* Below a half the interval of the verdict `same`, 1 - 2a, would be none. */
int option_level(const char *text, double *v, struct error *err)
{
	if (option_share("level", text, 1, v, err))
		return -1;
	if (*v >= LEVEL_MIN)
		return 0;
	return error_set(err, EXIT_USAGE, "--level %s: not a number from %g to below 1 (99%% is "
			 ".99)", text, LEVEL_MIN);
}

int option_format(const char *text, const char *(*name)(size_t i), size_t nr,
		  struct error *err)
{
	char known[256] = "";

	for (size_t i = 0; i < nr; i++) {
		size_t used = strlen(known);

		if (!strcmp(name(i), text))
			return (int)i;
		snprintf(known + used, sizeof(known) - used, "%s%s", used ? ", " : "", name(i));
	}
	return error_set(err, EXIT_USAGE, "--format %s: no such format (there are %s)", text,
			 known);
}

#define OPTIONS_MAX 16
#define FIRST 256	/* no letters, so that optopt tells a known switch from an unknown letter */

static int refuse(const char *command, const struct command_option *o, const char *word,
		  struct error *err)
{
	char known[256] = "", letter[] = { '-', (char)optopt, '\0' };

	if (optopt >= FIRST)
		return error_set(err, EXIT_USAGE, "%s %s: it takes no value (leave the = away)",
				 command, word);
	for (; o->name; o++) {
		size_t used = strlen(known);

		snprintf(known + used, sizeof(known) - used, "%s--%s", used ? ", " : "", o->name);
	}
	return error_set(err, EXIT_USAGE, "%s %s: no such option (there are %s)", command,
			 optopt ? letter : word, known);
}

static int take(const struct command_line *c, int option, const char *word, struct error *err)
{
	switch (option) {
	case 1:
		return c->operand(c->to, optarg, err);
	case ':':
		return error_set(err, EXIT_USAGE, "%s: its value is missing (see kickbench help "
				 "%s)", word, c->command);
	case '?':
		return refuse(c->command, c->options, word, err);
	default:
		return c->options[option - FIRST].set(c->to, optarg, err);
	}
}

int command_parse(const struct command_line *c, int argc, char **argv, struct error *err)
{
	struct option known[OPTIONS_MAX + 1] = { 0 };
	int option;

	for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++)
		known[i] = (struct option){
			c->options[i].name,
			c->options[i].has_value ? required_argument : no_argument, NULL, FIRST + i,
		};
	opterr = 0;
	optind = 0;	/* glibc: start anew, whoever parsed before */
	/* '-': options may stand behind operands, whatever POSIXLY_CORRECT says. */
	while ((option = getopt_long(argc, argv, "-:", known, NULL)) != -1)
		if (take(c, option, argv[optind - 1], err))
			return -1;
	for (; optind < argc; optind++)
		if (c->operand(c->to, argv[optind], err))
			return -1;
	return 0;
}
