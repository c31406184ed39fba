#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every protocol has a model, that names the source it models; the model is asked
# what the table of docs/protocols.md says, and spin finds it.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1

protocols=$(sed -n 's/^\tX(\([a-z_]*\)).*/\1/p' protocols/table.c)
like "protocols/table.c is understood" "$protocols" '^sigmask$'
for p in $protocols; do
	source=$(sed -n 's/^ \* models: //p' "models/$p.pml" 2>/dev/null)
	ok "$p has a model of the source it names" grep -q "protocol_$p = {" "${source:-/none}"
	ok "$p: docs/protocols.md tells the result" grep -q "^### .*\`$p\`" docs/protocols.md
done
# "yes|- no|- STALE", of a row of the table: "yes" and "**no**" in its column safe, and the
# greatest number in its column stale.
table_says() {
	awk -F '|' -v name="\`$1\`" '
	function stale(s, max) {
		if (s ~ /no bound/) return "no bound"
		if (s ~ /none/) return 0
		for (max = "-"; match(s, /[0-9]+/); s = substr(s, RSTART + RLENGTH))
			if (max == "-" || substr(s, RSTART, RLENGTH) > max) max = substr(s, RSTART, RLENGTH)
		return max
	}
	NF == 6 && $2 ~ " " name " " {
		print $3 ~ /yes/ ? "yes" : "-", $3 ~ /\*\*no\*\*/ ? "no" : "-", stale($5)
	}' docs/protocols.md
}

# The same of the cases of a model. Those in which an order is missing, or the thread or the
# kicker does what the protocol does not, say nothing about it; nor do those that leave the
# count unbounded (STALE=255). A bound is one if one fewer does not hold.
model_says() {
	sed -En 's/^ \* (case|more): *//p' "models/$1.pml" | awk '
	/(SIGNAL_ORDERS|FENCE|RELEASE|UNTIL_TAKEN)=0|LOOK=NEVER|TAKES_ALL=1|STALE=255/ { next }
	{ stale = match($0, /STALE=[0-9]+/) ? substr($0, RSTART + 6, RLENGTH - 6) : 1 }
	/KICKS=0/ { none = 1; next }
	$1 == "safe" { safe = 1; if (stale > max) max = stale }
	$1 == "loses" { loses = 1 }
	$1 == "stale" { found[stale] = 1; any = 1 }
	END {
		if (none) max = 0
		else if (safe) max = (max - 1) in found ? max : "not shown to be " max
		else max = any ? "no bound" : "-"
		print safe ? "yes" : "-", loses ? "no" : "-", max
	}'
}

for p in $protocols; do
	is "$p: its model is asked what the table says" "$(model_says "$p")" "$(table_says "$p")"
done
for m in models/*.pml; do
	m=$(basename "$m" .pml)
	ok "$m: a protocol of that name exists" test "$(echo "$protocols" | grep -cx "$m")" = 1
done

if have spin && have cc; then
	nice scripts/model -st >"$tmp/models" || :
	is "each model was asked" "$(sed -n 's/^[a-z ]*ok [0-9]* - \([a-z_]*\):.*/\1/p' "$tmp/models" | sort -u)" \
		"$(for m in models/*.pml; do basename "$m" .pml; done | sort)"
	while read -r line; do
		case $line in
		"ok "*) passed "model: ${line#* - }" ;;
		"not ok "*) not_passed "model: ${line#* - }" ;;
		esac
	done <"$tmp/models"
	mkdir -p "$tmp/tree/scripts" "$tmp/tree/models"
	cp scripts/model "$tmp/tree/scripts/"
	sed '/ \(case\|more\): /d' models/naive.pml >"$tmp/tree/models/naive.pml"
	fails 1 "a model without a case has not passed" "$tmp/tree/scripts/model" naive
	like "... and is told" "$(cat "$tmp/.out")" '^naive  *no case .*should be: a case'
else
	skip "what the models say" "spin or a C compiler is missing"
fi
fails 2 "an unknown model is named" scripts/model nonesuch
done_testing
