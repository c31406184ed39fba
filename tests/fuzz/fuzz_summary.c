/* SPDX-License-Identifier: GPL-2.0-only */
/* The reader of summary.csv. */
#include <stdlib.h>

#include "analysis/summary.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_file = "summary.csv";

void fuzz_read(const char *dir)
{
	struct error err = { 0 };
	struct summary *s = summary_read(dir, &err);

	if (!s && !err.status)
		abort();
	summary_free(s);
}
