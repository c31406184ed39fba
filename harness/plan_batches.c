/* SPDX-License-Identifier: GPL-2.0-only */
/* --batches-of: what is to be compared is measured in batches of one length. */
#include <string.h>

#include "analysis/load.h"
#include "harness/plan.h"

static bool same_question(const struct cell_info *was, const struct cell *c)
{
	return !strcmp(was->bench, c->bench->name) && !strcmp(was->guest, c->guest->name) &&
	       !strcmp(was->place, c->place.text) && !strcmp(was->variant, c->variant) &&
	       was->vcpus == c->cpus.nr_vcpus && was->batch;
}

static bool take_batch(const struct rundir *d, struct cell *c)
{
	for (size_t i = 0; i < d->nr_cells; i++)
		if (same_question(&d->cells[i], c)) {
			c->batch = d->cells[i].batch;
			return true;
		}
	return false;
}

int plan_batches_of(struct plan *p, const char *dir, struct error *err)
{
	struct rundir *d = rundir_load(dir, err);
	int batched = 0, taken = 0;

	if (!d)
		return -1;
	for (size_t i = 0; i < p->nr; i++)
		if (cell_batched(&p->cells[i])) {
			batched++;
			taken += take_batch(d, &p->cells[i]);
		}
	rundir_free(d);
	if (batched && !taken)
		return error_set(err, EXIT_USAGE, "--batches-of %s: none of these measurements is "
				 "in it (leave it out: a pilot decides)", dir);
	return 0;
}
