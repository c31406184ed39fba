/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run directory lacks of what was planned. */
#include "analysis/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t summary_short_blocks(const struct summary *s, const struct rundir *d,
			    const struct cell_info *c)
{
	return s->short_blocks ? s->short_blocks[c - d->cells] : 0;
}

int64_t summary_batch(const struct summary *s, const struct rundir *d,
		      const struct cell_info *c)
{
	return c->batch || !s->batch ? c->batch : s->batch[c - d->cells];
}

/* The level that every arm of its cell has, whatever the kind of its runs. */
static const struct summary_row *main_level(const struct summary *s, const struct cell_info *c,
					    const char *protocol)
{
	static const char *const metrics[] = { "cost", "lost", "path" };

	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = &s->rows[i];

		if (row->cell != c->cell || *row->versus || strcmp(row->protocol, protocol) != 0)
			continue;
		for (size_t k = 0; k < sizeof(metrics) / sizeof(metrics[0]); k++)
			if (!strcmp(row->metric, metrics[k]))
				return row;
	}
	return NULL;
}

static void put(FILE *out, const char *separator, int n, int planned, const char *what)
{
	fprintf(out, "%s%d of %d %s", separator, n, planned, what);
}

/* A race leaves out the controls that cannot fail in its case. */
static bool may_lack(const struct rundir *d, const struct cell_info *c, const char *protocol)
{
	return !strcmp(c->bench, "race") && control_protocol(d, protocol);
}

static void put_arms(const struct summary *s, const struct rundir *d, const struct cell_info *c,
		     FILE *out)
{
	int runs = rundir_finished(d, c);

	for (int arm = 0; arm < c->nr_protocols; arm++) {
		const struct summary_row *row = main_level(s, c, c->protocols[arm]);
		const char *separator = ftell(out) ? ", " : "";

		if (!row && may_lack(d, c, c->protocols[arm]))
			continue;
		if (!row)
			fprintf(out, "%snothing of %s", separator, c->protocols[arm]);
		else if (row->runs < runs)
			fprintf(out, "%s%s in %d of %d runs", separator, c->protocols[arm],
				row->runs, runs);
	}
}

char *cell_lacks(const struct summary *s, const struct rundir *d, const struct cell_info *c)
{
	size_t blocks = summary_short_blocks(s, d, c), size;
	int runs = rundir_finished(d, c);
	char *text;
	FILE *out;

	if (!strcmp(c->status, "unsupported"))
		return xstrdup("");
	out = open_memstream(&text, &size);
	if (!out)
		return xstrdup("not known");
	if (runs < c->runs)
		put(out, "", runs, c->runs, "runs");
	if (blocks)
		put(out, runs < c->runs ? ", " : "", (int)blocks, c->blocks, "blocks");
	if (runs)
		put_arms(s, d, c, out);
	fclose(out);
	return text;
}

bool cell_incomplete(const struct summary *s, const struct rundir *d, const struct cell_info *c)
{
	char *lacks = cell_lacks(s, d, c);
	bool incomplete = *lacks || !strcmp(c->status, "incomplete");

	free(lacks);
	return incomplete;
}

bool summary_incomplete(const struct summary *s, const struct rundir *d)
{
	bool incomplete = d->partial;

	for (size_t i = 0; i < d->nr_cells; i++)
		incomplete |= cell_incomplete(s, d, &d->cells[i]);
	return incomplete;
}
