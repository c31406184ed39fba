#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The arithmetic of scripts/repeat, calibrate and bench-self over made-up run directories
# whose answers are known; that they measure takes a host with KVM.
. "$(dirname "$0")/tap.sh"

# N DIRS of estimates around each arm's truth, spread like a logistic distribution, two-sided
# p < .05 in 13 of 200: made N KIND SPREAD LEVEL WIDTH EMULATED BIAS
made() {
	rm -rf "$tmp/d"
	mkdir "$tmp/d"
	(cd "$tmp/d" && mkdir $(seq "$1"))
	awk -v n="$1" -v kind="$2" -v spread="$3" -v level="$4" -v width="$5" -v emulated="$6" \
	    -v bias="$7" -v dir="$tmp/d" '
	function row(arm, truth) {
		printf "0,exit,pmtimer,1,0/0/0,,cost,%s,sigmask,ns,%.9g,%.9g,%.9g,%s,20,,,\"a, b\"\n", arm,
			truth + e, truth + e - width, truth + e + width, level >>file
	}
	BEGIN {
		for (i = 1; i <= n; i++) {
			p = ((i * 37) % n + .5) / n
			e = spread * log(p / (1 - p)) / 1.702
			file = dir "/" i "/env.csv"
			printf "key,value\nhost,h\ncpu,\"A, B\"\nkernel,6.1\nemulated,%s\nstarted,2026-11-29T00:00:00Z\n", emulated >file
			for (ns = 20; ns <= 200; ns += ns == 20 ? 30 : ns)
				printf "inject_null_%dns_ns,%s\n", ns, ns + 1 >>file
			close(file)
			file = dir "/" i "/summary.csv"
			print "cell,bench,guest,vcpus,place,variant,metric,protocol,versus,unit," \
				"estimate,lo,hi,level,runs,p,verdict,note" >file
			print "0,exit,pmtimer,1,0/0/0,,cost,sigmask,,ns,8000,7900,8100," level ",20,,," >>file
			if (kind == "repeat")
				row("immediate_exit", -133)
			else {
				row("null", 0)
				for (ns = 20; ns <= 200; ns += ns == 20 ? 30 : ns)
					row("null_" ns "ns", ns + 1 + bias)
			}
			close(file)
		}
	}'
}
judged() { "$top/scripts/$1" --judge "$tmp/d" 2>&1; }

# -- repeat: 20 intervals of 2.861 standard errors --
made 20 repeat 1 .99 2.861 0 0
got=$(judged repeat)
is "intervals that agree pass" $? 0
like "... in so many words" "$got" '^repeat: PASS$'
like "... all hold the grand mean" "$got" 'grand mean -133\.0 ns: in 20 of 20'
like "... chi-square is that of a logistic spread" "$got" 'chi-square 2[0-9]\.[0-9] on 19'
like "... width in percent of the exit" "$got" ' 0\.04% of the exit'
made 20 repeat 3 .99 2.861 0 0
got=$(judged repeat)
is "intervals too narrow fail" $? 1
like "... in so many words" "$got" '^repeat: FAIL$'
made 20 repeat 3 .99 2.861 1 0
got=$(judged repeat)
is "an emulated host fails nothing" $? 0
like "... and passes nothing" "$got" '^repeat: no verdict: an emulated host'
made 5 repeat 1 .99 2.861 0 0
like "five are too few" "$(judged repeat)" '^repeat: no verdict: 5 measurements, not 20$'
like "a folder is looked for from where one stands" \
	"$(cd "$tmp" && "$top/scripts/repeat" --judge d 2>&1)" '^repeat: no verdict: 5 measurements, not 20$'
mkdir "$tmp/d/00"	# a measurement that came to nothing
is "what came to nothing is no complaint" "$(judged repeat | grep -c env.csv)" 0
rmdir "$tmp/d/00"
rm -rf "$tmp/d"/*
like "none are too few" "$(judged repeat)" '^repeat: no verdict: 0 measurements'

# -- calibrate: 200 experiments --
made 200 calibrate 3 .95 5.88 0 0
got=$(judged calibrate)
is "a calibrated host passes" $? 0
like "... in so many words" "$got" '^calibrate: PASS$'
like "... how quiet it is" "$got" '^  the baseline: 8000 ns an exit, \+-1\.2% in an experiment$'
like "... counts the A/As below .05" "$got" 'p < \.05 in 14 of 200'
like "... compares with the measured length" "$got" '200 ns injected: 201\.0 measured alone, 201\.0 found'
like "... counts what was missed and found" "$got" 'missed by 14 of 200 intervals; found in 200$'
made 200 calibrate 3 .95 2.94 0 0
got=$(judged calibrate)
is "too many A/As below .05 fail" $? 1
like "... in so many words" "$got" '^calibrate: FAIL$'
made 200 calibrate .1 .95 30 0 0
like "none at all fails, too" "$(judged calibrate)" '^calibrate: FAIL$'
made 200 calibrate 3 .95 5.88 0 7
like "200 ns that come out as 207 fail" "$(judged calibrate)" '^calibrate: FAIL$'
made 200 calibrate 40 .95 78.4 0 0
like "noise is no failure of the mean, but of what is always found" "$(judged calibrate)" '^calibrate: FAIL$'
made 200 calibrate 12 .95 23.5 0 0
like "too much noise for a mean is no verdict" "$(judged calibrate)" '^calibrate: no verdict: too few'
made 200 calibrate 3 .95 5.88 1 0
like "an emulated host: no verdict" "$(judged calibrate)" '^calibrate: no verdict: an emulated host'
made 20 calibrate 3 .95 5.88 0 0
like "20 are too few" "$(judged calibrate)" '^calibrate: no verdict: 20 experiments'
made 200 calibrate 3 .99 5.88 0 0
like "another level is told" "$(judged calibrate)" 'level \.99, not \.95'

# Each rule by itself, from its last number that passes to its first that fails: A/As below .05,
# then SIZE=BIAS/MISSED/NOT_FOUND, of 200.
rules() {
	echo "$*" | awk '{
		split("20 50 100 200", size)
		for (i = 2; i <= NF; i++) {
			split($i, part, /[=\/]/)
			bias[part[1]] = part[2]; missed[part[1]] = part[3]; lost[part[1]] = part[4]
		}
		for (i = 1; i <= 200; i++) {
			print i, "null", 0, i <= $1 ? 1 : -4, 9, .95, 20, 8000, "-"
			for (k = 1; k <= 4; k++) {
				ns = size[k]
				print i, "null_" ns "ns", ns + bias[ns] + (i % 2 ? .1 : -.1),
					i <= lost[ns] ? -1 : i <= missed[ns] ? ns + 1 : 1, 9 * ns, .95,
					20, 8000, ns
			}
		}
	}' | awk -f "$top/scripts/calibrate.awk" | tail -n 1
}
# PASSES -- FAILS
rule() {
	is "passes: ${1%% -- *}" "$(rules "${1%% -- *}")" "calibrate: PASS"
	is "fails: ${1#* -- }" "$(rules "${1#* -- }")" "calibrate: FAIL"
}
rule "4 -- 3"
rule "18 -- 19"
rule "9 50=0/18/0 -- 9 50=0/19/0"
rule "9 20=1.9/0/0 -- 9 20=2.1/0/0"
rule "9 20=-1.9/0/0 -- 9 20=-2.1/0/0"
rule "9 200=5.9/0/0 -- 9 200=6.1/0/0"
rule "9 100=0/0/1 -- 9 200=0/0/1"

# It is relative to where the script was called.
is "a relative KICKBENCH" "$(cd "$top" && here=$tmp KICKBENCH=b/kickbench \
	sh -c '. scripts/trials.sh; echo "$kickbench"')" "$tmp/b/kickbench"

# What a pipeline left behind decides, as the judge's own status is lost in it.
concluded() {
	printf '%s\n' "calibrate: h, A, 6.1" "$1" >"$tmp/verdict"
	(cd "$top" && here=$top sh -c '. scripts/trials.sh; conclude "$1"' calibrate "$tmp/verdict" 2>&1)
}
concluded "calibrate: PASS"
is "a verdict that it passed" $? 0
concluded "calibrate: no verdict: too few"
is "... that there is none" $? 0
concluded "calibrate: FAIL"
is "... that it failed" $? 1
concluded "  A/A: p < .05 in 9 of 200" >"$tmp/said"
is "a judge that ended early has not passed" $? 4
like "... which is told" "$(cat "$tmp/said")" '^kickbench: calibrate: .* has no verdict'

# -- bench-self: figures --
mkdir "$tmp/s"
made 20 repeat 1 .99 8 0 0
mv "$tmp/d" "$tmp/s/precision"
made 20 calibrate 1 .99 8 0 7
mv "$tmp/d" "$tmp/s/injected"
got=$("$top/scripts/bench-self" --judge "$tmp/s" 2>&1)
is "figures are no verdict" $? 0
like "... the median width" "$got" '^half-width, median of 20: 0\.100% of the exit'
like "... what came of 200 ns" "$got" '^200 ns injected, mean of 20: 208\.0 ns found, 201\.0 ns measured alone \(aim: within 6\.0 ns\)$'
like "... where and when" "$got" '^bench-self: h, A, *B, 6\.1, 2026-11-29T00:00:00Z$'

for s in repeat calibrate bench-self; do
	fails 2 "$s takes a size" "$top/scripts/$s" many
done
fails 2 "no folder to judge" "$top/scripts/repeat" --judge "$tmp/none"
done_testing
