// SPDX-License-Identifier: GPL-2.0-only
/* Regressions that somebody has answered for: a small CSV beside the nights. */
#include "analysis/track.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lib/csv.h"

static void add(struct history *h, const char *series, const char *night, const char *why)
{
	h->acks = xrealloc(h->acks, (h->nr_acks + 1) * sizeof(*h->acks));
	h->acks[h->nr_acks++] = (struct acknowledgment){
		xstrdup(series), xstrdup(night), xstrdup(why),
	};
}

static int add_row(const struct csv_row *row, void *context, struct error *err)
{
	(void)err;
	add(context, row->field[0], row->field[1], row->field[2]);
	return 0;
}

int acknowledgments_read(struct history *h, struct error *err)
{
	char *path = xasprintf("%s/%s", h->path, ACKNOWLEDGED_FILE);
	int ret = 0;

	if (!access(path, F_OK))
		ret = csv_read(path, ACKNOWLEDGED_COLUMNS, false, add_row, h, err);
	free(path);
	return ret;
}

static int write_all(const struct history *h, const char *path, struct error *err)
{
	struct csv_out o;

	if (csv_append(&o, path, ACKNOWLEDGED_COLUMNS, err))
		return -1;
	for (size_t i = 0; i < h->nr_acks; i++) {
		csv_str(&o, h->acks[i].series);
		csv_str(&o, h->acks[i].night);
		csv_str(&o, h->acks[i].why);
		csv_end(&o);
	}
	if (csv_sync(&o, err)) {
		csv_close(&o, NULL);
		return -1;
	}
	return csv_close(&o, err);
}

/* In one step: a reader sees the old file or the new one. */
static int replace(const struct history *h, struct error *err)
{
	char *path = xasprintf("%s/%s", h->path, ACKNOWLEDGED_FILE);
	char *tmp = xasprintf("%s.%d.tmp", path, (int)getpid());
	int ret;

	unlink(tmp);
	ret = write_all(h, tmp, err);
	if (!ret && rename(tmp, path))
		ret = error_errno(err, EXIT_CANNOT, errno, "%s", path);
	if (ret)
		unlink(tmp);
	free(tmp);
	free(path);
	return ret;
}

int acknowledge(struct history *h, const char *series, const char *night, const char *why,
		struct error *err)
{
	size_t index;

	if (!history_series(h, series))
		return error_set(err, EXIT_USAGE, "--acknowledge %s@%s: no such series (kickbench "
				 "track %s --format csv lists them)", series, night, h->path);
	if (!history_night(h, night, &index))
		return error_set(err, EXIT_USAGE, "--acknowledge %s@%s: no such night (nights are "
				 "the folders of %s)", series, night, h->path);
	add(h, series, night, why);
	return replace(h, err);
}
