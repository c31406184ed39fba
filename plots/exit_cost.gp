# SPDX-License-Identifier: GPL-2.0-only
# Above: ns per exit by cell and protocol. Below: difference to the baseline,
# where a small effect on a large cost can be seen. data has one block a
# protocol of each: position, cell, estimate, lower and upper bound.
spread = .6
shift(i) = protocols < 2 ? 0 : spread * ((i - 1.) / (protocols - 1) - .5)

stats data using 3 nooutput
by = scale(STATS_max)
set xrange [-.6 : cells - .4]
set xtics noenhanced
if (cells > 6) { set xtics rotate by -25 }
both = differences > 0 && !text

if (both) {
	set multiplot
	set size 1, .56
	set origin 0, .44
	set lmargin 10
	set rmargin 3
}
set key outside below center horizontal
set ylabel 'cost of an exit ('.unit(by).')'
set yrange [0:*]
plot for [i = 1:protocols] data index i - 1 \
	using ($1 + shift(i)):($3 / by):($4 / by):($5 / by):xtic(2) \
	with yerrorbars linecolor rgb color(i) pointtype point(i) pointsize 1.2 \
	linewidth 1.5 title name(i)

if (both) {
	set size 1, .44
	set origin 0, 0
	unset title
	unset key
	set yrange [*:*]
	set autoscale y
	set offsets 0, 0, graph .1, graph .1
	set ylabel 'difference to '.name(1).' (ns)'
	set xzeroaxis linetype 1 linecolor 'black' linewidth 1
	plot for [i = 1:protocols] data index protocols + i - 1 \
		using ($1 + shift(i)):3:4:5:xtic(2) \
		with yerrorbars linecolor rgb color(i) pointtype point(i) pointsize 1.2 \
		linewidth 1.5 title name(i)
	unset multiplot
}
