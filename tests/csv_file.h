/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of its own for each test of CSV. */
#ifndef KICKBENCH_TESTS_CSV_FILE_H
#define KICKBENCH_TESTS_CSV_FILE_H

#include <stddef.h>

extern char csv_path[64];	/* of the test that runs */

/* Setup and teardown of cmocka: an empty file, and its end. */
int csv_file_new(void **state);
int csv_file_remove(void **state);
/* Replaces what is in it. */
void csv_file_put(const char *text, size_t n);

#endif
