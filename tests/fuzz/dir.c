/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The input stands in a memfd; the directory has a link to it, so that an
 * execution writes no disk. Where: $KICKBENCH_FUZZ_DIR, made by scripts/fuzz.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analysis/load.h"
#include "analysis/summary.h"
#include "tests/fuzz/fuzz.h"

static int input = -1;
static const char *dir;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char link[4096], target[64];

	(void)argc;
	(void)argv;
	dir = getenv("KICKBENCH_FUZZ_DIR");
	input = memfd_create("input", MFD_CLOEXEC);
	if (!dir || input < 0)
		errx(1, "KICKBENCH_FUZZ_DIR is not set (run scripts/fuzz)");
	snprintf(link, sizeof(link), "%s/%s", dir, fuzz_file);
	snprintf(target, sizeof(target), "/proc/self/fd/%d", input);
	unlink(link);
	if (symlink(target, link))
		err(1, "%s", link);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (ftruncate(input, 0) || pwrite(input, data, size, 0) != (ssize_t)size)
		err(1, "memfd");
	fuzz_read(dir);
	return 0;
}

void fuzz_summary(const char *path)
{
	struct error err = { 0 };
	struct rundir *d = rundir_load(path, &err);
	struct summary *s = d ? summary_compute(d, NULL, &err) : NULL;

	summary_free(s);
	rundir_free(d);
	if (!s && !err.status)
		abort();	/* a failure without a reason */
}
