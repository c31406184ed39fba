/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rmath FUNCTION X DF: libRmath for shell scripts. qt: the quantile of Student's t;
 * pchisq: how likely chi-square is X or more.
 */
#define MATHLIB_STANDALONE
#include <Rmath.h>
#include <stdio.h>
#include <string.h>

#include "lib/die.h"
#include "lib/parse.h"

int main(int argc, char **argv)
{
	struct error err = { 0 };
	double x, df;

	if (argc != 4 || parse_num("rmath: x", argv[2], 0, 1e12, &x, &err) ||
	    parse_num("rmath: df", argv[3], 1, 1e9, &df, &err))
		die(EXIT_USAGE, "rmath: usage: rmath qt|pchisq X DF");
	if (!strcmp(argv[1], "qt"))
		printf("%.17g\n", qt(x, df, 1, 0));
	else if (!strcmp(argv[1], "pchisq"))
		printf("%.17g\n", pchisq(x, df, 0, 0));
	else
		die(EXIT_USAGE, "rmath: %s: no such function (qt, pchisq)", argv[1]);
	return 0;
}
