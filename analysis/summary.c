/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/rows.h"

/* In the order in which the rows stand in summary.csv. */
static int (*const parts[])(struct builder *b, struct error *err) = {
	add_cost, add_kick_cost, add_handoff, add_latency, add_race, add_events, add_path,
	add_cpus,
};

bool rundir_emulated(const struct rundir *d)
{
	const char *emulated = rundir_env(d, "emulated");
	const char *hypervisor = rundir_env(d, "hypervisor");

	if (emulated)
		return means_yes(emulated);
	return hypervisor && strstr(hypervisor, "TCG");
}

static size_t *short_blocks(const struct reduced *reduced)
{
	size_t *blocks = xcalloc(reduced->nr_cells, sizeof(*blocks));

	for (size_t i = 0; i < reduced->nr_cells; i++)
		if (reduced->cells[i].short_of_blocks)
			blocks[i] = reduced->cells[i].runs[0].blocks;
	return blocks;
}

/* Of the first arm of the first run, where all have it. */
static int64_t batch_of(const struct cell_data *c)
{
	int64_t batch = c->nr_runs ? c->runs[0].arm[0].batch : 0;

	for (size_t run = 0; run < c->nr_runs; run++)
		for (int arm = 0; arm < c->info->nr_protocols; arm++)
			if (c->runs[run].arm[arm].batches > 0 &&
			    c->runs[run].arm[arm].batch != batch)
				return 0;
	return batch;
}

static int64_t *batches(const struct reduced *reduced)
{
	int64_t *batch = xcalloc(reduced->nr_cells, sizeof(*batch));

	for (size_t i = 0; i < reduced->nr_cells; i++)
		batch[i] = batch_of(&reduced->cells[i]);
	return batch;
}

static double flagged(const struct reduced *reduced)
{
	double nr = 0;

	for (size_t i = 0; i < reduced->nr_cells; i++)
		for (size_t run = 0; run < reduced->cells[i].nr_runs; run++)
			for (int arm = 0; arm < reduced->cells[i].info->nr_protocols; arm++)
				nr += reduced->cells[i].runs[run].arm[arm].flagged;
	return nr;
}

struct summary *summary_compute(const struct rundir *d, const struct summary_options *o,
				struct error *err)
{
	struct reduced *reduced = reduce_samples(d, err);
	struct builder b = {
		.dir = d, .reduced = reduced, .summary = xcalloc(1, sizeof(*b.summary)),
		.level = o && !isnan(o->level) ? o->level : rundir_level(d),
		.minimal = o ? o->minimal : NAN, .emulated = rundir_emulated(d),
	};
	int ret = reduced ? 0 : -1;

	b.summary->level = b.level;
	for (size_t i = 0; !ret && i < sizeof(parts) / sizeof(parts[0]); i++)
		ret = parts[i](&b, err);
	if (!ret)
		ret = judge_rows(&b, err);
	if (!ret) {
		b.summary->short_blocks = short_blocks(reduced);
		b.summary->batch = batches(reduced);
		b.summary->flagged = flagged(reduced);
	} else {
		summary_free(b.summary);
		b.summary = NULL;
	}
	free(b.judging);
	reduced_free(reduced);
	return b.summary;
}

void summary_free(struct summary *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->nr; i++) {
		struct summary_row *row = &s->rows[i];
		char *const text[] = { row->bench, row->guest, row->place, row->variant,
				       row->metric, row->protocol, row->versus, row->unit,
				       row->verdict, row->note };

		for (size_t j = 0; j < sizeof(text) / sizeof(text[0]); j++)
			free(text[j]);
	}
	free(s->rows);
	free(s->short_blocks);
	free(s->batch);
	free(s);
}

const struct summary_row *summary_find(const struct summary *s, int cell, const char *metric,
				       const char *protocol, const char *versus, const char *unit)
{
	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = &s->rows[i];

		if (row->cell == cell && !strcmp(row->metric, metric) &&
		    !strcmp(row->protocol, protocol) && !strcmp(row->versus, versus) &&
		    (!unit || !strcmp(row->unit, unit)))
			return row;
	}
	return NULL;
}

enum exit_status report_status(const struct report *r)
{
	for (size_t i = 0; i < r->summary->nr; i++)
		if (!strcmp(r->summary->rows[i].verdict, VERDICT_LOST))
			return EXIT_NO;
	return summary_incomplete(r->summary, r->dir) ? EXIT_DISTURBED : EXIT_FINE;
}
