/* SPDX-License-Identifier: GPL-2.0-only */
/* How many vCPUs: what --vcpus asks for, what a benchmark takes, what a place has. */
#include <stdio.h>
#include <string.h>

#include "harness/plan.h"

/* Sizes that a benchmark measures by default: each up to 4, then doubling, and max. */
static void default_sizes(const struct bench *b, int max, struct sizes *s)
{
	char list[256] = "1";

	if (b->many_vcpus)
		for (int n = 2; n <= max; n = n < 4 ? n + 1 : n * 2) {
			size_t used = strlen(list);

			snprintf(list + used, sizeof(list) - used, ",%d", n);
		}
	sizes_parse("--vcpus", list, max, VCPUS_LIMIT, s, NULL);
	if (b->many_vcpus && s->size[s->nr - 1] != max) {
		size_t used = strlen(list);

		snprintf(list + used, sizeof(list) - used, ",%d", max);
		sizes_free(s);
		sizes_parse("--vcpus", list, max, VCPUS_LIMIT, s, NULL);
	}
}

/* The one size that a sole vCPU is, if it was asked for. */
static void sole_size(const char *asked, struct sizes *s)
{
	if (sizes_parse("--vcpus", asked, 1, VCPUS_LIMIT, s, NULL))
		return;
	if (s->size[0] > 1)
		sizes_free(s);
	else
		s->nr = 1;
}

int plan_sizes(const struct bench *b, const char *asked, int max, struct sizes *s,
	       struct error *err)
{
	if (!asked)
		default_sizes(b, max, s);
	else if (b->sole_vcpu)
		sole_size(asked, s);
	else
		return sizes_parse("--vcpus", asked, max, VCPUS_LIMIT, s, err);
	return 0;
}

int plan_sole_sizes(const struct bench *b, const char *asked, struct error *err)
{
	struct sizes s = { 0 };
	bool in_vain;

	if (!asked)
		return 0;
	in_vain = sizes_parse("--vcpus", asked, 1, VCPUS_LIMIT, &s, NULL) || s.nr > 1 ||
		  s.size[0] > 1;
	sizes_free(&s);
	return !in_vain ? 0
			: error_set(err, EXIT_USAGE,
				    "--vcpus %s: bench %s has one vCPU (exit, contend have many)",
				    asked, b->name);
}
