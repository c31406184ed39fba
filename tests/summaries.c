/* SPDX-License-Identifier: GPL-2.0-only */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/summaries.h"

struct summarized now;

int summaries_setup(void **state)
{
	(void)state;
	snprintf(now.top, sizeof(now.top), "/tmp/kickbench-summary-XXXXXX");
	if (!mkdtemp(now.top))
		return -1;
	snprintf(now.dir, sizeof(now.dir), "%s/run", now.top);
	return 0;
}

int summaries_teardown(void **state)
{
	(void)state;
	return rmdir(now.top);
}

int summaries_forget(void **state)
{
	(void)state;
	summary_free(now.summary);
	rundir_free(now.loaded);
	now.summary = NULL;
	now.loaded = NULL;
	synth_remove(now.dir);
	return 0;
}

void make(const struct synth *s)
{
	struct error err = { 0 };

	if (synth_write(now.dir, s, &err))
		fail_msg("%s", err.text);
	now.loaded = rundir_load(now.dir, &err);
	if (!now.loaded)
		fail_msg("%s", err.text);
	now.summary = summary_compute(now.loaded, NULL, &err);
	if (!now.summary)
		fail_msg("%s", err.text);
}

const struct summary_row *row(const char *metric, const char *protocol, const char *versus,
			      const char *unit)
{
	const struct summary_row *r = summary_find(now.summary, 0, metric, protocol, versus, unit);

	if (!r)
		fail_msg("no row %s %s %s", metric, protocol, versus);
	return r;
}

void holds(const struct summary_row *r, double truth, double width)
{
	if (!(r->lo <= truth && truth <= r->hi && r->hi - r->lo < width))
		fail_msg("%s %s: %g [%g, %g], the truth is %g", r->metric, r->protocol, r->estimate,
			 r->lo, r->hi, truth);
}
