# SPDX-License-Identifier: GPL-2.0-only
# Histogram of waits. data: one row a power of two: its lower end, then one column a
# protocol. per_exit: whether those are per 1000 exits, or in all.
set style data histograms
set style histogram clustered gap 1
set boxwidth .9
set yrange [0:*]
set xlabel 'wait from ... until twice as long'
set ylabel per_exit ? 'waits per 1000 exits' : 'waits in all'
stats data using 2 nooutput
# Where labels would stand in each other: aslant, or in text fewer of them.
if (STATS_records > 9) { set xtics rotate by -25 }
step = text ? int((STATS_records + 7) / 8) : 1
# Patterns as well as colors: 3 is filled, the others are hatched.
pattern(i) = int(word('3 1 2 4 5 6 7', (i - 1) % 7 + 1))
plot for [i = 1:protocols] data using i + 1:xtic(int($0) % step ? '' : strcol(1)) \
	linecolor rgb color(i) fillstyle pattern pattern(i) border linecolor rgb color(i) title name(i)
