/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of summary.csv, on standard output. */
#include "analysis/format_common.h"
#include "lib/csv.h"

static int write_csv(const struct report *r, void *out, struct error *err)
{
	return summary_print(r->summary, out, err);
}

const struct format format_csv = {
	.name = "csv",
	.summary = "the rows of summary.csv",
	.write = write_csv,
};
