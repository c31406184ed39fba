/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/plots.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/plot_figures.h"

static const struct figure *const figures[] = {
	&figure_exit_cost, &figure_cost_vcpus, &figure_kick_latency, &figure_siglock_wait,
	&figure_places,
};

static int draw_all(struct plotter *to, struct error *err)
{
	int ret = gnuplot_present(err);

	for (size_t i = 0; i < sizeof(figures) / sizeof(*figures) && !ret; i++)
		ret = figures[i]->draw(to, err);
	return ret;
}

static int make_folder(const char *path, struct error *err)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST)
		return 0;
	return error_errno(err, EXIT_CANNOT, errno, "%s", path);
}

int plots_write(const struct report *r, FILE *log, struct error *err)
{
	struct plotter to = { .report = r, .out = log };
	char *dir = xasprintf("%s/plots", r->dir->path);
	int ret = make_folder(dir, err);

	to.dir = dir;
	if (!ret)
		ret = draw_all(&to, err);
	if (ret)
		rmdir(dir);	/* where nothing was drawn into it */
	free(dir);
	return ret;
}

int plots_terminal(const struct report *r, int columns, FILE *out, struct error *err)
{
	struct plotter to = { .report = r, .out = out, .columns = columns };

	return draw_all(&to, err);
}
