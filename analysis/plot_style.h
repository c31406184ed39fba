/* SPDX-License-Identifier: GPL-2.0-only */
/* How a protocol looks: the same in every picture, and readable without color. */
#ifndef KICKBENCH_ANALYSIS_PLOT_STYLE_H
#define KICKBENCH_ANALYSIS_PLOT_STYLE_H

struct plot_style {
	const char *protocol;
	const char *color;	/* "#rrggbb": Okabe and Ito's palette, and darker kin of it */
	int point, dash;	/* gnuplot's pointtype and dashtype */
};

/* The style of a protocol. One that the table does not have (an injected arm, a
 * protocol of tomorrow) gets, by its name, always the same of the spare ones. */
struct plot_style plot_style(const char *protocol);

#endif
