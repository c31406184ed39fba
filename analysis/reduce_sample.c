/* SPDX-License-Identifier: GPL-2.0-only */
/* A row of samples.csv. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/reduce.h"
#include "lib/csv.h"

#define BLOCKS_MAX	10000000	/* of one run; more is a broken file */

enum { BLOCK = OWNER_NR, EXITS, NS, FLAGS, SLOT };

/* The bit of a flag of n characters. One that is not known here marks a block all the same. */
static unsigned flag_bit(const char *flag, size_t n)
{
	static const char *const warmup[] = { "warm-up", "warm_up" };

	for (int bit = 0; sample_flag_names[bit]; bit++)
		if (strlen(sample_flag_names[bit]) == n && !memcmp(sample_flag_names[bit], flag, n))
			return 1U << bit;
	for (size_t i = 0; i < sizeof(warmup) / sizeof(warmup[0]); i++)
		if (strlen(warmup[i]) == n && !memcmp(warmup[i], flag, n))
			return SAMPLE_WARMUP;
	return SAMPLE_OTHER;
}

/* "switched+kicks=3" */
static int parse_flags(const struct csv_row *row, size_t i, struct sample *s, struct error *err)
{
	for (const char *f = row->field[i]; *f;) {
		size_t n = strcspn(f, "+");
		char *end;

		if (strncmp(f, "kicks=", 6) != 0) {
			s->flags |= flag_bit(f, n);
		} else {
			s->kicks = strtoll(f + 6, &end, 10);
			if (end != f + n || n == 6 || s->kicks < 0)
				return error_set(err, EXIT_USAGE, "%s:%lu: '%.*s' is no number of "
						 "kicks", row->path, row->line, (int)n, f);
		}
		f += n + (f[n] == '+');
	}
	return 0;
}

/* How many exits in which time; without either nothing was measured. No exit takes no time:
 * whoever wrote that had lost it. */
static int take_amounts(const struct csv_row *row, struct sample *s, struct error *err)
{
	bool counted = *row->field[EXITS];

	if ((counted && csv_get_int(row, EXITS, 0, INT32_MAX, &s->exits, err)) ||
	    csv_get_amount(row, NS, &s->ns, err))
		return -1;
	if (s->exits && s->ns == 0)
		return error_set(err, EXIT_USAGE, "%s:%lu: exits in 0 ns (a time that was not "
				 "measured stays empty)", row->path, row->line);
	if (!counted)
		s->ns = NAN;
	return 0;
}

int sample_take(const struct row_owner *owner, const struct csv_row *row, struct sample *s,
		struct error *err)
{
	s->arm = owner_arm(owner, row, err);
	return s->arm < 0 || csv_get_int(row, BLOCK, 0, BLOCKS_MAX, &s->block, err) ||
	       get_ordinal(row, SLOT, &s->slot, err) ||
	       owner_vcpu(owner, row, &s->vcpu, err) || take_amounts(row, s, err) ||
	       (*row->field[FLAGS] && parse_flags(row, FLAGS, s, err)) ? -1 : 0;
}
