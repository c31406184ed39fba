# SPDX-License-Identifier: GPL-2.0-only
# What all figures share. Comes in: medium (png, svg, dumb), output, headline,
# subtitle, basis, names, colors, points, dashes (one word a protocol), columns.
if (medium eq 'dumb') {
	set terminal dumb columns, 25 noenhanced
} else {
	if (medium eq 'svg') {
		set terminal svg size 900,560 dynamic background 'white' noenhanced \
			font 'sans-serif,13'
	} else {
		if (strstrt(GPVAL_TERMINALS, 'pngcairo')) {
			set terminal pngcairo size 900,560 noenhanced font 'sans,11'
		} else {
			set terminal png size 900,560 noenhanced
		}
	}
	set output output
}
text = medium eq 'dumb'
set encoding utf8
# A line that a terminal is too narrow for would be left out.
if (text && strlen(headline) > columns - 4) {
	cut = columns - 4
	while (cut > 1 && headline[cut:cut] ne ' ') { cut = cut - 1 }
	headline = headline[1:cut - 1]."\n".headline[cut + 1:*]
}
set title headline."\n".subtitle."\n".basis noenhanced
if (!text) set grid ytics linecolor '#cccccc' linetype 1 linewidth .5
set border 3
set tics nomirror out
set key top right noenhanced opaque
if (text) { set key outside above center horizontal }
set datafile missing 'NaN'

min(a, b) = a < b ? a : b
max(a, b) = a > b ? a : b

# A bound of 1e99 has no end: for ranges the estimate stands in for it.
ends(bound, estimate) = abs(bound) < 1e90 ? bound : estimate
# A bound to be drawn, in the unit of the axis: to the picture's edge if need be.
below(bound) = bound < -1e90 ? edge_low : bound / by
above(bound) = bound > 1e90 ? edge_high : bound / by

name(i) = word(names, i)
color(i) = word(colors, i)
point(i) = int(word(points, i))
dash(i) = int(word(dashes, i))

# Times on an axis, from ns.
scale(top) = top < 2e3 ? 1 : top < 2e6 ? 1e3 : top < 2e9 ? 1e6 : 1e9
unit(scale) = scale == 1 ? 'ns' : scale == 1e3 ? 'us' : scale == 1e6 ? 'ms' : 's'
