/* SPDX-License-Identifier: GPL-2.0-only */
/* Protocols become arms: with the null control and the injections. */
#ifndef KICKBENCH_HARNESS_ARMS_H
#define KICKBENCH_HARNESS_ARMS_H

#include "harness/options.h"

/* What the kernel at hand can do; unknown where there is no KVM to ask. */
struct kernel {
	bool known;
	enum immediate_exit immediate_exit;
};

struct arm_list {
	struct arm arm[ARMS_MAX];
	int nr;
	char unsupported[256];	/* protocols that cannot be, joined with +; "" if none */
	char why[256];		/* "NAME: reason; ..." */
};

/* The arms of a benchmark's variant under these options. Nothing supported: nr is 0.
 * 0, or -1 with *err (too many). */
int arms_make(struct arm_list *l, const struct bench *b, const char *variant,
	      const struct options *o, const struct kernel *k, struct error *err);

/* The names of the arms, joined; the caller frees. */
char *arms_text(const struct arm *arm, int nr, const char *separator);

/* Whether injections and the null control make sense: what is timed or counted per exit. */
bool arms_comparable(const struct bench *b);

#endif
