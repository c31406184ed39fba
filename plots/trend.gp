# SPDX-License-Identifier: GPL-2.0-only
# A series by night. data: nights (seconds since 1970, estimate, bounds), then
# changes (seconds, estimate, label). what: the unit.
stats data index 0 using 2 nooutput
set xdata time
set timefmt '%s'
set format x '%Y-%m-%d'
set xtics rotate by -25
time = what eq 'ns'
by = time ? scale(STATS_max) : 1
room = STATS_max > STATS_min ? STATS_max - STATS_min : abs(STATS_max) * .02 + 1
low = (STATS_min - .5 * room) / by
high = (STATS_max + .5 * room) / by
set yrange [low : high]
set ylabel time ? unit(by) : what
set offsets graph .02, graph .05, 0, 0
set rmargin 9
if (!text) { set key bottom left horizontal }
set errorbars small
plot data index 0 using 1:($2 / by):($3 / by):($4 / by) with yerrorbars \
	linecolor rgb color(1) pointtype point(1) pointsize .5 title 'night and its interval', \
	for [i = 1:changes ? 1 : 0] data index 1 using 1:(low):(0):(high - low) with vectors \
	nohead linecolor 'black' dashtype 2 linewidth 1.2 title 'change', \
	for [i = 1:changes ? 1 : 0] data index 1 using 1:(high):3 with labels \
	offset 0, -1 notitle
