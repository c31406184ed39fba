/* SPDX-License-Identifier: GPL-2.0-only */
/* cmocka, and what it does not tell the compiler: that fail_msg() does not return. */
#ifndef KICKBENCH_TESTS_FAIL_H
#define KICKBENCH_TESTS_FAIL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

void _fail(const char *const file, const int line) __attribute__((noreturn));

#endif
