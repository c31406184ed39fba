/* SPDX-License-Identifier: GPL-2.0-only */
/* Which benchmarks, guests, variants and sizes a command line selects. */
#ifndef KICKBENCH_HARNESS_SELECT_H
#define KICKBENCH_HARNESS_SELECT_H

#include "harness/options.h"
#include "lib/parse.h"

/* One benchmark with what of the axes it takes; a row of the selection. */
struct selected {
	const struct bench *bench;
	struct names guests;
	struct names variants;	/* "" for the plain case */
};

struct selection {
	struct selected *row;
	size_t nr;
	bool by_default;	/* nothing was named: the questions most people have */
};

/* 0, or -1 with *err (EXIT_USAGE) where a name that was given fits nothing. */
int select_make(struct selection *s, const struct options *o, struct error *err);
void select_free(struct selection *s);

/* Whether the benchmark runs this guest in this variant. */
bool select_suits(const struct bench *b, const struct guest *g, const char *variant);

#endif
