# SPDX-License-Identifier: GPL-2.0-only
# A series by night. data: nights (seconds since 1970, estimate, bounds), then
# changes (seconds, estimate, label). what: the unit.
set xdata time
set timefmt '%s'
set format x '%Y-%m-%d'
set xtics rotate by -25
stats data index 0 using 2 nooutput
time = what eq 'ns'
by = time ? scale(STATS_max) : 1
set ylabel time ? unit(by) : what
set offsets graph .02, graph .05, graph .15, graph .05
set key bottom left
plot data index 0 using 1:($2 / by):($3 / by):($4 / by) with yerrorbars \
	linecolor rgb color(1) pointtype point(1) pointsize .7 title 'night and its interval', \
	for [i = 1:changes ? 1 : 0] data index 1 using 1:($2 / by) with impulses \
	linecolor 'black' dashtype 2 linewidth 1.2 title 'change', \
	for [i = 1:changes ? 1 : 0] data index 1 using 1:($2 / by):3 with labels \
	offset 0, 1.6 notitle
