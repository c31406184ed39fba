/* SPDX-License-Identifier: GPL-2.0-only */
/* The lists and numbers of the command line. */
#include <stdlib.h>
#include <string.h>

#include "lib/die.h"
#include "lib/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_lists(const char *text)
{
	struct error err = { 0 };
	struct names names;
	struct sizes sizes;

	if (!names_split("list", text, &names, &err))
		names_release(&names);
	else if (!err.status)
		abort();
	memset(&err, 0, sizeof(err));
	if (!sizes_parse("sizes", text, 4, 1024, &sizes, &err))
		sizes_free(&sizes);
	else if (!err.status)
		abort();
}

static void read_numbers(const char *text)
{
	struct error err = { 0 };
	uint64_t u;
	double v;
	int i;

	if (!parse_int("int", text, -5, 5, &i, &err) && (i < -5 || i > 5))
		abort();
	memset(&err, 0, sizeof(err));
	if (!parse_uint("uint", text, 1, 100, &u, &err) && (u < 1 || u > 100))
		abort();
	memset(&err, 0, sizeof(err));
	if (!parse_num("num", text, 0, 1, &v, &err) && !(v >= 0 && v <= 1))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xcalloc(size + 1, 1);

	memcpy(text, data, size);
	read_lists(text);
	read_numbers(text);
	free(text);
	return 0;
}
