#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# `report`: the table of a run directory whose truth is known, rebuilt from the raw
# files alone; and what is broken is met with one line naming file and line.
. "$(dirname "$0")/tap.sh"
synth=${BUILD:-$top/build}/tests/synth
case $synth in /*) ;; *) synth=$top/$synth ;; esac
[ -x "$synth" ] || skip_all "tests/synth is not built"
cd "$tmp" || exit 1

# fresh ARGS...: a new directory "run"
fresh() {
	rm -rf run
	"$synth" run --runs 3 --blocks 10 --kicks 400 "$@"
}

# broken STATUS "what" PATTERN: report fails so, in one line, and prints no table
broken() {
	status=0
	"$kickbench" report run >out 2>err || status=$?
	is "$2: exit status" "$status" "$1"
	is "$2: one line" "$(wc -l <err)" 1
	like "$2: says what" "$(cat err)" "^kickbench: $3"
	is "$2: no table" "$(cat out)" ""
}

"$synth" all --bench exit,counters,kick,kickcost,race --guest pmtimer,hlt --runs 4 --blocks 30 \
	--protocols sigmask,immediate_exit,naive,null --lost naive=2 --kicks 1000 --seed 5
"$kickbench" report all >table 2>err
is "a lost kick of a control is none" "$?" 0
is "no complaint" "$(cat err)" ""
if [ -n "${UPDATE_GOLDEN:-}" ]; then cp table "$top/tests/golden/table.txt"; fi
ok "the table is the golden one (UPDATE_GOLDEN=1 makes it anew)" \
	diff -u "$top/tests/golden/table.txt" table
"$synth" many --bench contend,path --vcpus 1,2,3,4,5 --runs 4 --blocks 30 --seed 5
"$kickbench" report many >table2
if [ -n "${UPDATE_GOLDEN:-}" ]; then cp table2 "$top/tests/golden/table-contend.txt"; fi
ok "so is that of many vCPUs" diff -u "$top/tests/golden/table-contend.txt" table2
cp all/summary.csv before
rm all/summary.csv
"$kickbench" report all --format csv >csv
ok "summary.csv is rebuilt from the raw files" cmp before all/summary.csv
ok "--format csv prints the same" cmp csv all/summary.csv
"$kickbench" report all/ --format=table >again
ok "a second report says the same" cmp table again

# Each difference is said relatively, too: against the level of its baseline.
for dir in all many; do
	"$kickbench" report $dir --format csv >rows
	is "$dir: a difference has a second row" "$(awk -F, 'NR > 1 && $7 != "break_even" {
		key = $1 " " $7 " "
		if ($9 == "") level[key $8] = $11
		else if ($10 == "ratio") ratio[key $8 " " $9] = $11
		else { base[key $8 " " $9] = key $9; difference[key $8 " " $9] = $11 }
	} END { for (d in difference) {
		l = level[base[d]]
		if (l > 0 && (!(d in ratio) || (e = ratio[d] - difference[d] / l) > 1e-6 || e < -1e-6))
			print d
	} }' rows)" ""
done

# What the BPF program adds: where it waited, and how long.
fresh --bench exit,counters
printf "0,%s\n" 6,sigmask,0,siglock_at_entry,150,, 6,sigmask,0,siglock_at_exit,60,, \
	6,sigmask,0,siglock_wait_log2_7,209,, 6,sigmask,0,siglock_wait_log2_12,1,, >>run/counters.csv
like "the siglock: where, and the longest waits" "$("$kickbench" report run)" \
	'^siglock contentions .*sigmask [0-9.]+ \(mean wait 184 ns, p99 at most 256 ns, at entry [0-9]+%, exit'
ok "the histogram is no counter of its own" \
	sh -c "! '$kickbench' report run | grep log2"

# The order of rows and columns in the files does not matter, only their names.
awk -F, -v OFS=, '{ print $9, $8, $7, $6, $5, $4, $3, $2, $1 }' all/samples.csv >s
mv s all/samples.csv
"$kickbench" report all --format csv >again
ok "columns are found by name" cmp csv again

# Nor that of the runs: they are told in the order in which they ended.
rm -rf timed
"$synth" timed --runs 6 --blocks 10 --seed 7
"$kickbench" report timed --format csv >csv
{ head -n 1 timed/samples.csv; for run in 3 0 5 1 4 2; do
	awk -F, -v run=$run 'NR > 1 && $2 == run' timed/samples.csv; done; } >s
mv s timed/samples.csv
"$kickbench" report timed --format csv >again
ok "runs may be in any order" cmp csv again

# Nor does that of counted rows: here by vCPU, then event, the runs last.
rm -rf counted
"$synth" counted --bench contend,counters --vcpus 2,3 --runs 4 --blocks 10
"$kickbench" report counted --format csv >csv
{ head -n 1 counted/counters.csv; tail -n +2 counted/counters.csv |
	LC_ALL=C sort -t , -k 4,4n -k 5,5r -k 3,3 -k 2,2nr; } >s
mv s counted/counters.csv
"$kickbench" report counted --format csv >again
ok "counters may be in any order" cmp csv again

fresh --bench race --protocols naive,sigmask --lost naive=3,sigmask=1
fails 1 "a candidate lost a kick" "$kickbench" report run
like "and the table says so" "$("$kickbench" report run)" 'sigmask lost 3 of 1200 \(LOST\)'
fresh --bench race --protocols naive,sigmask
like "a detector that saw nothing" "$("$kickbench" report run)" \
	'^race: cannot tell: the detector saw nothing'
fresh --bench race --protocols sigmask,naive
like "also where a control is the last arm" "$("$kickbench" report run)" \
	'^race: cannot tell: the detector saw nothing'

fresh --bench kickcost --protocols sigmask,immediate_exit,null --null-ns 300 --runs 10 --blocks 40
like "a null control that failed speaks for break-even, too" "$("$kickbench" report run)" \
	'^break-even: immediate_exit pays .*: cannot tell \(null control failed\)$'
# Two blocks of five are flagged, and a kick by one protocol takes 50 us longer there.
fresh --bench kickcost --runs 10 --blocks 50
awk -F, -v OFS=, 'NR > 1 && $3 > 7 && $3 % 5 < 2 {
	if ($5 == "immediate_exit" && $9 ~ /kicks/) $8 += 200000
	$9 = $9 ($9 == "" ? "" : "+") "switched" } { print }' run/samples.csv >s &&
	mv s run/samples.csv
like "so do flagged batches for what a kick costs" "$("$kickbench" report run --format csv)" \
	',kick_cost,immediate_exit,sigmask,ns,.*,cannot tell \(disturbed\),'
primary=kickcost:pmtimer:1:0/0/0::kick_cost:immediate_exit:sigmask
fresh --bench exit,kickcost --env primary=$primary
like "any row may be the primary one" "$("$kickbench" report run --format csv)" \
	'kickcost,.*,kick_cost,immediate_exit,sigmask,ns,.*,primary$'
sed -i '/^1,/d' run/runs.csv
sed -i '/^1,/d' run/samples.csv
ok "if it was not measured, no other is" \
	sh -c "'$kickbench' report run --format csv >s; [ \$? = 4 ] && ! grep primary s"

fresh --bench path --env primary=path:pmtimer:1:0/0/0::cost:immediate_exit:sigmask
fails 0 "exact paths need none" "$kickbench" report run

fresh --bench path
awk -F, -v OFS=, 'NR > 1 { $7 = 10; $8 = $5 == "sigmask" ? 40971 : 39111 } { print }' \
	run/samples.csv >s && mv s run/samples.csv
is "counts with a fraction have an exact difference" "$("$kickbench" report run --format csv |
	awk -F, '$9 != "" && $10 == "instructions" { print $11 }')" -186

fresh --runs 1 --protocols sigmask,immediate_exit,null
like "a null control of one run tells nothing" "$("$kickbench" report run)" \
	'; null control: cannot tell \(too few runs\)$'
like "nor in the cover letter" "$("$kickbench" report run --format cover)" \
	'^null control: cannot tell \(too few runs\)'
fresh --runs 2 --protocols sigmask,immediate_exit,null
like "that of two does" "$("$kickbench" report run)" '; null control: ok$'

fresh --bench contend --vcpus 2,3,4,5 && sed -i '/^3,.*immediate_exit/d' run/samples.csv
like "no line through a size that an arm lacks" "$("$kickbench" report run)" \
	'immediate_exit +no fit: not measured in all runs of all sizes'

fresh
like "a command line under another name" "$("$kickbench" report run --format cover)" \
	'^cmdline: +quiet$'
like "a date, too" "$("$kickbench" report run --format cover)" '^date: +2026-11-22T10:00:00Z$'
like "and the parameters of kvm in one" "$("$kickbench" report run --format cover)" \
	'^kvm: +kvm_synth halt_poll_ns=200000$'
sed -i 's/^cpu,/cpu_model,/' run/env.csv
like "a CPU as well" "$("$kickbench" report run)" 'Synthetic CPU, 1 socket'

# lose ARM N: the first N kicks of that arm never come back
lose() {
	awk -F, -v OFS=, -v arm="$1" -v n="$2" '
		$4 == arm && $2 == 0 && $3 < n { $8 = ""; $9 = ""; $10 = "lost" } { print }' \
		run/kicks.csv >k && mv k run/kicks.csv
}
fresh --bench kick --protocols sigmask,naive
sed -i '2s/,3,10,16,/,3,,,/' run/cells.csv
like "kicks need no blocks" "$("$kickbench" report run --format cover)" \
	'^n: +3 runs \(fresh processes\); 99% intervals over runs$'
like "kicks of one arm have a table, too" "$(fresh --bench kick --protocols sigmask
	"$kickbench" report run --format cover)" '^sigmask +p50 +[0-9.]+ us \[[0-9.]+, [0-9.]+\]$'
like "and such as are too few to be compared" "$(fresh --bench kick --kicks 30 --protocols \
	sigmask,naive; "$kickbench" report run --format markdown)" '^\| naive \| p50 \| [0-9.]+ us'
fresh --bench kick --protocols sigmask,naive
is "those that are compared have it once" \
	"$("$kickbench" report run --format cover | grep -c '^p50\|^sigmask  *p50')" 1
lose naive 5
fails 0 "a control may lose kicks of bench kick" "$kickbench" report run
like "which are told" "$("$kickbench" report run)" '^  naive lost 5 of 1200 \(control\)$'
lose sigmask 3
fails 1 "a candidate may not" "$kickbench" report run
like "they are told too" "$("$kickbench" report run)" '^  sigmask lost 3 of 1200 \(LOST\), naive lost 5'
like "in the cover letter" "$("$kickbench" report run --format cover)" '^sigmask +1200 +3 .*LOST$'
like "and are a failure to CI" "$("$kickbench" report run --format junit)" '<failure message="LOST"'

fresh --bench race --place 0/0/0,0/1/0 --protocols naive,sigmask --lost naive=2
like "races at two places" "$("$kickbench" report run)" '^race pmtimer, 0/1/0: naive lost'
fresh --bench pause --variant storm 2>/dev/null || fresh --bench kick --variant storm
sed -i 's/,kick,/,pause,/' run/cells.csv
like "pauses are no kicks" "$("$kickbench" report run)" '^pause, vCPU storm '
fresh --bench exit
fails 3 "no gnuplot" env PATH=/nowhere "$kickbench" report run --plots
ok "... leaves no folder" test ! -d run/plots

fresh --variant kick_rate=200000
like "kicks that came too seldom are told" "$("$kickbench" report run)" \
	'cannot tell \(kicks missing\).*sigmask kicked 0 of 200000 times a second; .*immediate_exit kicked 0 of 200000'
awk -F, -v OFS=, 'NR > 1 { $9 = "kicks=30" } { print }' run/samples.csv >r && mv r run/samples.csv
is "kicks that came are not" "$("$kickbench" report run | grep -c 'times a second')" 0

fresh --status unsupported --note "no KVM_CAP_IMMEDIATE_EXIT"
like "an unsupported cell has its reason" "$("$kickbench" report run)" \
	'exit pmtimer, 1 vCPU, 0/0/0: unsupported .*no KVM_CAP_IMMEDIATE_EXIT'
fresh && sed -i 's/^0,1,1,timing,ok,/0,1,1,timing,replaced,/' run/runs.csv
like "the cover letter tells what disturbed the runs" "$("$kickbench" report run --format cover)" \
	'^disturbed: +1 run replaced'
fresh --status incomplete --note "3 workers crashed"
fails 4 "an incomplete cell is told" "$kickbench" report run
fresh && sed -i 's/,timing,ok,/,timing,complete,/' run/runs.csv
fails 0 "another word for ok" "$kickbench" report run
like "is no failure" "$("$kickbench" report run)" '^disturbed: nothing$'
for format in table cover markdown; do
	like "$format: nothing disturbed" "$("$kickbench" report run --format $format)" \
		'^(\* \*\*)?disturbed(\*\*)?: *nothing$'
done
awk -F, -v OFS=, 'NR > 1 { $7 = $8 = $9 = $10 = $11 = "" } 1' run/runs.csv >r && mv r run/runs.csv
sed -i '/^disturbed,/d' run/env.csv
for format in table cover markdown; do
	like "$format: nobody looked" "$("$kickbench" report run --format $format)" \
		'^(\* \*\*)?disturbed(\*\*)?: *not known$'
done
fresh --env emulated=1
like "an emulated host" "$("$kickbench" report run)" '^emulated host: .*no verdict'

# Interrupted: what runs.csv names counts, the rest does not exist.
fresh
mv run run.partial
grep -v '^0,2,' run.partial/runs.csv >r
printf '0,2,1,tim' >>r
mv r run.partial/runs.csv
head -c -20 run.partial/samples.csv >s
mv s run.partial/samples.csv
fails 4 "an interrupted directory is incomplete" "$kickbench" report run.partial
out=$("$kickbench" report run.partial)
like "so does the cover letter" "$("$kickbench" report run.partial --format cover)" \
	'^incomplete: +the measurement was interrupted .*; exit'
like "and what is missing" "$("$kickbench" report run.partial --format markdown)" \
	'^\* \*\*incomplete\*\*: .*exit pmtimer, 1 vCPU, place 0/0/0: 2 of 3 runs$'
like "it is read all the same" "$out" '^pmtimer +1 .*us'
like "it says incomplete" "$out" '^incomplete: '
like "it says how many runs" "$out" 'incomplete, 2 of 3 runs'
ln -s run.partial link
fails 4 "under another name too" "$kickbench" report link

fresh
printf '"0","7","1","0","sigm' >>run/samples.csv
fails 0 "a torn row may have quotes" "$kickbench" report run
sed -i '/^"0"/d' run/samples.csv
printf '"0","1","99","0","sigm' >>run/samples.csv
fails 4 "but not of a run that is finished" "$kickbench" report run

fresh
awk -F, -v OFS=, 'NR == 40 { $8 = "" } { print }' run/samples.csv >s && mv s run/samples.csv
"$kickbench" report run --format csv >csv
awk -F, -v OFS=, 'NR == 40 { $7 = "" } { print }' run/samples.csv >s && mv s run/samples.csv
fails 0 "a batch of which nothing was measured" "$kickbench" report run
ok "is one without a time" sh -c "'$kickbench' report run --format csv | cmp - csv"

# -- broken input --
rm -rf run
broken 2 "nothing there" 'run: no run directory'
mkdir run
broken 2 "an empty folder" 'run: no run directory: no env.csv in it'
fresh && rm run/cells.csv
broken 2 "no cells" 'run: no run directory: no cells.csv in it'
fresh --env format=2
broken 2 "a newer format" 'run/env.csv:[0-9]+: format 2 is newer'
fresh && sed -i 's/^cell,run,block/cell,run,blok/' run/samples.csv
broken 2 "a missing column" "run/samples.csv:1: column 'block' is missing"
fresh && sed -i '1s/,slot,/,solt,/' run/samples.csv
broken 2 "a missing column that no estimate needs" "run/samples.csv:1: column 'slot' is missing"
fresh --bench exit,kickcost --env primary=exit:pmtimer:1:0/0/0::costs:immediate_exit:sigmask
broken 2 "a primary row that is none" "run/env.csv: primary is 'exit:[^']*': there is no such"
fresh --env primary=exit:hlt:1:0/0/0::cost:immediate_exit:sigmask
broken 2 "a primary row of another cell" "run/env.csv: primary is 'exit:[^']*': there is no such"
fresh --bench race --env primary=race:pmtimer:1:0/0/0::lost:immediate_exit:sigmask
broken 2 "a primary row of a race" "run/env.csv: primary is 'race:[^']*': there is no such"
fresh && sed -i 's/^level,.*/level,99/' run/env.csv
broken 2 "a level that is none" "run/env.csv:[0-9]*: level is '99'"
fresh && sed -i '7s/,[0-9]*,[a-z]*$/,-1,/' run/samples.csv
broken 2 "a missing value written as -1" "run/samples.csv:7: ns is '-1', not a number of 0 or more"
fresh && sed -i '7s/,[0-9]*,[a-z]*$/,many,/' run/samples.csv
broken 2 "text where a number should be" "run/samples.csv:7: ns is 'many', not a number"
fresh && sed -i '3s/timing/timeless/' run/runs.csv
broken 2 "an unknown kind" "run/runs.csv:3: kind 'timeless'"
fresh && sed -i '7s/sigmask\|immediate_exit/other/' run/samples.csv
broken 2 "an unknown protocol" "run/samples.csv:7: 'other' is no protocol of cell 0"
fresh && sed -i '5s/^0,/9,/' run/samples.csv
broken 2 "an unknown cell" "run/samples.csv:5: cell 9 is not in cells.csv"
fresh && sed -i '1!d' run/cells.csv
broken 2 "no cells planned" 'run/cells.csv:2: no rows'
fresh && sed -i '1!d' run/samples.csv
broken 4 "no samples" 'run/samples.csv: run 0 of cell 0 has 0 of 10 blocks'
fresh && : >run/samples.csv
broken 2 "an empty file" 'run/samples.csv:1: empty'
fresh && head -c 3000 run/samples.csv >s && mv s run/samples.csv
broken 4 "cut in a row" 'run/samples.csv:[0-9]+: the file ends in the middle of a row'
fresh && head -n 100 run/samples.csv >s && mv s run/samples.csv
broken 4 "cut between rows" 'run/samples.csv: run 2 of cell 0 has [0-9]* of 10 blocks'
fresh && head -n -1 run/samples.csv >s && mv s run/samples.csv
broken 4 "cut in a block" 'run/samples.csv: run 2 of cell 0 has a block with fewer rows'
fresh && awk -F, -v OFS=, 'NR == 3 { $9 = "\"0" } { print }' run/runs.csv >r && mv r run/runs.csv
broken 2 "an open quote in runs.csv" 'run/runs.csv:3: quotes are out of place'
fresh && head -c -5 run/runs.csv >r && mv r run/runs.csv
fails 4 "the last row of runs.csv may be torn" "$kickbench" report run
like "then its run does not exist" "$("$kickbench" report run)" 'incomplete, 2 of 3 runs'
fresh && sed -i '4d' run/runs.csv && head -c -20 run/samples.csv >s && mv s run/samples.csv
fails 4 "so may a row of a run that runs.csv lacks" "$kickbench" report run
like "and that run does not exist" "$("$kickbench" report run)" 'incomplete, 2 of 3 runs'
fresh && mv run run.cut && head -c -20 run.cut/samples.csv >s && mv s run.cut/samples.csv &&
	mv run.cut run
broken 4 "but no row of a run that it has" 'run/samples.csv:[0-9]*: the file ends in the middle'
fresh && { sed 2d run/samples.csv && sed -n 2p run/samples.csv; } >s && mv s run/samples.csv
broken 2 "rows of a run apart" 'run/samples.csv:[0-9]*: the rows of run 0 of cell 0 are not together'
fresh --bench kick && sed -i '1!d' run/kicks.csv
broken 4 "no kicks" 'run/kicks.csv: no row of run 0'
fresh --bench race --protocols naive,sigmask && sed -i '1!d' run/race.csv
broken 4 "no race" 'run/race.csv: no row of run 0'
fresh && sed -i '1!d' run/runs.csv
broken 4 "no runs at all" 'run/runs.csv:2: no rows'
fresh && sed -i '1!d' run/env.csv
broken 2 "no facts" 'run/env.csv:2: no rows'
fresh && sed -i '4d' run/runs.csv
fails 4 "a run fewer than planned" "$kickbench" report run
like "and it says so" "$("$kickbench" report run)" 'incomplete, 2 of 3 runs'
like "in the first lines too" "$("$kickbench" report run)" 'intervals over 2 of 3 runs x 10 blocks'
like "and to CI" "$("$kickbench" report run --format junit)" '<error message="incomplete: 2 of 3 runs"'
fresh && sed -i '2s/,10,16,ok/,15,16,ok/' run/cells.csv
fails 4 "fewer blocks than planned" "$kickbench" report run
like "are told" "$("$kickbench" report run)" '^exit pmtimer, .*: incomplete, 10 of 15 blocks$'
like "everywhere" "$("$kickbench" report run)" '3 runs x 10 of 15 blocks'
for bench in exit kick race path; do
	fresh --bench $bench && sed -i '2s/sigmask+immediate_exit/&+resend/' run/cells.csv
	fails 4 "$bench: an arm without a row" "$kickbench" report run
	like "$bench: it is told" "$("$kickbench" report run)" ': incomplete, nothing of resend$'
done
fresh --bench race && sed -i '2s/sigmask+immediate_exit/&+naive/' run/cells.csv
fails 0 "a control that is not raced is none" "$kickbench" report run
for bench in exit:samples kick:kicks race:race path:samples; do
	fresh --bench ${bench%:*} && sed -i '/^0,1,.*immediate_exit/d' run/${bench#*:}.csv
	fails 4 "$bench: an arm that one run lacks" "$kickbench" report run
	like "it is told too" "$("$kickbench" report run)" 'incomplete, immediate_exit in 2 of 3 runs$'
	is "and in no row is it in more" "$("$kickbench" report run --format csv |
		awk -F, '$8 == "immediate_exit" && $15 > 2')" ""
done
fresh --bench kick && sed -i '/^0,[12],.*immediate_exit/d' run/kicks.csv
like "one run has no interval, whatever the other arm has" "$("$kickbench" report run --format csv)" \
	',latency_p50,immediate_exit,,ns,[0-9]+,-inf,inf,0.99,1,'
fresh --bench path && sed -i '/^0,[12],.*immediate_exit/d' run/samples.csv
like "nor is a count of one boot exact" "$("$kickbench" report run)" \
	'immediate_exit +2902  -133  cannot tell \(one boot\)$'

# Waits are 100 ns longer in each run, and 10 ns in the other arm, whose first run has none.
fresh --bench exit,counters --runs 4
awk -F, -v OFS=, '
	$5 == "siglock_contentions" { $6 = $3 != "sigmask" && $2 == 4 ? 0 : 10 }
	$5 == "siglock_wait_ns" { $6 = $3 != "sigmask" && $2 == 4 ? 0 : 10 * (100 * $2 + 10 * ($3 != "sigmask")) }
	{ print }' run/counters.csv >s && mv s run/counters.csv
is "events are paired by run" "$("$kickbench" report run --format csv |
	awk -F, '$7 == "siglock_wait" && $9 == "sigmask" && $8 == "immediate_exit" { printf "%s %.4f,", $10, $11 }')" \
	"ns 10.0000,ratio 0.0167,"

# Kicks that cost 150 ns (4%) more: kick costs are arms like any other, where 1% is of interest.
fresh --bench kickcost --runs 20 --noise .002
awk -F, -v OFS=, '$5 != "sigmask" && $9 ~ /kicks=4/ { $8 -= 4 * (3700 - 150) } { print }' \
	run/samples.csv >s && mv s run/samples.csv
like "a kick that costs 4% more" "$("$kickbench" report run --format csv)" \
	'kick_cost,immediate_exit,sigmask,ns,1[0-9][0-9].*,slower'

# -- other levels and effects than the measurement's --
rm -rf run
"$synth" run --runs 20 --blocks 20 --seed 3
cp -r run raw
like "1.6% is of interest" "$("$kickbench" report run)" '-[0-9]* ns .* faster$'
like "not where 10% are" "$("$kickbench" report run --minimal .1)" ' same \(real but small\)'
like "another level" "$("$kickbench" report --level=.9 run)" '; 90% intervals over 20 runs'
is "all rows have it" "$(cut -d , -f 14 run/summary.csv | sort -u | tr '\n' ' ')" "0.9 level "
rm run/summary.csv
ok "the raw files are left as they were" diff -r raw run
fails 2 "no effect of interest" "$kickbench" report run --minimal 0
fails 2 "no level" "$kickbench" report run --level .4
fails 2 "a level is missing" "$kickbench" report run --level
mkdir 'a b
c' && mv run 'a b
c/d e'
ok "a path with blanks and line ends" "$kickbench" report 'a b
c/d e'

mkdir here && cp all/*.csv here
e=$(printf '\033')
mv here "a${e}[31m"
sed -i "s/^level,/disturbed,b${e}[31m\\n&/" "a${e}[31m/env.csv"
like "nor those of a fact" "$("$kickbench" report "a${e}[31m")" '^disturbed: b\?\[31m$'
like "control characters of a path are not passed on" "$("$kickbench" report "a${e}[31m")" \
	'^raw data: a\?\[31m$'

fails 2 "no directory named" "$kickbench" report
fails 2 "two directories" "$kickbench" report all run
fails 2 "an unknown option" "$kickbench" report all --frobnicate
like "which is named" "$("$kickbench" report all --plots -xp 2>&1)" '^kickbench: report -x: no such'
like "a switch takes no value" "$("$kickbench" report all --plots=x 2>&1)" 'plots=x: it takes no value'
for o in minimal level; do
	like "--$o: what to do" "$("$kickbench" report all --$o 2 2>&1) $("$kickbench" report all \
		--$o 20 2>&1)" "--$o .*\\([0-9]*% is [.0-9]*\\)"
done
like "an empty name" "$("$kickbench" report '' 2>&1)" "^kickbench: '': an empty name \\(name "
fails 2 "an empty name" "$kickbench" report ''
ok "options may follow, whatever the environment says" \
	env POSIXLY_CORRECT=1 "$kickbench" report all --format csv
ok "but not behind --" sh -c "! '$kickbench' report -- all --format csv"
one_line "an unknown format" "$kickbench" report all --format nonsense
fails 2 "an unknown format" "$kickbench" report all --format nonsense
like "known formats are listed" "$("$kickbench" report all --format nonsense 2>&1)" \
	'there are table, .*csv'
done_testing
