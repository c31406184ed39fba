/* SPDX-License-Identifier: GPL-2.0-only */
/* The output formats of `report`, one row each; the first is the default. */
#include "analysis/format_common.h"

const struct format *const formats[] = {
	&format_table, &format_cover, &format_markdown, &format_csv, &format_openmetrics,
	&format_benchfmt, &format_junit,
};

const size_t nr_formats = sizeof(formats) / sizeof(formats[0]);
