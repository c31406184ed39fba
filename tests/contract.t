#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A run directory as somebody else would write it who knows nothing but the columns: the
# report's figures are those that pencil and paper give.
. "$(dirname "$0")/tap.sh"
cd "$tmp" || exit 1

cells=cell,bench,guest,protocols,vcpus,place,variant,cpus,runs,blocks,batch,status,note
samples=cell,run,block,slot,protocol,vcpu,exits,ns,flags
runs=cell,run,attempt,kind,status,boot_id,nivcsw,steal_ns,softirq_ns,run_delay_ns,throttled,siglock_node,reason
counters=cell,run,protocol,vcpu,event,value,enabled_ns,running_ns
race=cell,run,protocol,vcpu,kicks,lost,late,stale,spurious
kicks=cell,run,seq,protocol,vcpu,planned_ns,sent_ns,returned_ns,seen_ns,flags

# begin "CELL ROW"...: a new directory "run" of these cells
begin() {
	rm -rf run
	mkdir run
	printf 'key,value\nkernel,6.1\n' >run/env.csv
	{ echo "$cells"; printf '%s\n' "$@"; } >run/cells.csv
	echo "$runs" >run/runs.csv
	echo "$samples" >run/samples.csv
}

# ran CELL RUN KIND [STATUS [ATTEMPT]]: a row of runs.csv
ran() {
	echo "$1,$2,${5:-1},$3,${4-ok},boot,,,,,,," >>run/runs.csv
}

# block RUN BLOCK A_NS B_NS FLAGS: ABBA, 10 exits a batch
block() {
	printf '%s\n' "0,$1,$2,0,a,0,10,$3,$5" "0,$1,$2,1,b,0,10,$4,$5" \
		"0,$1,$2,2,b,0,10,$4,$5" "0,$1,$2,3,a,0,10,$3,$5" >>run/samples.csv
}

# row METRIC PROTOCOL VERSUS UNIT: "estimate lo hi runs p verdict" of the summary
row() {
	awk -F , -v want="$1,$2,$3,$4" '$7 "," $8 "," $9 "," $10 == want {
		printf "%s %s %s %s %s %s\n", n($11), n($12), n($13), $15, n($16), $17
	}
	function n(x) { return x ~ /^[-0-9.e]+$/ ? sprintf("%.6g", x) : x == "" ? "-" : x }
	' run/summary.csv
}

report() {
	"$kickbench" report run >out 2>err
}

# Three runs of three blocks; the first is warm-up and counted among the cell's blocks. In
# each run b costs 1.5, 1.6 and 1.7 times a, which takes 1000 ns.
cell="0,exit,pmtimer,a+b,1,0/0/0,,0,3,3,10,ok,"
begin "$cell"
for run in 0 1 2; do
	block $run 0 90000 1 warmup
	block $run 1 10000 1$((5 + run))000 ''
	block $run 2 10000 1$((5 + run))000 nivcsw	# a flag of its writer's own
	ran 0 $run timing
done
ok "warm-up may be counted among the blocks" report
is "no complaint" "$(cat err)" ""
is "the baseline's level" "$(row cost a '' ns)" "1000 1000 1000 3 - "
# y = ln 1.5, ln 1.6, ln 1.7: mean .468699, sd .0625918, r = r1 + 1/3 = .333116, t = 9.92484
is "the difference, widened" "$(row cost b a ns)" "597.914 -37.668 1653.27 3 0.0116757 cannot tell"
is "and relatively" "$(row cost b a ratio)" "0.597914 -0.037668 1.65327 3 0.0116757 "

# An effect is one of ns, not of their logarithm: 25 ns are more than 20, of 10 as well.
begin "0,exit,pmtimer,a+b,1,0/0/0,,0,3,1,10,ok,"
for run in 0 1 2; do block $run 0 100 35$run ''; ran 0 $run timing; done
report
is "much more than a small level" "$(row cost b a ns | cut -d ' ' -f 1,6-)" "25.0999 slower"
begin "0,exit,pmtimer,a+b,1,0/0/0,,0,3,1,10,ok,"
for run in 0 1 2; do block $run 0 30$run 140 ''; ran 0 $run timing; done
report
is "a large share of a small level" "$(row cost b a ns | cut -d ' ' -f 6-)" "same"

# Ends without a line end, if all files are so; words for ok; decimals; what failed at first.
begin "$cell"
for run in 0 1 2; do
	ran 0 $run timing replaced
	ran 0 $run timing 'done' 2
	for block in 0 1 2; do block $run $block 10000.5 15000.75 ''; done
done
for f in run/*.csv; do head -c -1 "$f" >f && mv f "$f"; done
ok "files that end without a line end" report
is "rows of a second attempt" "$(row cost b a ratio | cut -d ' ' -f 1-4)" "0.5 0.5 0.5 3"

# The null control is an arm of its cell, whether or not it is listed there.
begin "0,exit,pmtimer,a+b,1,0/0/0,,0,3,3,10,ok,"
for run in 0 1 2; do
	for block in 0 1 2; do
		block $run $block 10000 15000 ''
		echo "0,$run,$block,4,null,0,10,10001," >>run/samples.csv
	done
	echo "0,$run,1,timing,ok,boot,,,,,no,," >>run/runs.csv
done
ok "an arm that nobody listed, and a count that is an answer" report
is "the null control" "$(row cost null a ns | cut -d ' ' -f 1,6)" "0.1 ok"

# A counting run with a timing run's number is no timing run; values are as counted.
begin "$cell"
for run in 0 1 2; do
	for block in 0 1 2; do block $run $block 10000 15000 ''; done
	ran 0 $run timing
done
ran 0 0 counting
{
	echo $counters
	echo 0,0,a,0,exits,1000,,
	echo 0,0,a,0,cycles:kH,500000,4000,1000
	echo 0,0,b,0,exits,1000,,
	echo 0,0,b,0,cycles:kH,,4000,0
} >run/counters.csv
ok "runs of two kinds with one number" report
is "a multiplexed event is scaled" "$(row cycles:kH a '' 'per exit')" "2000 -inf inf 1 - "
is "one that was not counted has no row" "$(row cycles:kH b '' 'per exit')" ""

# Fewer blocks than planned, in all runs: said, and incomplete.
begin "0,exit,pmtimer,a+b,1,0/0/0,,0,2,100,10,ok,"
for run in 0 1; do block $run 0 10000 15000 ''; ran 0 $run timing; done
fails 4 "fewer blocks than planned are incomplete" "$kickbench" report run
ok "and the row says so" grep -q '1 of 100 blocks' run/summary.csv

# 200 kicks are 20 beyond the 90th percentile; times of a clock that began in 1970.
begin "0,kick,spin,a+b,1,0/0/0,in_guest,0,2,,,ok,"
{
	echo $kicks
	awk 'BEGIN { for (run = 0; run < 2; run++) for (i = 0; i < 200; i++) {
		t = sprintf("17%09d", i)	# 19 digits: no double holds them
		printf "0,%d,%d,a,0,%s00000000,%s00000000,%s%08d,,\n", run, i, t, t, t, 1001 + i
		printf "0,%d,%d,b,0,%s00000000,,%s%08d,,\n", run, i, t, t, 2002 + 2 * i
	} }'
} >run/kicks.csv
ran 0 0 kick
ran 0 1 kick
ok "times without rounding" report
is "the median" "$(row latency_p50 a '' ns | cut -d ' ' -f 1)" 1100
is "the largest" "$(row latency_max b '' ns)" "2400 - - 2 - "
is "a difference where 20 kicks lie beyond" "$(row latency_p90 b a ratio | cut -d ' ' -f 1)" 1
is "none where fewer do" "$(row latency_p99 b a ratio)" ""
is "nothing from a time that was not measured" "$(row latency_sent_p50 b '' ns)" ""

# Controls: sigmask_equal need not lose, and may.
begin "0,race,spin,naive+sigmask+sigmask_equal,1,0/0/0,,0,1,,,ok,"
{
	echo $race
	echo 0,0,naive,0,100,3,0,0,0
	echo 0,0,sigmask,0,1000,0,0,,0
	echo 0,0,sigmask_equal,0,1000,5,0,0,0
} >run/race.csv
ran 0 0 race
ok "a control may lose kicks" report
is "nothing seen in 1000" "$(row lost sigmask '' 'per kick')" "0 0 0.00460517 1 - none lost"
is "not counted is not 0" "$(row stale sigmask '' 'per kick')" ""
done_testing
