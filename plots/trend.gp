# SPDX-License-Identifier: GPL-2.0-only
# A series by night. data: nights (number, estimate, bounds, name), changes (number,
# label), nights on another host (number). what: the unit. ticN, ticnameN: names of
# some nights.
stats data index 0 using (ends($3, $2)):(ends($4, $2)) nooutput
time = what eq 'ns'
by = time ? scale(STATS_max_y) : 1
room = STATS_max_y > STATS_min_x ? STATS_max_y - STATS_min_x : abs(STATS_max_y) * .02 + 1
low = (STATS_min_x - .5 * room) / by
high = (STATS_max_y + .5 * room) / by
edge_low = low
edge_high = high
set yrange [low : high]
set xrange [-.5 : nights + .02 * nights]
set xtics ()
do for [i = 1:tics] {
	set xtics add (value(sprintf('ticname%d', i)) value(sprintf('tic%d', i)))
}
set xtics rotate by -25
set ylabel time ? unit(by) : what
set rmargin 16
if (!text) { set key bottom left horizontal }
set errorbars small
plot data index 0 using 1:($2 / by):(below($3)):(above($4)) with yerrorbars \
	linecolor rgb color(1) pointtype point(1) pointsize .5 title 'night and its interval', \
	for [i = 1:changes ? 1 : 0] data index 1 using ($1 - .5):(low):(0):(high - low) \
	with vectors nohead linecolor 'black' dashtype 2 linewidth 1.2 title 'change', \
	for [i = 1:hosts ? 1 : 0] data index 2 using ($1 - .5):(low):(0):(high - low) \
	with vectors nohead linecolor '#888888' dashtype 3 linewidth 1.2 title 'another host', \
	for [i = 1:changes ? 1 : 0] data index 1 using 1:(high):2 with labels left \
	offset 0, -1 - .3 * i notitle
