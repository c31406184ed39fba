# SPDX-License-Identifier: GPL-2.0-only
# Percentiles of the kick latency. x is 1/(1-share), so that every decade of the
# tail takes the same room. data: one block a protocol (x, ns), then one a
# protocol of the percentiles in the summary (x, ns, lower and upper bound).
stats data using 2 nooutput
by = scale(STATS_median)
low = STATS_min / by
high = STATS_max / by
stats data using 1 nooutput
set logscale x 10
if (high > 20 * low && low > 0) {
	set logscale y 10
	edge_low = low / 1.3
	edge_high = high * 1.5
} else {
	edge_low = 0
	edge_high = high * 1.15
}
set yrange [edge_low : edge_high]
set xrange [1 : STATS_max * 1.3]
set xtics ('0%%' 1, '50%%' 2, '90%%' 10, '99%%' 100, '99.9%%' 1000, '99.99%%' 1e4, \
	'99.999%%' 1e5, '99.9999%%' 1e6)
set xlabel 'share of kicks that took no longer'
set ylabel 'from planned until KVM_RUN returned ('.unit(by).')'
if (!text) { set grid xtics ytics }
if (!text) { set key top left }
plot for [i = 1:protocols] data index i - 1 using 1:($2 / by) with steps \
	linecolor rgb color(i) dashtype dash(i) linewidth 1.8 title name(i), \
	for [i = 1:marks ? protocols : 0] data index protocols + i - 1 \
	using ($1 * 1.04 ** (i - 1)):($2 / by): \
	(max(below($3), edge_low)):(min(above($4), edge_high)) \
	with yerrorbars linecolor rgb color(i) pointtype point(i) pointsize 1.1 notitle
