/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fresh data: NIGHT.confirm, NIGHT.confirm2 ... measured a night once more. It proves
 * something only if nothing but the time is another: same host, kernel and batches.
 */
#include "analysis/history.h"

#include <stdlib.h>
#include <string.h>

/* The night that NIGHT.confirm belongs to. */
static bool night_of(const struct history *h, const char *name, size_t *night)
{
	char *stem = xasprintf("%.*s", (int)(fresh_suffix(name) - name), name);
	bool known = history_night(h, stem, night);

	free(stem);
	return known;
}

/* Of another host or kernel than its night: how they differ; "" if they do not. */
static char *differences(const struct history *h, size_t night, const struct rundir *fresh)
{
	char *path = xasprintf("%s/%s", h->path, h->nights[night].name), *why;
	struct error ignored = { 0 };
	struct rundir *d = rundir_load(path, &ignored);

	free(path);
	if (!d)		/* it was there a moment ago */
		return xstrdup("its night cannot be read any more");
	why = hostkey_differences(d, fresh);
	if (!*why) {
		free(why);
		why = kernel_differences(d, fresh);
	}
	rundir_free(d);
	return why;
}

static void add_fresh(struct history *h, const char *name, size_t night, const struct loaded *l)
{
	char *why = differences(h, night, l->dir);
	size_t other;

	if (*why) {
		complain("%s/%s: not measured as its night was (%s): left out", h->path, name, why);
		free(why);
		return;
	}
	free(why);
	if (null_failed(l->summary, ANY_CELL))
		complain("%s/%s: null control failed: its times prove nothing", h->path, name);
	other = history_add(h, night, true, l->dir, l->summary);
	if (other)
		complain("%s/%s: other batches than its night's in %zu series: left out there",
			 h->path, name, other);
}

void history_load_fresh(struct history *h, char **names)
{
	struct loaded l;
	size_t night;

	for (; *names; names++) {
		if (!fresh_suffix(*names) || history_other(h, *names))
			continue;
		if (!night_of(h, *names, &night)) {
			complain("%s/%s: its night is not there: left out", h->path, *names);
			continue;
		}
		if (!history_load_one(h, *names, &l))
			continue;
		add_fresh(h, *names, night, &l);
		loaded_free(&l);
	}
}
