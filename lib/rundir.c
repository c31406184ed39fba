/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/rundir.h"

#include <stddef.h>
#include <string.h>

const char *const run_kind_names[] = {
	[RUN_TIMING] = "timing",
	[RUN_COUNTING] = "counting",
	[RUN_KICK] = "kick",
	[RUN_RACE] = "race",
	[RUN_PATH] = "path",
	NULL,
};

const char *const sample_flag_names[] = { "warmup", "switched", "migrated", "late", NULL };

bool list_has(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = list; *s; s += strcspn(s, "+"), s += *s == '+')
		if (!strncmp(s, name, n) && (!s[n] || s[n] == '+'))
			return true;
	return false;
}
