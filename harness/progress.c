/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/clock.h"

#define BAR 30

void progress_start(struct progress *p, size_t total)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	*p = (struct progress){ .total = total, .start_ns = clock_ns() };
	p->on = isatty(STDERR_FILENO) && (!term || strcmp(term, "dumb"));
	p->color = p->on && !(no_color && *no_color);
}

void progress_what(struct progress *p, const char *what)
{
	snprintf(p->what, sizeof(p->what), "%s", what);
	progress_tick(p);
}

void progress_step(struct progress *p)
{
	p->done++;
	progress_tick(p);
}

static void time_left(const struct progress *p, double elapsed_s, char *text, size_t size)
{
	double left;

	*text = 0;
	if (!p->done || !p->total)
		return;
	left = elapsed_s * (double)(p->total - p->done) / (double)p->done;
	if (left < 100)
		snprintf(text, size, ", %.0f s left", left);
	else
		snprintf(text, size, ", %.0f min left", left / 60);
}

void progress_line(const struct progress *p, double elapsed_s, char *line, size_t size)
{
	int full = p->total ? (int)(BAR * p->done / p->total) : 0;
	char bar[BAR + 1], left[48];

	memset(bar, '.', BAR);
	memset(bar, '#', full < BAR ? full : BAR);
	bar[BAR] = 0;
	time_left(p, elapsed_s, left, sizeof(left));
	snprintf(line, size, "[%s] %zu/%zu%s  %s", bar, p->done, p->total, left, p->what);
}

void progress_tick(void *context)
{
	struct progress *p = context;
	char line[256], out[320];
	int n;

	if (!p->on)
		return;
	progress_line(p, (double)(clock_ns() - p->start_ns) / 1e9, line, sizeof(line));
	n = snprintf(out, sizeof(out), "\r%s%.100s%s\033[K", p->color ? "\033[1m" : "", line,
		     p->color ? "\033[0m" : "");
	/* A terminal that is gone takes no bar: nothing is lost. */
	if (write(STDERR_FILENO, out, n) < 0)
		p->on = false;
}

void progress_clear(const struct progress *p)
{
	if (p->on && write(STDERR_FILENO, "\r\033[K", 4) < 0)
		return;
}
