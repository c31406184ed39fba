/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/csv_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

char csv_path[64];

int csv_file_new(void **state)
{
	int fd;

	(void)state;
	snprintf(csv_path, sizeof(csv_path), "/tmp/kickbench-csv-XXXXXX");
	fd = mkstemp(csv_path);
	return fd < 0 ? -1 : close(fd);
}

int csv_file_remove(void **state)
{
	(void)state;
	return unlink(csv_path);
}

void csv_file_put(const char *text, size_t n)
{
	FILE *f = fopen(csv_path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	fclose(f);
}
