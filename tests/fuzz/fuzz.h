/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets share: a run directory whose other files are good, in
 * which one file is the input. A target defines fuzz_file and fuzz_read().
 */
#ifndef KICKBENCH_TESTS_FUZZ_FUZZ_H
#define KICKBENCH_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include "lib/die.h"

extern const char *const fuzz_file;	/* "samples.csv" ... */

/* Reads the directory; what it returns does not matter, as long as it returns. */
void fuzz_read(const char *dir);

/* Reads all that there is of a directory: the raw files into a summary. */
void fuzz_summary(const char *dir);

/* libFuzzer calls these. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
