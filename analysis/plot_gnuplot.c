/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/plot_gnuplot.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/format_common.h"
#include "analysis/plot_run.h"
#include "analysis/plot_style.h"

int gnuplot_present(struct error *err)
{
	return gnuplot_run("", 0, -1, err);
}

/* For gnuplot in single quotes: nothing in there is special but the quote. */
static void put_quoted(FILE *out, const char *value)
{
	putc('\'', out);
	while (*value) {
		uint32_t c = utf8_next(&value);

		if (c == '\'')
			putc('\'', out);
		put_utf8(out, c < ' ' || c == 0x7f ? ' ' : c);
	}
	putc('\'', out);
}

void plot_text(struct plot *p, const char *name, const char *value)
{
	fprintf(p->vars, "%s = ", name);
	put_quoted(p->vars, value);
	putc('\n', p->vars);
}

void plot_number(struct plot *p, const char *name, double value)
{
	fprintf(p->vars, "%s = %s\n", name, isfinite(value) ? exact_number(value).s : "NaN");
}

/* In a data file backslashes would be read as escapes. */
void plot_column(struct plot *p, const char *text)
{
	struct text t = ascii(text);

	for (char *c = t.s; *c; c++)
		if (*c == '"' || *c == '\\')
			*c = '\'';
	fprintf(p->data, "\"%s\" ", t.s);
}

void plot_value(struct plot *p, double value)
{
	fprintf(p->data, "%s ", isfinite(value) ? exact_number(value).s : "NaN");
}

#define ENDLESS 1e99

static double bound(double value, double estimate)
{
	return isnan(value) ? estimate : isinf(value) ? copysign(ENDLESS, value) : value;
}

void plot_estimate(struct plot *p, double estimate, double lo, double hi)
{
	plot_value(p, estimate);
	plot_value(p, bound(lo, estimate));
	plot_value(p, bound(hi, estimate));
}

void plot_block(struct plot *p, const char *protocol, const char *columns)
{
	fprintf(p->data, "# %s: %s\n", ascii(protocol).s, columns);
}

void plot_block_end(struct plot *p)
{
	fputs("NaN NaN NaN NaN NaN\n\n\n", p->data);
}

static int open_files(struct plot *p, struct error *err)
{
	p->vars = open_memstream(&p->script, &p->script_size);
	p->data = p->to->dir ? fopen(p->data_path, "w") : tmpfile();
	if (!p->to->dir && p->data) {
		free(p->data_path);
		p->data_path = xasprintf("/proc/%d/fd/%d", getpid(), fileno(p->data));
	}
	if (p->vars && p->data)
		return 0;
	return error_errno(err, EXIT_CANNOT, errno, "%s", p->data_path);
}

static void plot_free(struct plot *p)
{
	if (p->vars)
		fclose(p->vars);
	if (p->data)
		fclose(p->data);
	free(p->script);
	free(p->data_path);
	free(p->stem);
	free(p);
}

struct plot *plot_begin(struct plotter *to, const char *figure, const char *suffix,
			struct error *err)
{
	struct plot *p = xcalloc(1, sizeof(*p));

	p->to = to;
	p->figure = figure;
	p->stem = xasprintf("%s/%s%s%s", to->dir ? to->dir : ".", figure, *suffix ? "-" : "",
			    word(suffix, "_.+").s);
	p->data_path = xasprintf("%s.dat.tmp", p->stem);
	if (open_files(p, err)) {
		plot_free(p);
		return NULL;
	}
	plot_text(p, "data", p->data_path);
	return p;
}

void plot_titles(struct plot *p, const char *title, level_fn *drawn, const void *what)
{
	const struct report *r = p->to->report;

	plot_text(p, "headline", text_of("%.200s%s", title, r->emulated ?
					 " (EMULATED: times mean nothing)" : "").s);
	plot_text(p, "subtitle", text_of("%.60s, %.60s", report_env(r, "host", "host not known"),
					 report_env(r, "cpu", "CPU not known")).s);
	plot_text(p, "basis", text_of("Linux %.60s, n = %s runs, %s intervals",
				      report_env(r, "kernel", "not known"),
				      runs_of_levels(r, drawn, what).s,
				      level_text(report_level(r)).s).s);
}

void plot_protocols(struct plot *p, const char *const *protocols, int nr)
{
	static const char *const lists[] = { "names", "colors", "points", "dashes" };

	for (int list = 0; list < 4; list++) {
		fprintf(p->vars, "%s = '", lists[list]);
		for (int i = 0; i < nr; i++) {
			struct plot_style s = plot_style(protocols[i]);

			if (list < 2)
				fprintf(p->vars, "%s ",
					list ? s.color : word(protocols[i], "_.-+").s);
			else
				fprintf(p->vars, "%d ", list == 2 ? s.point : s.dash);
		}
		fputs("'\n", p->vars);
	}
	plot_number(p, "protocols", nr);
}

/* -- drawing -- */

struct medium { const char *extension, *terminal; };

/* What is drawn, then what was drawn from. */
static const struct medium media[] = {
	{ "png", "png" }, { "svg", "svg" }, { "dat", NULL },
};
#define NR_MEDIA (sizeof(media) / sizeof(*media))

static char *picture(const struct plot *p, const struct medium *m, const char *tail)
{
	return xasprintf("%s.%s%s", p->stem, m->extension, tail);
}

static void script_for(struct plot *p, const char *folder, const char *terminal, const char *out)
{
	plot_text(p, "folder", folder);
	plot_text(p, "medium", terminal);
	plot_text(p, "output", out);
	plot_number(p, "columns", p->to->columns);
	fprintf(p->vars, "load folder.'/common.gp'\nload folder.'/%s.gp'\n", p->figure);
	fputs("unset output\nreset\n", p->vars);
}

/* Under the final names if all went well, else not at all. */
static int keep_files(struct plot *p, bool good, struct error *err)
{
	int ret = good ? 0 : -1;

	for (size_t i = 0; i < NR_MEDIA; i++) {
		char *from = picture(p, &media[i], ".tmp"), *to = picture(p, &media[i], "");

		if (!good)
			unlink(from);
		else if (rename(from, to))
			ret = error_errno(err, EXIT_CANNOT, errno, "%s", to);
		else if (p->to->out)
			fprintf(p->to->out, "%s\n", to);
		free(from);
		free(to);
	}
	return ret;
}

static int draw_files(struct plot *p, const char *folder, struct error *err)
{
	for (size_t i = 0; i < NR_MEDIA; i++) {
		char *out = picture(p, &media[i], ".tmp");

		if (media[i].terminal)
			script_for(p, folder, media[i].terminal, out);
		free(out);
	}
	fflush(p->vars);
	return keep_files(p, !gnuplot_run(p->script, p->script_size, -1, err), err);
}

static int draw_text(struct plot *p, const char *folder, struct error *err)
{
	script_for(p, folder, "dumb", "");
	fflush(p->vars);
	fflush(p->to->out);
	return gnuplot_run(p->script, p->script_size, fileno(p->to->out), err);
}

int plot_end(struct plot *p, struct error *err)
{
	char *folder = plots_folder(err);
	int ret = folder ? check_stream(p->data, p->data_path, err) : -1;

	if (!ret)
		ret = p->to->dir ? draw_files(p, folder, err) : draw_text(p, folder, err);
	else if (p->to->dir)
		keep_files(p, false, err);
	if (!ret)
		p->to->drawn++;
	free(folder);
	plot_free(p);
	return ret;
}
