/* SPDX-License-Identifier: GPL-2.0-only */
/* The null control is an arm of every cell whose samples have it, listed there or not. */
#include "analysis/load_parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK	(1 << 16)
static const char name[] = "null";

/* Most files do not: looking for the bytes is far quicker than taking rows apart. */
static bool mentions_null(const char *path)
{
	size_t kept = 0, length = sizeof(name) - 1;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char buf[CHUNK];
	bool found = false;
	ssize_t n;

	while (!found && fd >= 0 && (n = read(fd, buf + kept, CHUNK - kept)) > 0) {
		kept += (size_t)n;
		found = memmem(buf, kept, name, length);
		if (kept >= length)	/* half a word may stand at the end */
			memmove(buf, buf + kept - (length - 1), length - 1);
		kept = kept >= length ? length - 1 : kept;
	}
	if (fd >= 0)
		close(fd);
	return found;
}

static int adopt(const struct csv_row *row, void *context, struct error *err)
{
	struct rundir *d = context;
	struct error none = { 0 };
	int64_t cell;

	(void)err;
	if (row->last || strcmp(row->field[1], name) != 0 ||
	    csv_get_int(row, 0, 0, INT32_MAX, &cell, &none))
		return 0;	/* what is wrong is told by who reads all of it */
	for (size_t i = 0; i < d->nr_cells; i++) {
		struct cell_info *c = &d->cells[i];

		if (c->cell != cell || cell_arm(c, name) >= 0)
			continue;
		c->protocols = xrealloc(c->protocols,
					((size_t)c->nr_protocols + 1) * sizeof(char *));
		c->protocols[c->nr_protocols++] = xstrdup(name);
	}
	return 0;
}

int adopt_null_arms(struct rundir *d, struct error *err)
{
	char *file = rundir_file(d, "samples.csv");
	bool all = true;
	int ret = 0;

	for (size_t i = 0; i < d->nr_cells; i++)
		all &= cell_arm(&d->cells[i], name) >= 0;
	if (!all && mentions_null(file))
		ret = csv_read(file, "cell,protocol", d->end, adopt, d, err);
	free(file);
	return ret;
}
