/* SPDX-License-Identifier: GPL-2.0-only */
/* Cost against the number of vCPUs, with the fit that `handoff` stands for. */
#include "analysis/plot_figures.h"

#include <math.h>
#include <string.h>

#include "analysis/format_common.h"

/* One picture: same bench, guest, place and variant; sizes differ. */
static bool same_group(const struct summary_row *a, const struct summary_row *b)
{
	return !strcmp(a->bench, b->bench) && !strcmp(a->guest, b->guest) &&
		!strcmp(a->place, b->place) && !strcmp(a->variant, b->variant);
}

static bool opens_group(const struct selection *s, size_t i)
{
	bool sizes = false;

	for (size_t k = 0; k < s->nr; k++) {
		if (!same_group(s->rows[k], s->rows[i]))
			continue;
		if (k < i)
			return false;
		sizes |= s->rows[k]->vcpus != s->rows[i]->vcpus;
	}
	return sizes;
}

static const struct summary_row *handoff(const struct report *r, const struct summary_row *of,
					 const char *protocol)
{
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!strcmp(row->metric, "handoff") && !*row->versus && same_group(row, of) &&
		    !strcmp(row->protocol, protocol) && isfinite(row->estimate))
			return row;
	}
	return NULL;
}

/* The block of a protocol; *mean_n and *mean_ns: the point that a least-squares
 * line over the sizes from 2 up goes through. Returns the number of those sizes. */
static int put_points(struct plot *p, const struct selection *s, const struct summary_row *group,
		      const char *protocol, double *mean_n, double *mean_ns)
{
	int n = 0;

	*mean_n = *mean_ns = 0;
	plot_block(p, protocol, "vCPUs, ns per exit, lower and upper bound");
	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = s->rows[i];

		if (!same_group(row, group) || strcmp(row->protocol, protocol) ||
		    !isfinite(row->estimate))
			continue;
		fprintf(p->data, "%d ", row->vcpus);
		plot_estimate(p, row->estimate, row->lo, row->hi);
		putc('\n', p->data);
		if (row->vcpus >= 2) {
			*mean_n += row->vcpus;
			*mean_ns += row->estimate;
			n++;
		}
	}
	plot_block_end(p);
	*mean_n /= n;
	*mean_ns /= n;
	return n;
}

static void put_protocols(struct plot *p, const struct selection *s,
			  const struct summary_row *group)
{
	for (int i = 0; i < s->nr_protocols; i++) {
		const struct summary_row *fit = handoff(p->to->report, group, s->protocols[i]);
		double n, ns;

		if (!put_points(p, s, group, s->protocols[i], &n, &ns))
			fit = NULL;
		/* ns = slope * vcpus + level; NaN where the fit was refused. */
		plot_number(p, text_of("slope%d", i + 1).s, fit ? fit->estimate : NAN);
		plot_number(p, text_of("level%d", i + 1).s, fit ? ns - fit->estimate * n : NAN);
	}
}

static bool is_drawn(const struct summary_row *row, const void *group)
{
	return !strcmp(row->metric, "cost") && same_group(row, group);
}

static int draw_group(struct plotter *to, const struct selection *s,
		      const struct summary_row *group, struct error *err)
{
	struct text name = text_of("%.40s-%.60s-%.40s%s%.40s", group->bench, group->guest,
				   group->place, *group->variant ? "-" : "", group->variant);
	struct plot *p = plot_begin(to, "cost_vcpus", name.s, err);

	if (!p)
		return -1;
	plot_titles(p, text_of("Cost of an exit against the number of vCPUs: %s, place %.60s",
			       row_label(group).s, group->place).s, is_drawn, group);
	plot_protocols(p, s->protocols, s->nr_protocols);
	put_protocols(p, s, group);
	return plot_end(p, err);
}

static int draw(struct plotter *to, struct error *err)
{
	return draw_groups(to, opens_group, draw_group, err);
}

const struct figure figure_cost_vcpus = { .name = "cost_vcpus", .draw = draw };
