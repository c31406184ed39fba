/* SPDX-License-Identifier: GPL-2.0-only */
/* What env.csv says of a plan: the row that stands unadjusted must be one that there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include "harness/describe.h"

static void primary_is(enum immediate_exit kernel, const char *names, const char *wanted)
{
	char *argv[] = { "run", "--bench", "exit", "--guest", "pmtimer", "--null-control",
			 "--protocols", (char *)names };
	struct kernel k = { .known = true, .immediate_exit = kernel };
	int argc = sizeof(argv) / sizeof(argv[0]);
	struct error err = { 0 };
	struct options o;
	struct topo *topo;
	struct plan *p;
	struct env e;
	const char *told;

	assert_int_equal(options_parse(&o, OPTIONS_RUN, argc, argv, &err), 0);
	topo = topo_load(&err);
	assert_non_null(topo);
	p = plan_make(&o, topo, &k, &err);
	assert_non_null(p);
	describe(&e, topo, p, argc, argv);
	told = env_get(&e, "primary");
	assert_string_equal(told ? told : "none", wanted);
	env_free(&e);
	plan_free(p);
	topo_free(topo);
}

static void primary(void **state)
{
	(void)state;
	primary_is(IMMEDIATE_EXIT_MERGED, "sigmask,immediate_exit",
		   "exit:pmtimer:1:0/0/0::cost:immediate_exit:sigmask");
}

/* The null control is no answer: with nothing else to compare there is no such row. */
static void nothing_to_compare(void **state)
{
	(void)state;
	primary_is(IMMEDIATE_EXIT_MERGED, "sigmask", "none");
	primary_is(IMMEDIATE_EXIT_ABSENT, "sigmask,immediate_exit", "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(primary),
		cmocka_unit_test(nothing_to_compare),
	};

	setenv("HWLOC_SYNTHETIC", "pack:2 [numa] core:2 pu:1", 1);
	return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
