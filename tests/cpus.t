#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the CPUs of the runs went through is told where it matters, and decides nothing.
. "$(dirname "$0")/tap.sh"
synth=${BUILD:-$top/build}/tests/synth
case $synth in /*) ;; *) synth=$top/$synth ;; esac
[ -x "$synth" ] || skip_all "tests/synth is not built"
cd "$tmp" || exit 1

# cpus ROW...: a new directory "run" of two runs, and these rows in its cpus.csv
cpus() {
	rm -rf run
	"$synth" run --runs 2 --blocks 5 --bench exit
	echo cell,run,cpu,interrupts,device_interrupts,khz >run/cpus.csv
	printf '%s\n' "$@" >>run/cpus.csv
}

# broken STATUS "what" PATTERN: report fails so, in one line
broken() {
	status=0
	"$kickbench" report run >out 2>err || status=$?
	is "$2: exit status" "$status" "$1"
	like "$2: says what" "$(cat err)" "^kickbench: run/cpus.csv:$3"
}

cpus 0,0,1,1000,100,2000000 0,1,1,1000,100,2090000
like "a tenth of the interrupts, and a steady frequency" "$("$kickbench" report run)" \
	'^disturbed: nothing$'
before=$(rm run/cpus.csv; "$kickbench" report run --format csv)
cpus 0,0,1,1000,101,2000000 0,1,1,1000,100,2000000
like "more than a tenth" "$("$kickbench" report run)" \
	'^disturbed: 201 device interrupts on the measured CPUs \(move them'
is "which changes no figure" "$("$kickbench" report run --format csv)" "$before"
cpus 0,0,1,10,10, 0,1,1,10,10,
like "ten in a run are few, of whatever" "$("$kickbench" report run)" '^disturbed: nothing$'
cpus 0,0,1,,100, 0,1,1,,,
like "nor are they a share of what nobody knows" "$("$kickbench" report run)" \
	'^disturbed: nothing$'

cpus 0,0,1,,,2000000 0,1,1,,,2200000 0,0,7,,,1000000 0,1,7,,,3400000
like "the CPU whose frequency changed most" "$("$kickbench" report run)" \
	'^disturbed: CPU 7 ran at 1\.00 to 3\.40 GHz'
like "in the cover letter" "$("$kickbench" report run --format cover)" \
	'^disturbed: +CPU 7 ran at 1\.00 to 3\.40 GHz'
cpus 0,0,1,,,2000000 0,1,2,,,3000000
like "two CPUs may be two" "$("$kickbench" report run)" '^disturbed: nothing$'
cpus 0,0,1,,,2000000 0,9,1,,,3000000
like "a run that is not in runs.csv is none" "$("$kickbench" report run)" '^disturbed: nothing$'

cpus 0,0,1,10,1, 0,0,1,10,1,
broken 2 "a CPU twice in a run" '3: this row was there before'
cpus 0,0,1,-1,1,
broken 2 "fewer than none" "2: interrupts is '-1'"
cpus 0,0,first,1,1,
broken 2 "no number of a CPU" "2: cpu is 'first'"
cpus 3,0,1,1,1,
broken 2 "of no cell" '2: cell 3 is not in cells.csv'
cpus 0,0,1,1,1,2 && printf '0,1,1,1' >>run/cpus.csv
broken 4 "cut off" '3: the file ends in the middle of a row'
rm run/cpus.csv
ok "older directories have no such file" "$kickbench" report run
done_testing
