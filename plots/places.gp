# SPDX-License-Identifier: GPL-2.0-only
# One map a protocol, side by side in one scale: darker is dearer, in print too.
# data: one block a protocol: home node, vCPUs' node, ns, the same in words.
stats data using 3 nooutput
by = scale(STATS_max)
low = STATS_min
high = STATS_max > STATS_min ? STATS_max : STATS_min + 1
set palette defined (0 '#ffffff', 1 '#08306b')
set cbrange [low / by : high / by]
set xrange [-.5 : most + .5]
set yrange [-.5 : most + .5]
set xtics 1
set ytics 1
unset grid
unset key
set xlabel 'home node (siglock)'
set ylabel 'node of the vCPUs'
ink(ns) = ns > (low + high) / 2 ? 0xffffff : 0x000000
shown = text ? 1 : protocols
if (!text) { set multiplot layout 1, shown title headline."\n".subtitle."\n".basis }
unset colorbox
do for [i = 1:shown] {
	if (!text) { set title name(i) }
	if (!text) {
		plot data index i - 1 using 1:2:(.5):(.5):($3 / by) with boxxyerror \
			fillcolor palette fillstyle solid border linecolor '#888888', \
			data index i - 1 using 1:2:4:(ink($3)) with labels textcolor rgb variable
	} else {
		plot data index i - 1 using 1:2:4 with labels
	}
}
if (!text) { unset multiplot }
