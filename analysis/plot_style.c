/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/plot_style.h"

#include <string.h>

#define NR(a) (sizeof(a) / sizeof(*(a)))

static const struct plot_style known[] = {
	{ "sigmask",               "#d55e00", 7, 1 },
	{ "immediate_exit",        "#0072b2", 5, 2 },
	{ "sigmask_equal",         "#e69f00", 6, 3 },
	{ "immediate_exit_rfc",    "#004c77", 4, 4 },
	{ "immediate_exit_direct", "#56b4e9", 9, 5 },
	{ "clear_first",           "#009e73", 11, 6 },
	{ "resend",                "#cc79a7", 13, 7 },
	{ "naive",                 "#666666", 2, 8 },
	{ "clear_after_check",     "#8c7a00", 8, 3 },
	{ "never_clear",           "#000000", 1, 4 },
	{ "null",                  "#999999", 3, 5 },
};

static const struct plot_style spare[] = {
	{ NULL, "#7f3b08", 10, 6 }, { NULL, "#542788", 12, 7 }, { NULL, "#01665e", 14, 8 },
	{ NULL, "#b2182b", 15, 3 }, { NULL, "#35978f", 65, 5 },
};

struct plot_style plot_style(const char *protocol)
{
	unsigned sum = 0;
	struct plot_style style;

	for (size_t i = 0; i < NR(known); i++)
		if (!strcmp(known[i].protocol, protocol))
			return known[i];
	for (const char *p = protocol; *p; p++)
		sum = 31 * sum + (unsigned char)*p;
	style = spare[sum % NR(spare)];
	style.protocol = protocol;
	return style;
}
