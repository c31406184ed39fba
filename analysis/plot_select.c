/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/plot_figures.h"

#include <stdlib.h>
#include <string.h>

bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; *p; p += strcspn(p, ","), p += *p == ',')
		if (!strncmp(p, word, n) && (p[n] == ',' || !p[n]))
			return true;
	return false;
}

static bool has_protocol(struct selection *s, const char *protocol)
{
	for (int i = 0; i < s->nr_protocols; i++)
		if (!strcmp(s->protocols[i], protocol))
			return true;
	if (s->nr_protocols == PLOT_PROTOCOLS)
		return false;
	s->protocols[s->nr_protocols++] = protocol;
	return true;
}

/* Protocols beyond PLOT_PROTOCOLS are left out with their rows. */
static void selection_add(struct selection *s, const struct summary_row *row)
{
	if (!has_protocol(s, row->protocol))
		return;
	s->rows = xrealloc(s->rows, (s->nr + 1) * sizeof(*s->rows));
	s->rows[s->nr++] = row;
}

struct selection select_levels(const struct report *r, const char *metric, const char *benches)
{
	struct selection s = { 0 };

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!*row->versus && !strcmp(row->metric, metric) &&
		    (!benches || in_list(benches, row->bench)))
			selection_add(&s, row);
	}
	return s;
}

void selection_free(struct selection *s)
{
	free(s->rows);
	*s = (struct selection){ 0 };
}

int draw_groups(struct plotter *to, bool (*opens)(const struct selection *s, size_t i),
		int (*draw)(struct plotter *to, const struct selection *s,
			    const struct summary_row *group, struct error *err),
		struct error *err)
{
	struct selection s = select_levels(to->report, "cost", NULL);
	int ret = 0;

	for (size_t i = 0; i < s.nr && !ret; i++)
		if (opens(&s, i))
			ret = draw(to, &s, s.rows[i], err);
	selection_free(&s);
	return ret;
}
