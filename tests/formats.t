#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every output format of `report`: what it prints from run directories that are
# kept (tests/golden/runs), what other programs think of it, what a hostile
# directory can do to it, and the pictures.
# UPDATE=1 tests/formats.t writes the golden files anew: read the difference.
. "$(dirname "$0")/tap.sh"

golden=$top/tests/golden
formats="table cover markdown csv openmetrics benchfmt junit"

report() { "$kickbench" report "$@"; }
rounded() { awk -f "$top/tests/rounded.awk" "$1"; }

# The directory is named by hand, since the output may name it.
for run in "$golden"/runs/*/; do
	name=$(basename "$run")
	cp -r "$run" "$tmp/$name"
	for format in $formats; do
		kept=$golden/formats/$name.$format.golden
		(cd "$tmp" && report "$name" --format "$format") >"$tmp/out" 2>"$tmp/err"
		if [ -n "${UPDATE:-}" ]; then
			mkdir -p "$golden/formats"
			rounded "$tmp/out" >"$kept"
		fi
		rounded "$tmp/out" >"$tmp/rounded"
		ok "$name as $format is as kept" diff -u "$kept" "$tmp/rounded"
		is "$name as $format says nothing on standard error" "$(cat "$tmp/err")" ""
	done
done

# -- what others think --
bad=$(printf 'a\001\002b"c,\047d <&>|`touch %s/ran`$(touch %s/ran)\\ \377\303(' "$tmp" "$tmp")
build=${BUILD:-build}
case $build in /*) ;; *) build=$top/$build ;; esac
"$build/tests/synth" "$tmp/hostile" --bench exit,kick,race --runs 4 --blocks 10 --kicks 40 \
	--guest 'pm"ti<mer,mm`touch '"$tmp"'/ran`' --place '0/0/0,0/1/0' --vcpus 1,2 \
	--note "$bad" --status ok --env "host=$bad" --env "kernel=$bad" --env "cpu=$bad$bad$bad" \
	--env "command=$bad" --env "$bad=x" --lost naive=3 || exit 1
"$build/tests/synth" "$tmp/usual" --bench exit,kick,race,contend,counters --runs 4 --blocks 10 \
	--kicks 40 --guest pmtimer --vcpus 1,2 --place 0/0/0,0/1/0 --lost immediate_exit=3 \
	--protocols sigmask,immediate_exit,naive || exit 1

for dir in hostile usual; do
	for format in $formats; do
		report "$tmp/$dir" --format "$format" >"$tmp/$dir.$format" 2>"$tmp/err"
		status=$?
		case $dir-$status in
		hostile-0 | usual-0 | usual-1) passed "$dir as $format" ;;
		*) not_passed "$dir as $format: status $status" ;;
		esac
	done
	is "$dir: the cover letter has no line over 72 columns" \
		"$(awk 'length > 72' "$tmp/$dir.cover")" ""
	is "$dir: the cover letter is printable ASCII" \
		"$(tr -d '\n -~' <"$tmp/$dir.cover" | wc -c)" 0
	is "$dir: Markdown has no HTML" "$(grep -c '<' "$tmp/$dir.markdown")" 0
	is "$dir: OpenMetrics ends with # EOF" "$(tail -n 1 "$tmp/$dir.openmetrics")" "# EOF"
	if have xmllint; then
		ok "$dir: xmllint reads the JUnit file" xmllint --noout "$tmp/$dir.junit"
	else
		skip "$dir: xmllint reads the JUnit file" "no xmllint"
	fi
	if have promtool; then
		ok "$dir: promtool reads the metrics" \
			sh -c "promtool check metrics <'$tmp/$dir.openmetrics'"
	else
		skip "$dir: promtool reads the metrics" "no promtool"
	fi
	if have benchstat; then
		ok "$dir: benchstat reads the benchmarks" benchstat "$tmp/$dir.benchfmt"
	else
		skip "$dir: benchstat reads the benchmarks" "no benchstat"
	fi
done
like "a kick that was lost is a failure in JUnit" "$(cat "$tmp/usual.junit")" \
	'<failure message="LOST"'
is "benchfmt has a line for each of 4 runs" "$(grep -c \
	'^BenchmarkExit/guest=pmtimer/vcpus=1/place=0:0:0/protocol=sigmask .* ns/exit$' \
	"$tmp/usual.benchfmt")" 4
is "... of as many exits as there were" \
	"$(awk '/^BenchmarkContend.*ns\/exit$/ { n += $2 } END { print n }' "$tmp/usual.benchfmt")" \
	"$(cd "$tmp/usual" && awk -F, 'NR == FNR { contend[$1] = $2 == "contend"; next }
		contend[$1] && $9 !~ /warmup/ { n += $7 } END { print n }' cells.csv samples.csv)"

# -- bad usage --
fails 2 "an unknown format is refused" "$kickbench" report "$tmp/usual" --format latex
one_line "in one line" "$kickbench" report "$tmp/usual" --format latex
like "that names the known ones" "$(report "$tmp/usual" --format latex 2>&1)" \
	'table.*cover.*markdown.*csv.*openmetrics.*benchfmt.*junit'
for format in $formats; do
	fails 4 "$format on a full disk" sh -c "'$kickbench' report '$tmp/hostile' \
		--format $format >/dev/full"
	like "... says what to do" "$("$kickbench" report "$tmp/hostile" --format "$format" \
		2>&1 >/dev/full)" '^kickbench: .*: .* \(.*\)$'
	like "$format into nothing says so, too" "$("$kickbench" report "$tmp/hostile" \
		--format "$format" 2>&1 >&-)" '^kickbench: .*: .* \(.*\)$'
done

# -- pictures --
mkdir "$tmp/nothing"
fails 3 "pictures without gnuplot" env PATH="$tmp/nothing" "$kickbench" report "$tmp/hostile" --plots
fails 1 "... which a lost kick outranks" env PATH="$tmp/nothing" "$kickbench" report "$tmp/usual" --plots
one_line "are refused in one line" env PATH="$tmp/nothing" "$kickbench" report "$tmp/usual" --plots
like "... also where whoever started us ignored SIGCHLD" \
	"$(trap '' CHLD; PATH=$tmp/nothing exec "$kickbench" report "$tmp/usual" --plots 2>&1)" \
	'gnuplot is not installed'
like "behind the table" "$(PATH=$tmp/nothing report "$tmp/usual" --plots 2>&1)" '^pmtimer '
# All that there is, on two sockets: 320 cells, 15,000 rows.
"$build/tests/synth" "$tmp/large" --bench exit,contend,kick,race,kickcost,counters --runs 2 \
	--blocks 2 --kicks 5 --guest pmtimer,hlt,cmos,msr --vcpus 1,2,3,4,5,6,7,8 \
	--place 0/0/0,0/1/0 --protocols sigmask,immediate_exit,resend,naive || exit 1
for format in $formats; do
	ok "a large directory as $format" \
		timeout 60 "$kickbench" report "$tmp/large" --format "$format"
done
"$build/tests/synth" "$tmp/sizes" --bench contend --vcpus 1,2,3 --runs 2 --blocks 5 || exit 1
for format in cover markdown; do
	like "$format: why there is no handoff" "$(report "$tmp/sizes" --format $format)" \
		'immediate.*_exit .*no fit: fewer than 4 sizes of 2 and more vCPUs'
done
if ! have gnuplot; then
	skip "pictures" "no gnuplot"
	done_testing
fi
"$kickbench" report "$tmp/hostile" --plots >/dev/null 2>"$tmp/err"
is "a hostile directory is drawn" "$(cat "$tmp/err")" ""
ok "and nothing in it was run" test ! -e "$tmp/ran"
report "$tmp/usual" --plots >/dev/null 2>"$tmp/err"
is "a usual directory is drawn" "$(cat "$tmp/err")" ""
for figure in exit_cost cost_vcpus kick_latency places; do
	for dir in hostile usual; do
		set -- "$tmp/$dir/plots/$figure"*.png
		is "$dir: $figure is a PNG" "$(head -c 8 "$1" | od -An -tx1 | tr -d ' ')" \
			89504e470d0a1a0a
		set -- "$tmp/$dir/plots/$figure"*.svg
		like "$dir: $figure is an SVG" "$(cat "$1")" '</svg>'
	done
done
# Benches have numbers of runs of their own: the kicks of each cell lack one here.
cp -r "$tmp/usual" "$tmp/uneven" && rm -rf "$tmp/uneven/plots"
awk -F, 'NR == FNR { kick[$1] = $2 == "kick"; next } !kick[$1] || $2 != 3' "$tmp/uneven/cells.csv" \
	"$tmp/usual/runs.csv" >"$tmp/uneven/runs.csv"
like "n is that of all" "$(report "$tmp/uneven" --format cover)" '^n: +3 to 4 runs '
report "$tmp/uneven" --plots >/dev/null 2>&1
like "a figure has its own" "$(cat "$tmp"/uneven/plots/kick_latency-*.svg)" 'n = 3 runs, 99%'
like "... each" "$(cat "$tmp/uneven/plots/exit_cost.svg")" 'n = 4 runs, 99%'
# A figure reads kicks as the table does: times may have decimals, and warm-up counts nowhere.
"$build/tests/synth" "$tmp/drawn" --bench kick --runs 2 --kicks 40 || exit 1
awk -F, -v OFS=, 'NR > 1 { $6 = $6 ".25" } $3 < 5 { $10 = "warmup" } 1' "$tmp/drawn/kicks.csv" \
	>"$tmp/csv" && mv "$tmp/csv" "$tmp/drawn/kicks.csv"
ok "kicks of another writer are drawn" "$kickbench" report "$tmp/drawn" --plots
drawn=$("$kickbench" report "$tmp/drawn" --format csv |
	awk -F, '$7 == "latency_p50" && $9 == "" { n += $18 } END { print n }')
like "... as many as are counted" "$(cat "$tmp"/drawn/plots/kick_latency-*.svg)" "; $drawn kicks"
is "... through the percentiles of the table" \
	"$(awk '$1 > 9.99 && $1 < 10.01 && NF == 2 { print $2 }' "$tmp"/drawn/plots/kick_latency-*.dat)" \
	"$("$kickbench" report "$tmp/drawn" --format csv |
		awk -F, '$7 == "latency_p90" && $9 == "" { print $11 }')"
# Few runs have intervals without end.
"$build/tests/synth" "$tmp/few" --bench exit,kick,contend --runs 2 --blocks 2 --kicks 5 \
	--vcpus 1,2 || exit 1
for dir in few exits kicks races; do
	"$kickbench" report "$tmp/$dir" --plots >/dev/null 2>"$tmp/err"
	is "$dir is drawn" "$(cat "$tmp/err")" ""
done
is "nothing half-written is left" "$(find "$tmp" -name '*.tmp')" ""
if have xmllint; then
	ok "the SVGs are XML" sh -c "xmllint --noout '$tmp'/*/plots/*.svg"
fi
svg=$(cat "$tmp"/usual/plots/exit_cost.svg)
like "a picture says on which host" "$svg" 'Linux 6.18.44-synth'
like "and from how many runs" "$svg" 'n = 4 runs, 99% intervals'
like "sigmask is always vermilion" "$svg" '213, *94, *0|[dD]55[eE]00'
like "immediate_exit is always blue" "$svg" '0, *114, *178|0072[bB]2'
out=$(report "$tmp/usual" --terminal 2>&1)
like "a terminal gets them as text" "$out" 'Cost of a userspace exit'
like "... each row with its mark" "$out" '^ *pmtimer \+-\|.*E'
mkdir "$tmp/many"
"$build/tests/synth" "$tmp/many/run" --bench contend --vcpus 1,2 --runs 3 --blocks 4 --env emulated=yes
out2=$(report "$tmp/many/run" --terminal 2>&1)
like "a title too long for a terminal is broken" "$out2" '^ *Cost of an exit against the number of vCPUs'
like "latency too" "$out" 'Latency of a kick'

# -- trends --
mkdir "$tmp/history"
for night in 1 2 3; do
	"$build/tests/synth" "$tmp/history/2026-11-0$night" --runs 3 --blocks 4 --seed $night ||
		exit 1
done
ok "a history is drawn" "$kickbench" track "$tmp/history" --plots
set -- "$tmp/history/plots/"trend-*cost_sigmask_ns.png
is "as PNG" "$(head -c 8 "$1" | od -An -tx1 | tr -d ' ')" 89504e470d0a1a0a
is "and its pictures are no night" "$("$kickbench" track "$tmp/history" 2>&1 >/dev/null)" ""

done_testing
