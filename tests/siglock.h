/* SPDX-License-Identifier: GPL-2.0-only */
/* For unit tests that count the siglock's waits: skip with the reason where BPF is not allowed. */
#ifndef KICKBENCH_TESTS_SIGLOCK_H
#define KICKBENCH_TESTS_SIGLOCK_H

#include <string.h>
#include "lib/siglock.h"
#include "tests/fail.h"

/* Opens it, or skips the test; the test fails where the error is not one of its own. */
static inline struct siglock *open_or_skip(void)
{
	struct error err = { 0 };
	struct siglock *s = siglock_open(&err);

	if (s)
		return s;
	assert_int_equal(err.status, EXIT_CANNOT);
	assert_non_null(strstr(err.text, "siglock: "));
	print_message("# SKIP %s\n", err.text);
	skip();
	return NULL;
}

#endif
