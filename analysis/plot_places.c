/* SPDX-License-Identifier: GPL-2.0-only */
/* Place by place: the home node (where the siglock lies) across, the vCPUs' up. */
#include "analysis/plot_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/format_common.h"

/* The parts of "HOME/VCPUS/SERVICE" that the axes show. False if the place is
 * none of single nodes. */
static bool nodes_of(const char *place, long *home, long *vcpus)
{
	char *end;

	*home = strtol(place, &end, 10);
	if (end == place || *end != '/')
		return false;
	place = end + 1;
	*vcpus = strtol(place, &end, 10);
	return end != place && *end == '/' && *home >= 0 && *vcpus >= 0;
}

static bool same_group(const struct summary_row *a, const struct summary_row *b)
{
	return !strcmp(a->bench, b->bench) && !strcmp(a->guest, b->guest) &&
		!strcmp(a->variant, b->variant) && a->vcpus == b->vcpus;
}

/* The first row of a group in which home or vCPUs' node differs. */
static bool opens_group(const struct selection *s, size_t i)
{
	long home, vcpus, other_home, other_vcpus;
	bool differ = false;

	if (!nodes_of(s->rows[i]->place, &home, &vcpus))
		return false;
	for (size_t k = 0; k < s->nr; k++) {
		if (!same_group(s->rows[k], s->rows[i]) ||
		    !nodes_of(s->rows[k]->place, &other_home, &other_vcpus))
			continue;
		if (k < i)
			return false;
		differ |= other_home != home || other_vcpus != vcpus;
	}
	return differ;
}

static void put_row(struct plot *p, const struct summary_row *row, double *most)
{
	long home, vcpus;

	if (!nodes_of(row->place, &home, &vcpus) || !isfinite(row->estimate))
		return;
	fprintf(p->data, "%ld %ld ", home, vcpus);
	plot_value(p, row->estimate);
	plot_column(p, quantity(row->estimate, row->unit, false).s);
	putc('\n', p->data);
	*most = fmax(*most, fmax(home, vcpus));
}

static void put_blocks(struct plot *p, const struct selection *s, const struct summary_row *group)
{
	double most = 0;

	for (int i = 0; i < s->nr_protocols; i++) {
		plot_block(p, s->protocols[i], "home node, vCPUs' node, ns per exit, in words");
		for (size_t k = 0; k < s->nr; k++)
			if (same_group(s->rows[k], group) &&
			    !strcmp(s->rows[k]->protocol, s->protocols[i]))
				put_row(p, s->rows[k], &most);
		plot_block_end(p);
	}
	plot_number(p, "most", most);
}

static bool is_drawn(const struct summary_row *row, const void *group)
{
	return !strcmp(row->metric, "cost") && same_group(row, group);
}

static int draw_group(struct plotter *to, const struct selection *s,
		      const struct summary_row *group, struct error *err)
{
	struct text name = text_of("%.40s-%.40s-%d%s%.40s", group->bench, group->guest,
				   group->vcpus, *group->variant ? "-" : "", group->variant);
	struct plot *p = plot_begin(to, "places", name.s, err);

	if (!p)
		return -1;
	plot_titles(p, text_of("Cost of an exit by place: %s, %d vCPU%s", row_label(group).s,
			       group->vcpus, group->vcpus == 1 ? "" : "s").s, is_drawn, group);
	plot_protocols(p, s->protocols, s->nr_protocols);
	put_blocks(p, s, group);
	return plot_end(p, err);
}

static int draw(struct plotter *to, struct error *err)
{
	return draw_groups(to, opens_group, draw_group, err);
}

const struct figure figure_places = { .name = "places", .draw = draw };
