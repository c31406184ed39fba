# SPDX-License-Identifier: GPL-2.0-only
# Above: ns per exit by cell and protocol. Below: difference to the baseline,
# where a small effect on a large cost can be seen. data has one block a
# protocol of each: position, cell, estimate, lower and upper bound. cellN: the name at
# position N.
spread = protocols < 5 ? .14 * protocols : .6
shift(i) = protocols < 2 ? 0 : spread * ((i - 1.) / (protocols - 1) - .5)

stats data index 0:(protocols - 1) using (ends($5, $3)) nooutput
by = scale(STATS_max)
top = STATS_max / by
both = differences > 0 && !text
array cell[cells]
do for [i = 1:cells] { cell[i] = value(sprintf('cell%d', i - 1)) }

if (differences > 0) {
	stats data index protocols:(2 * protocols - 1) using (ends($4, $3)):(ends($5, $3)) \
		nooutput
	low = STATS_min_x < 0 ? STATS_min_x : 0
	high = STATS_max_y > 0 ? STATS_max_y : 0
	room = .1 * (high > low ? high - low : 1)
}

# In a terminal on its side, since names have room only at the left there; the
# differences, if there are any, since characters cannot show them otherwise.
if (text) {
	set terminal dumb columns, 2 * cells + 13 noenhanced
	set yrange [cells - .4 : -.6]
	set ytics ()
	do for [i = 1:cells] { set ytics add (cell[i] i - 1) }
	first = differences > 0 ? protocols : 0
	by = differences > 0 ? scale(max(abs(low), abs(high))) : by
	edge_low = differences > 0 ? (low - room) / by : 0
	edge_high = differences > 0 ? (high + room) / by : top * 1.1
	set xrange [edge_low : edge_high]
	set xlabel differences > 0 ? 'difference to '.name(1).' ('.unit(by).')' : \
		'cost of an exit ('.unit(by).')'
	plot for [i = (differences > 0 ? 2 : 1):protocols] data index first + i - 1 \
		using ($3 / by):($1 + shift(i) / 2):(below($4)):(above($5)) with xerrorbars \
		pointtype point(i) title name(i)
	exit
}

set xrange [-.6 : cells - .4]
if (!both) {
	set xtics ()
	do for [i = 1:cells] { set xtics add (cell[i] i - 1) }
}
if (cells > 6) { set xtics rotate by -25 }
if (both) {
	set multiplot
	set size 1, .56
	set origin 0, .44
	set format x ''
	set xtics 1
	set lmargin 10
	set rmargin 9
}
if (both) {
	set key at screen .5, .435 center center horizontal
} else {
	set key inside bottom center horizontal
}
set ylabel 'cost of an exit ('.unit(by).')'
edge_low = 0
edge_high = top * 1.1
set yrange [edge_low : edge_high]
plot for [i = 1:protocols] data index i - 1 \
	using ($1 + shift(i)):($3 / by):(below($4)):(above($5)) \
	with yerrorbars linecolor rgb color(i) pointtype point(i) pointsize 1.2 \
	linewidth 1.5 title name(i)

if (both) {
	set xtics ()
	do for [i = 1:cells] { set xtics add (cell[i] i - 1) }
	set size 1, .44
	set origin 0, 0
	unset title
	unset key
	by = scale(max(abs(low), abs(high)))
	edge_low = (low - room) / by
	edge_high = (high + room) / by
	set yrange [edge_low : edge_high]
	set ylabel 'minus '.name(1).' ('.unit(by).')'
	set xzeroaxis linetype 1 linecolor 'black' linewidth 1
	plot for [i = 1:protocols] data index protocols + i - 1 \
		using ($1 + shift(i)):($3 / by):(below($4)):(above($5)) \
		with yerrorbars linecolor rgb color(i) pointtype point(i) pointsize 1.2 \
		linewidth 1.5 title name(i)
	unset multiplot
}
