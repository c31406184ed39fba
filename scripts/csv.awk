# SPDX-License-Identifier: GPL-2.0-only
# RFC 4180 for awk. csv_fields(f) splits the record that starts with $0 into f[1..n],
# reading on where a quoted field holds a newline, and returns n. csv_header(of, f, n)
# fills of[name] = number from the header row.

function csv_complete(s,    t) {
	t = s
	return gsub(/"/, "", t) % 2 == 0
}

function csv_record(    s, more) {
	s = $0
	while (!csv_complete(s) && (getline more) > 0)
		s = s "\n" more
	sub(/\r$/, "", s)
	return s
}

# The quoted field at the start of s, its quotes doubled still; sets RLENGTH.
function csv_quoted(s,    i) {
	i = 2
	while (i <= length(s)) {
		if (substr(s, i, 1) != "\"")
			i++
		else if (substr(s, i + 1, 1) == "\"")
			i += 2
		else
			break
	}
	RLENGTH = i
	return substr(s, 2, i - 2)
}

function csv_fields(f,    s, n, v) {
	s = csv_record()
	if (index(s, "\"") == 0)
		return split(s, f, ",")
	for (n = 1; ; n++) {
		if (substr(s, 1, 1) == "\"") {
			v = csv_quoted(s)
			gsub(/""/, "\"", v)
		} else {
			RLENGTH = index(s, ",") ? index(s, ",") - 1 : length(s)
			v = substr(s, 1, RLENGTH)
		}
		f[n] = v
		s = substr(s, RLENGTH + 1)
		if (s == "")
			return n
		s = substr(s, 2)
	}
}

function csv_header(of, f, n,    i) {
	for (i = 1; i <= n; i++)
		of[f[i]] = i
}
