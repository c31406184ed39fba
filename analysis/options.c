/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/commands.h"

#include <ctype.h>
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
