# SPDX-License-Identifier: GPL-2.0-only
# ns per exit against the number of vCPUs; data has one block a protocol: vCPUs,
# estimate, lower and upper bound. slopeN and levelN: the fit from 2 vCPUs up,
# NaN where it was refused (too few sizes, or no straight line).
stats data using (ends($4, $2)) nooutput
by = scale(STATS_max)
edge_low = 0
edge_high = STATS_max / by * 1.15
set yrange [edge_low : edge_high]
stats data using 1 nooutput
most = STATS_max
set xrange [.5 : most + .5]
set xtics 1
if (most > 16) { set xtics autofreq }
set xlabel 'vCPUs exiting at once'
set ylabel 'cost of an exit ('.unit(by).')'
if (!text) { set key top left }
array slope[protocols]
array level[protocols]
do for [i = 1:protocols] {
	slope[i] = value(sprintf('slope%d', i))
	level[i] = value(sprintf('level%d', i))
}
fitted(i) = slope[i] == slope[i] ? \
	sprintf('%s: %+.0f ns per further vCPU', name(i), slope[i]) : name(i)
# Side by side, or one protocol hides the other; by less where the axis is long.
aside(i) = (i - (protocols + 1) / 2.) * max(.04, most * .01)
plot for [i = 1:protocols] data index i - 1 using ($1 + aside(i)):($2 / by):(below($3)):(above($4)) \
	with yerrorbars linecolor rgb color(i) pointtype point(i) pointsize 1.2 \
	linewidth 1.5 title fitted(i), \
	for [i = 1:protocols] x >= 2 && x <= most ? (slope[i] * x + level[i]) / by : NaN \
	with lines linecolor rgb color(i) dashtype dash(i) linewidth 1.5 notitle
