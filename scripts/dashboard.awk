# SPDX-License-Identifier: GPL-2.0-only
# The page of scripts/dashboard: reads `track --format csv`, then `--format points`, and
# fills the template. dashboard-trend.awk draws what is inside each series.

function html(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	gsub(/"/, "\\&quot;", s)
	gsub(/[\001-\037]/, " ", s)
	return s
}

# A night's folder as the path of a link: what is not plain is written %XX.
function url(s,    i, c, out) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		out = out (c ~ "[A-Za-z0-9._~/-]" ? c : c in code ? sprintf("%%%02X", code[c]) : "?")
	}
	return out
}

function night_link(night) {
	return "<a href=\"" url(links night) "/\">" html(night) "</a>"
}

function plain(v,    size) {
	size = v < 0 ? -v : v
	if (v == int(v) && size < 1e6)
		return sprintf("%.0f", v)
	return sprintf(size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3g", v)
}

# To some awks that is a number, to others 0.
function endless(v) {
	return v ~ /inf/
}

function scaled(v, unit,    size) {
	if (endless(v))
		return v
	v += 0
	if (unit != "ns")
		return plain(v) (unit == "" ? "" : " " unit)
	size = v < 0 ? -v : v
	if (size >= 999.5e6)
		return sprintf("%.4g s", v / 1e9)
	if (size >= 999.5e3)
		return sprintf("%.4g ms", v / 1e6)
	return size >= 999.5 ? sprintf("%.4g us", v / 1e3) : sprintf("%.4g ns", v)
}

function signed(v, unit) {
	return (v == "inf" || v + 0 > 0 ? "+" : "") scaled(v, unit)
}

# A light's class, and a sign that does without colors: no arrow, as up is not bad for all.
function light(state) {
	if (state == "REGRESSED")
		return "bad"
	if (state == "screened")
		return "open"
	return state == "IMPROVED" ? "good" : "calm"
}

function sign(state) {
	if (state == "REGRESSED")
		return "!"
	if (state == "screened")
		return "?"
	return state == "IMPROVED" ? "&#10003;" : "&#9679;"
}

# The fields of the current row of a file that has a header.
function read_row(    n) {
	n = csv_fields(f)
	if (FNR == 1)
		csv_header(of, f, n)
	return FNR > 1
}

function get(name) {
	return f[of[name]]
}

function template_head(    line) {
	while ((getline line <template) > 0 && line != "@BODY@") {
		if (i = index(line, "@TITLE@"))
			line = substr(line, 1, i - 1) html(history) substr(line, i + 7)
		print line
	}
}

function template_tail(    line) {
	while ((getline line <template) > 0)
		print line
}

function put_complaints(    line) {
	while ((getline line <complaints) > 0)
		print "<p class=\"warning\">" html(line) "</p>"
}

function put_counts(    i, n, bad, open) {
	for (i = 1; i <= nr; i++) {
		bad += state[i] == "REGRESSED"
		open += state[i] == "screened"
	}
	print "<h1>kickbench: " html(history) "</h1>"
	print "<p><span class=\"" (bad ? "bad" : "good") "\">" (bad ? bad " of " nr " series regressed" : \
		"no regression that is not acknowledged") "</span>" (open ? \
		"; <span class=\"open\">" open " screened, to be confirmed</span>" : "") \
		". <span class=\"faint\">" nr " series, drawn " drawn ".</span></p>"
	put_complaints()
}

function put_row(i) {
	printf "<tr data-name=\"%s %s\"><td class=\"%s\"><span aria-hidden=\"true\">%s</span> %s</td>", \
		html(name[i]), state[i], light(state[i]), sign(state[i]), state[i]
	printf "<td><a href=\"#s%d\">%s</a></td><td class=\"n\">%s</td><td>%s</td>", i, html(name[i]), \
		scaled(level[i], unit[i]), spread[i]
	if (change_night[i] == "")
		print "<td></td><td></td></tr>"
	else
		printf "<td class=\"n\">%s</td><td>%s</td></tr>\n", signed(change_by[i], unit[i]), \
			night_link(change_night[i])
}

function put_table(    i) {
	print "<label>Show series with <input id=\"filter\" type=\"search\" autocomplete=\"off\"" \
		" aria-describedby=\"found\"> <span id=\"found\" class=\"faint\" role=\"status\">" \
		"</span> <span class=\"faint\">(/ goes here)</span></label>"
	print "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">state</th><th scope=\"col\">series</th>" \
		"<th scope=\"col\" class=\"n\">level now</th><th scope=\"col\">spread</th>" \
		"<th scope=\"col\" class=\"n\">last change</th><th scope=\"col\">since</th></tr></thead><tbody>"
	for (i = 1; i <= nr; i++)
		put_row(i)
	print "</tbody></table></div>"
	print "<h2>Trends</h2>"
}

BEGIN {
	for (i = 1; i < 256; i++)
		code[sprintf("%c", i)] = i
	reading = "series"
	history = ENVIRON["HISTORY"]
	links = ENVIRON["LINKS"]
	template = ENVIRON["TEMPLATE"]
	complaints = ENVIRON["COMPLAINTS"]
}

FNR == 1 && NR > 1 {
	reading = "points"
	template_head()
	put_counts()
	put_table()
}

reading == "series" && read_row() {
	nr++
	number[get("series")] = nr
	name[nr] = get("series")
	unit[nr] = get("unit")
	level[nr] = get("level")
	lo[nr] = get("lo")
	hi[nr] = get("hi")
	spread[nr] = get("spread")
	state[nr] = get("state")
	change_night[nr] = get("change_night")
	change_from[nr] = get("change_from")
	change_by[nr] = get("change_by")
	change_lo[nr] = get("change_lo")
	change_hi[nr] = get("change_hi")
	proof[nr] = get("proof")
	why[nr] = get("why")
}

reading == "points" && read_row() {
	if (number[get("series")] != current) {
		put_series(current)
		current = number[get("series")]
		points = 0
	}
	night[++points] = get("night")
	kernel[points] = get("kernel")
	value[points] = get("value")
	event[points] = get("event")
}

END {
	put_series(current)
	template_tail()
}
