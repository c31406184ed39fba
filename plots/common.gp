# SPDX-License-Identifier: GPL-2.0-only
# What all figures share. Comes in: medium (png, svg, dumb), output, headline,
# subtitle, names, colors, points, dashes (one word a protocol), columns.
if (medium eq 'dumb') {
	set terminal dumb columns, 24 noenhanced
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
set title headline."\n".subtitle noenhanced
if (!text) set grid ytics linecolor '#cccccc' linetype 1 linewidth .5
set border 3
set tics nomirror out
set key top right noenhanced
if (text) { set key outside above center horizontal }
set datafile missing 'NaN'

name(i) = word(names, i)
color(i) = word(colors, i)
point(i) = int(word(points, i))
dash(i) = int(word(dashes, i))

# Times on an axis, from ns.
scale(top) = top < 2e3 ? 1 : top < 2e6 ? 1e3 : top < 2e9 ? 1e6 : 1e9
unit(scale) = scale == 1 ? 'ns' : scale == 1e3 ? 'us' : scale == 1e6 ? 'ms' : 's'
