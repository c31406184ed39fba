/* SPDX-License-Identifier: GPL-2.0-only */
/* A history's acknowledgments. */
#include <stdlib.h>
#include <string.h>

#include "analysis/side.h"
#include "analysis/track.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_file = "acknowledged.csv";

void fuzz_read(const char *dir)
{
	struct error err = { 0 };
	struct history h;

	memset(&h, 0, sizeof(h));
	h.path = dir;
	if (acknowledgments_read(&h, &err) && !err.status)
		abort();
	history_free(&h);
}
