/* SPDX-License-Identifier: GPL-2.0-only */
/* The order in which turns are taken, and how far apart. */
#include <stdlib.h>

#include "harness/coordinator.h"
#include "harness/execute.h"
#include "harness/resume.h"
#include "lib/clock.h"

/* A cell alone: its runs are spread in time all the same, by a gap, or by their own
 * length where that is enough. */
#define GAP_ALONE_MS	200
#define APART_MS	360

static bool is_alone(const struct plan *p)
{
	int measured = 0;

	for (size_t i = 0; i < p->nr; i++)
		measured += p->cells[i].status == CELL_PLANNED;
	return measured == 1;
}

/* Sleeps between two runs; began_ns: when the last one did. */
static void gap(const struct execution *x, bool alone, uint64_t began_ns)
{
	int64_t wanted = APART_MS - (int64_t)((clock_ns() - began_ns) / 1000000);

	if (x->o->gap_ms >= 0)
		wanted = x->o->gap_ms;
	else if (!alone)
		wanted = 0;
	else if (wanted > GAP_ALONE_MS)
		wanted = GAP_ALONE_MS;
	if (wanted > 0)
		coordinator_sleep((int)wanted);
}

static void begin(struct execution *x, bool *left)
{
	x->hung = xcalloc(x->plan->nr, sizeof(*x->hung));
	x->replaced = xcalloc(x->plan->nr, sizeof(*x->replaced));
	x->attempts = xcalloc(x->plan->nr_turns, sizeof(*x->attempts));
	for (size_t i = 0; i < x->plan->nr; i++)
		x->replaced[i] = resume_replaced(x->was, (int)i);
	x->progress.total -= x->finished;	/* or the time left would be too short */
	for (size_t i = 0; i < x->plan->nr_turns; i++) {
		x->attempts[i] = resume_attempts(x->was, &x->plan->turns[i]);
		left[i] = !resume_finished(x->was, &x->plan->turns[i]);
	}
}

/* Once through all turns that are left. Whether any still is: those to be measured again. They
 * come when all others have had their turn, as what disturbed one lasts for a while. */
static bool pass(struct execution *x, bool *left, uint64_t *began_ns, struct error *err)
{
	bool alone = is_alone(x->plan), any = false;

	for (size_t i = 0; i < x->plan->nr_turns; i++) {
		const struct turn *t = &x->plan->turns[i];

		if (!left[i])
			continue;
		if (x->hung[t->cell] < HUNG_MAX) {
			if (*began_ns)
				gap(x, alone, *began_ns);
			*began_ns = clock_ns();
			left[i] = !coordinator_interrupted() && execute_turn(x, t, err) > 0;
		} else {
			left[i] = false;
		}
		/* What was interrupted is not done: the count is told. */
		if (coordinator_interrupted() || err->status)
			return false;
		any |= left[i];
		if (!left[i])
			progress_step(&x->progress);
	}
	return any;
}

int execute_turns(struct execution *x, struct error *err)
{
	bool *left = xcalloc(x->plan->nr_turns, sizeof(*left));
	uint64_t began_ns = 0;

	begin(x, left);
	while (pass(x, left, &began_ns, err))
		;
	progress_clear(&x->progress);
	free(x->attempts);
	free(x->replaced);
	free(x->hung);
	free(left);
	return err->status ? -1 : 0;
}
