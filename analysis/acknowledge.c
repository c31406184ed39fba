/* SPDX-License-Identifier: GPL-2.0-only */
/* Regressions that somebody has answered for: a small CSV beside the nights. */
#include "analysis/track.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lib/csv.h"

enum { SIZE = 3 };	/* the column that may be missing */

static void add(struct history *h, const char *series, const char *night, const char *why,
		double by)
{
	h->acks = xrealloc(h->acks, (h->nr_acks + 1) * sizeof(*h->acks));
	h->acks[h->nr_acks++] = (struct acknowledgment){
		xstrdup(series), xstrdup(night), xstrdup(why), by,
	};
}

static int add_row(const struct csv_row *row, void *context, struct error *err)
{
	double by = NAN;

	if (row->nr > SIZE && csv_get_num(row, SIZE, &by, err))
		return -1;
	add(context, row->field[0], row->field[1], row->field[2], by);
	return 0;
}

/* Who writes the file by hand need not know how large the change was. */
static bool tells_size(const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	bool tells = f && getline(&line, &room, f) > 0 && strstr(line, ",by");

	free(line);
	if (f)
		fclose(f);
	return tells;
}

int acknowledgments_read(struct history *h, struct error *err)
{
	char *path = xasprintf("%s/%s", h->path, ACKNOWLEDGED_FILE);
	int ret = 0;

	if (!access(path, F_OK))
		ret = csv_read(path, tells_size(path) ? ACKNOWLEDGED_COLUMNS : "series,night,why",
			       CSV_END_WHOLE, add_row, h, err);
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
		csv_num(&o, h->acks[i].by);
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

/* What could have been meant, as far as a line of error has room. */
static void known_series(const struct history *h, char *text, size_t size)
{
	*text = '\0';
	for (size_t i = 0; i < h->nr_series; i++) {
		size_t used = strlen(text);

		if (used + strlen(h->series[i].name) + 24 > size) {
			snprintf(text + used, size - used, " and %zu more", h->nr_series - i);
			return;
		}
		snprintf(text + used, size - used, "%s%s", used ? ", " : "", h->series[i].name);
	}
}

/* One line a record: whatever would end it becomes a blank. */
static char *one_line(const char *text)
{
	char *line = xstrdup(text);

	for (char *s = line; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = ' ';
	return line;
}

/* Said once more: the last word counts. */
static void forget(struct history *h, const char *series, const char *night)
{
	size_t kept = 0;

	for (size_t i = 0; i < h->nr_acks; i++) {
		struct acknowledgment *k = &h->acks[i];

		if (strcmp(k->series, series) || strcmp(k->night, night)) {
			h->acks[kept++] = *k;
			continue;
		}
		free(k->series);
		free(k->night);
		free(k->why);
	}
	h->nr_acks = kept;
}

int acknowledge(struct history *h, const char *series, const char *night, const char *why,
		struct error *err)
{
	char known[300], *line;
	struct change *c;
	struct series *s;
	size_t index;

	if (!history_series(h, series)) {
		known_series(h, known, sizeof(known));
		return error_set(err, EXIT_USAGE, "--acknowledge %.80s@%.40s: no such series "
				 "(there are %s)", series, night, known);
	}
	if (!history_night(h, night, &index))
		return error_set(err, EXIT_USAGE, "--acknowledge %s@%s: no such night (nights are "
				 "the folders of %s, %s to %s)", series, night, h->path,
				 h->nights[0].name, h->nights[h->nr - 1].name);
	s = history_series(h, series);
	series_changes(s);
	series_judge(s, h);
	c = series_change_near(s, index);
	if (!c)
		return error_set(err, EXIT_USAGE, "--acknowledge %s@%s: nothing got worse near "
				 "that night (kickbench track names what did)", series, night);
	forget(h, series, night);
	line = one_line(why);
	add(h, series, night, line, c->after - c->before);
	free(line);
	return replace(h, err);
}
