# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# scripts/lab compare: the counts of two kernels, and where they differ.

lab_compare() {
	local base new
	parse_options "$@"
	[ ${#rest[@]} -eq 2 ] && [ ${#args[@]} -eq 0 ] ||
		die 2 "compare: two kernels, images or run directories are meant: compare BASE NEW"
	set -- "${rest[@]}"
	counts_for "$1" base || exit $?
	counts_for "$2" new || exit $?
	compare_table "$base" "$new"
}

# counts_for KERNEL-OR-RUN-DIRECTORY NAME: its counts into $scratch/NAME, its name into $NAME.
counts_for() {
	if [ -e "$1/samples.csv" ]; then
		counted=$1
	else
		kernel=$1
		count_path
	fi
	counts_of "$counted" >"$scratch/$2" || return
	[ -s "$scratch/$2" ] || die 2 "$1: no path counts in it (scripts/lab path makes them)"
	printf -v "$2" %s "$(release_of "$counted")"
	[ "$counted" != "$scratch/counted" ] || rm -rf "$counted"
}

compare_table() {	# BASE-NAME NEW-NAME
	echo "exact instructions per KVM_RUN, emulated"
	echo "  base  $1"
	echo "  new   $2"
	echo
	awk '
	{ key = $1 " " $2 " " $3 }
	FNR == NR { base[key] = $4; was[++m] = key; next }
	{ new[key] = $4; order[++n] = key }
	function differ(g, v, p,  k) {
		k = g " " v " " p
		return k in base && k in new ? new[k] - base[k] : "?"
	}
	function part(g, v, p,  d) {
		d = differ(g, v, p)
		return d == "?" ? "" : sprintf("%s %+d", v, d)
	}
	function mask(where, g,  s, i) {
		s = g " whole sigmask"
		i = g " whole immediate_exit"
		return s in where && i in where ? where[s] - where[i] : "?"
	}
	function moved(g, v, p,  text, m) {
		if (v != "whole" || !differ(g, v, p)) return ""
		text = part(g, "entry", p)
		if (text != "") text = text ", " part(g, "exit", p)
		if (p == "sigmask" && (m = mask(new, g)) != "?" && mask(base, g) != "?")
			text = text (text == "" ? "" : ", ") sprintf("mask %+d", m - mask(base, g))
		return text
	}
	# A count that one of the two kernels lacks (another guest, a protocol that it cannot have).
	function row(key,  w, b, a, d) {
		split(key, w, " ")
		b = key in base ? base[key] : "-"
		a = key in new ? new[key] : "-"
		d = a == "-" || b == "-" ? "-" : sprintf("%+d", a - b)
		printf "%-11s %-9s %-20s %8s %8s %8s  %s\n", w[1], w[2], w[3], b, a, d,
			d == "-" ? (a == "-" ? "base only" : "new only") : moved(w[1], w[2], w[3])
		gone += a == "-"
		come += b == "-"
		changed += d != "-" && d + 0 != 0
	}
	function only(whose, number) { return number ? "; " number " in " whose " only" : "" }
	END {
		printf "%-11s %-9s %-20s %8s %8s %8s  %s\n", "guest", "part", "protocol", "base", "new",
			"change", "moved"
		for (i = 1; i <= n; i++) row(order[i])
		for (i = 1; i <= m; i++) if (!(was[i] in new)) row(was[i])
		print ""
		text = (changed ? changed : "no") (changed > 1 ? " counts" : " count") " changed"
		print text only("base", gone) only("new", come)
	}' "$scratch/base" "$scratch/new"
}
