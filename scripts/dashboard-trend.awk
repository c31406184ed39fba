# SPDX-License-Identifier: GPL-2.0-only
# One series of the dashboard: its trend as inline SVG, its last change, its nights.
# Uses night[], kernel[], value[] and event[] 1..points, and what dashboard.awk has read.

# Of the values that have an end; 0 where none has.
function limits(    i, any) {
	low = high = 0
	for (i = 1; i <= points; i++) {
		if (endless(value[i]))
			continue
		if (!any++)
			low = high = value[i] + 0
		if (value[i] + 0 < low)
			low = value[i] + 0
		if (value[i] + 0 > high)
			high = value[i] + 0
	}
	if (low == high) {
		low = low - (low ? (low < 0 ? -low : low) * .01 : 1)
		high = high + (high ? (high < 0 ? -high : high) * .01 : 1)
	}
}

function x_of(i) {
	return points > 1 ? 70 + (i - 1) * 820 / (points - 1) : 480
}

# Above the axes what has no end: a percentile of kicks that were lost.
function y_of(v) {
	if (endless(v))
		return 12
	return 200 - (v - low) * 180 / (high - low)
}

function put_axes(u,    i, v) {
	for (i = 0; i <= 2; i++) {
		v = low + (high - low) * i / 2
		printf "<line class=\"axis\" x1=\"70\" x2=\"890\" y1=\"%.1f\" y2=\"%.1f\"/>" \
			"<text x=\"64\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", \
			y_of(v), y_of(v), y_of(v) + 4, html(scaled(v, u))
	}
	printf "<text x=\"70\" y=\"222\">%s</text>", html(night[1])
	if (points > 1)
		printf "<text x=\"890\" y=\"222\" text-anchor=\"end\">%s</text>", html(night[points])
	print ""
}

# Where another level starts: the line stands before its first night.
function put_event(i,    x, kind) {
	kind = event[i] == "host" || event[i] == "screened" ? event[i] : "change"
	x = i > 1 ? (x_of(i) + x_of(i - 1)) / 2 : x_of(i)
	printf "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"12\" y2=\"206\"><title>%s: %s</title></line>\n", \
		kind, x, x, html(night[i]), kind == "host" ? "another host" : html(event[i])
}

function put_line(    i) {
	printf "<polyline class=\"trend\" points=\""
	for (i = 1; i <= points; i++)
		printf "%.1f,%.1f ", x_of(i), y_of(value[i])
	print "\"/>"
}

# Points can be followed to their run directory: the latest, and where something happened.
function put_points(u,    i) {
	for (i = 1; i <= points; i++)
		if (i > points - 30 || event[i] != "")
			printf "<a href=\"%s/\" tabindex=\"-1\"><circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\">" \
				"<title>%s: %s, %s</title></circle></a>\n", url(links night[i]), x_of(i), \
				y_of(value[i]), html(night[i]), html(scaled(value[i], u)), html(kernel[i])
}

function put_trend(s,    i) {
	limits()
	printf "<svg viewBox=\"0 0 900 230\" role=\"img\" aria-label=\"%s over %d nights\">\n", \
		html(name[s]), points
	put_axes(unit[s])
	for (i = 1; i <= points; i++)
		if (event[i] != "")
			put_event(i)
	put_line()
	put_points(unit[s])
	print "</svg>"
}

function interval(a, b, u) {
	return a == "" || b == "" ? "" : " [" scaled(a, u) ", " scaled(b, u) "]"
}

function put_change(s) {
	if (change_night[s] == "")
		return
	printf "<p>Last change: %s%s from %s, since %s (%s)%s.</p>\n", \
		html(signed(change_by[s], unit[s])), html(interval(change_lo[s], change_hi[s], unit[s])), \
		html(scaled(change_from[s], unit[s])), night_link(change_night[s]), html(proof[s]), \
		why[s] == "" ? "" : "; acknowledged: " html(why[s])
}

function put_series(s) {
	if (!s)
		return
	printf "<details id=\"s%d\" data-name=\"%s %s\"><summary><span class=\"%s\">" \
		"<span aria-hidden=\"true\">%s</span> %s</span> %s</summary>\n", s, html(name[s]), state[s], \
		light(state[s]), sign(state[s]), state[s], html(name[s])
	put_trend(s)
	printf "<p>Level now: %s%s%s; %d nights, the last %s.</p>\n", html(scaled(level[s], unit[s])), \
		html(interval(lo[s], hi[s], unit[s])), spread[s] == "" ? "" : ", " spread[s], points, \
		night_link(night[points])
	put_change(s)
	print "</details>"
}
