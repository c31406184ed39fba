/* SPDX-License-Identifier: GPL-2.0-only */
/* The reader of cpus.csv, and all that is computed from it. */
#include "tests/fuzz/fuzz.h"

const char *const fuzz_file = "cpus.csv";

void fuzz_read(const char *dir)
{
	fuzz_summary(dir);
}
