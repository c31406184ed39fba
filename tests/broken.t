#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Rows that cannot be true are met with one line, not with a guess: nothing is counted
# twice, nothing is more than all, and nothing ends before it begins.
. "$(dirname "$0")/tap.sh"
synth=${BUILD:-$top/build}/tests/synth
case $synth in /*) ;; *) synth=$top/$synth ;; esac
[ -x "$synth" ] || skip_all "tests/synth is not built"
cd "$tmp" || exit 1

# fresh BENCH ARGS...: a new directory "run"
fresh() {
	rm -rf run
	"$synth" run --runs 2 --blocks 5 --kicks 10 --bench "$@"
}

# row FILE LINE AWK: changes that line; a comma is between fields
row() {
	awk -F, -v OFS=, -v line="$2" "NR == line { $3 } { print }" "run/$1.csv" >r &&
		mv r "run/$1.csv"
}

# twice FILE LINE: that line stands there once more, behind itself
twice() { sed -i "$2p" "run/$1.csv"; }

# broken STATUS "what" PATTERN: report fails so, in one line, and prints no table
broken() {
	status=0
	"$kickbench" report run >out 2>err || status=$?
	is "$2: exit status" "$status" "$1"
	like "$2: says what" "$(cat err)" "^kickbench: run/$3"
	is "$2: in one line, and no table" "$(wc -l <err) $(wc -c <out)" "1 0"
}

fresh exit && twice samples 40
broken 2 "a sample twice" 'samples.csv:41: this row was there before'
fresh path && twice samples 4
broken 2 "a path twice" 'samples.csv:5: this row was there before'
fresh kick && twice kicks 9
broken 2 "a kick twice" 'kicks.csv:10: this row was there before'
fresh kick && sed -n 9p run/kicks.csv >>run/kicks.csv
broken 2 "a kick once more at the end" 'kicks.csv:42: this row was there before'
fresh race && twice race 3
broken 2 "a race twice" 'race.csv:4: this row was there before'
fresh counters && twice counters 9
broken 2 "a count twice" 'counters.csv:10: this row was there before'
fresh exit && sed -n 2p run/runs.csv >>run/runs.csv
broken 2 "the end of a run twice" 'runs.csv:[0-9]*: this row was there before'
fresh exit && sed -n 2p run/runs.csv >>run/runs.csv && row runs 2 '$5 = "failed"'
ok "an attempt that failed, and its number again" "$kickbench" report run

fresh exit && row samples 40 '$4 = ""'
ok "a slot that was not told" "$kickbench" report run
fresh kick && row kicks 9 '$3 = ""'
ok "a kick without a number" "$kickbench" report run
fresh exit && row samples 40 '$4 = "first"'
broken 2 "a slot that is none" "samples.csv:40: slot is 'first'"
fresh exit && row samples 40 '$8 = 0'
broken 2 "exits that took no time" "samples.csv:40: exits in 0 ns"
fresh exit && row samples 40 '$7 = $8 = 0'
ok "no exits in no time" "$kickbench" report run
fresh exit && row samples 40 '$8 = ""'
ok "a time that was not measured" "$kickbench" report run
fresh kick && row kicks 9 '$3 = "-1"'
broken 2 "a number of a kick that is none" "kicks.csv:9: seq is '-1'"

fresh race && row race 2 '$6 = 11'
broken 2 "more lost than kicks" 'race.csv:2: lost is 11, more than the kicks'
fresh race && row race 2 '$7 = 11'
broken 2 "more late than kicks" 'race.csv:2: late is 11, more than the kicks'
fresh race && row race 2 '$5 = ""; $6 = 1'
broken 2 "lost of nobody knows how many" 'race.csv:2: lost is 1, more than the kicks'
fresh race && row race 2 '$8 = 11'
ok "of stale exits there may be more" "$kickbench" report run
fresh kick && row kicks 9 '$8 = $6 - 1'
broken 2 "returned before it was planned" 'kicks.csv:9: a kick that was over before it began'
fresh kick && row kicks 9 '$9 = $8 - 1'
broken 2 "seen before it returned" 'kicks.csv:9: a kick that was over before it began'
fresh kick && row kicks 9 '$7 = $6 + 9; $8 = $7 - 1'
broken 2 "returned between planned and sent" 'kicks.csv:9: a kick that was over before it began'
fresh kick && row kicks 9 '$6 = ""; $8 = $7 - 1'
broken 2 "returned before it was sent" 'kicks.csv:9: a kick that was over before it began'

fresh exit && row cells 2 '$4 = "sigmask++immediate_exit"'
broken 2 "a protocol without a name" "cells.csv:2: protocols are '.*': a name is missing"
fresh exit && row cells 2 '$4 = "sigmask+immediate_exit+"'
broken 2 "one more without a name" "cells.csv:2: protocols are '.*': a name is missing"
fresh exit && row cells 2 '$4 = ""'
broken 2 "no protocols" "cells.csv:2: protocols are '': a name is missing"
fresh exit && row cells 2 '$4 = "sigmask+immediate_exit+sigmask"'
broken 2 "a protocol twice" "cells.csv:2: protocols are '.*': a name stands there twice"
fresh exit && row cells 2 '$2 = ""'
broken 2 "a cell without a benchmark" 'cells.csv:2: bench is empty'
fresh exit --status unsupported && row cells 2 '$4 = ""'
ok "what could not be measured needs no protocols" "$kickbench" report run
fresh exit && row runs 2 '$7 = -1'
broken 2 "context switches below 0" "runs.csv:2: nivcsw is '-1'"
fresh exit && twice env 3
broken 2 "a fact twice" "env.csv:4: key '[a-z_]*' stands there twice"

fresh contend --vcpus 3 && sed -i '/^0,1,.*,2,[0-9]*,[0-9]*,[a-z]*$/d' run/samples.csv
broken 4 "a vCPU without rows" 'samples.csv: run 1 of cell 0 lacks a vCPU'
fresh contend --vcpus 3 &&
	sed -i '/^0,1,.*,immediate_exit,2,[0-9]*,[0-9]*,[a-z]*$/d' run/samples.csv
broken 4 "a vCPU without rows of one arm" 'samples.csv: run 1 of cell 0 lacks a vCPU'
fresh exit,counters && sed -i '/^0,4,/d' run/counters.csv
broken 4 "a counting run without counters" 'counters.csv: no row of run 4 of cell 0'
fresh exit,counters && rm run/counters.csv
broken 4 "no counters at all" 'counters.csv: no row of run 2 of cell 0'
fresh exit,counters --vcpus 2 && sed -i '/^0,4,.*,1,exits,/d' run/counters.csv
broken 4 "the exits of a vCPU" 'counters.csv: run 4 of cell [0-9]* lacks the exits of a vCPU'
fresh exit,counters && sed -i '/,exits,/d' run/counters.csv
broken 4 "no exits at all" 'counters.csv: run [0-9]* of cell [0-9]* lacks the exits of sigmask'

# -- what cannot be told is not told --
fresh exit,counters --vcpus 2 && sed -i '/,1,instructions/d' run/counters.csv
"$kickbench" report run --format csv >out
is "an event that a vCPU lacks has no sum" "$(grep -c ',instructions' out)" 0
like "... the others have" "$(cat out)" ",siglock_contentions,"
fresh exit
awk -F, -v OFS=, 'NR > 1 { $9 = "switched" } 1' run/samples.csv >r && mv r run/samples.csv
"$kickbench" report run >out
like "no block without a flag: no verdict" "$(cat out)" 'cannot tell \(disturbed\) \(.*no block without a flag'
like "... and it is said how many" "$(cat out)" 'batches were switched, migrated or late .*says what they change'
fresh exit
awk -F, -v OFS=, 'NR > 1 && $3 == 3 { $9 = "switched" } 1' run/samples.csv >r && mv r run/samples.csv
awk -F, -v OFS=, 'NR > 1 { $8 = 1000 * $7 } 1' run/samples.csv >r && mv r run/samples.csv
"$kickbench" report run >out
like "flagged blocks that change no figure" "$(cat out)" 'switched, migrated or late .*no difference changes'
is "... and no row repeats its own" "$(grep -c 'without flagged blocks' out)" 0
fresh entry
like "an entry is not called an exit" "$("$kickbench" report run)" 'cost of a KVM_RUN that never enters'
fresh exit && awk -F, -v OFS=, 'NR > 1 && $5 == "immediate_exit" { $7 *= 2; $8 *= 2 } 1' run/samples.csv >r &&
	mv r run/samples.csv
like "arms in batches of different length: no verdict" "$("$kickbench" report run)" 'cannot tell \(unequal batches\)'
fresh exit && sed -i '2,$s/,ok,/,OK,/' run/runs.csv
ok "a status in capitals" "$kickbench" report run

# -- a run without rows, in which nothing else would be missed --
fresh path && sed -i '2,$d' run/samples.csv
fails 4 "no row of any arm" "$kickbench" report run
like "is told" "$("$kickbench" report run)" 'nothing of sigmask, nothing of immediate_exit'
fresh kick && awk -F, -v OFS=, 'NR > 1 { $10 = "warmup" } { print }' run/kicks.csv >r && mv r run/kicks.csv
fails 4 "nothing but warm-up" "$kickbench" report run

# -- 1 outranks 4 --
fresh race --protocols naive,sigmask --lost naive=3,sigmask=2
status=0
"$kickbench" report run >/dev/full 2>err || status=$?
is "a lost kick that could not be told" "$status" 1

# -- blanks are part of a field, wherever its row stands --
fresh exit --guest pmtimer,hlt && sed -i 's/,exit,/,exit, /' run/cells.csv
is "a blank before a name" "$("$kickbench" report run --format csv | grep -c '^[01],exit," ')" \
	"$("$kickbench" report run --format csv | grep -c '^[01],')"

# Some runs of an arm lost more kicks than the percentile leaves out: the other runs know nothing
# of that.
fresh kick --kicks 3000 &&
	awk -F, -v OFS=, 'NR > 1 && $2 == 1 && $4 == "immediate_exit" && n++ < 60 {
		$8 = $9 = ""; $10 = "lost" } { print }' run/kicks.csv >r && mv r run/kicks.csv
fails 1 "lost kicks" "$kickbench" report run --format csv
"$kickbench" report run --format csv >out || :
like "no verdict on latencies without them" "$(grep 'latency_p99,immediate_exit,sigmask,ns' out)" \
	',cannot tell \(kicks lost\),"?1 of 2 runs, the others lost kicks'
like "where they are not lost there is one" "$(grep 'latency_p50,immediate_exit,sigmask,ns' out)" \
	',2,[^,]*,(slower|cannot tell),'
done_testing
