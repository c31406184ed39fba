#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A run on real KVM, small: what it writes, what it survives, whether it can
# tell something from nothing. Nothing here depends on how fast the host is.
. "$(dirname "$0")/tap.sh"
have_kvm || skip_all "no /dev/kvm, or no right to it"
cd "$tmp" || exit 1

# One cell, batches given: no pilot, so that two runs of a seed are alike.
small() { "$kickbench" run --bench exit --guest pmtimer --gap 0 --blocks 4 --batch 8 "$@"; }
# The same in the background; $pid is kickbench itself.
start() {
	"$kickbench" run --bench exit --guest pmtimer --gap 0 --blocks 4 --batch 8 "$@" >out 2>err &
	pid=$!
}

# Cells, runs, attempts' order and the order of arms behind the warm-up.
order_of() {
	cut -d, -f1-4,7 "$1/cells.csv"
	awk -F, 'NR > 1 && $9 !~ /warmup/ {
		if (!(($1, $2, $3) in block)) block[$1, $2, $3] = n[$1, $2]++
		print $1, $2, block[$1, $2, $3], $4, $5 }' "$1/samples.csv" | sort -n
}
finished() { awk -F, 'NR > 1 && $5 == "ok"' "$1/runs.csv" 2>/dev/null | wc -l; }
wait_for_runs() {	# DIR N
	for _i in $(seq 600); do
		[ "$(finished "$1")" -ge "$2" ] && return 0
		sleep .1
	done
	return 1
}

# -- what it writes --
small --seed 5 --runs 3 -o whole >table 2>err
is "a small run: exit status" $? 0
is "... nothing on standard error" "$(cat err)" ""
like "... prints the table" "$(cat table)" '^pmtimer +1 '
like "... names the raw data" "$(cat table)" 'raw data: whole'
ok "... under its final name" test -f whole/summary.csv -a ! -e whole.partial
is "... has all its runs" "$(finished whole)" 3
is "... has the rows of each, 4 blocks of ABBA" \
	"$(awk -F, 'NR > 1 && $9 !~ /warmup/ { n[$2]++ } END { print n[0], n[1], n[2] }' whole/samples.csv)" \
	"16 16 16"
is "... each of 8 exits" "$(awk -F, 'NR > 1 { print $7 }' whole/samples.csv | sort -u)" 8
for key in format command seed level primary immediate_exit emulated kernel; do
	like "... env.csv tells $key" "$(cat whole/env.csv)" "^$key,."
done
ok "report says the same again" sh -c "'$kickbench' report whole >again && cmp again table"
"$kickbench" run --bench exit --guest pmtimer -o whole 2>err
is "an existing directory is never touched" $? 2

# -- kill -9, then --resume --
small --seed 5 --runs 5 -o reference >/dev/null 2>&1
start --seed 5 --runs 5 -o killed
wait_for_runs killed.partial 1
kill -9 $pid
wait $pid 2>/dev/null
if [ -d killed.partial ]; then
	before=$(finished killed.partial)
	ok "after kill -9 the directory reads" sh -c "'$kickbench' report killed.partial; [ \$? = 4 ]"
	fails 0 "--resume completes it" "$kickbench" run --resume killed.partial
	ok "... and kept what was there" test "$before" -ge 1
else
	skip "after kill -9 the directory reads" "it was done before the kill"
fi
is "... all runs are there" "$(finished killed)" 5
is "... with the cells, runs and arm order of an uninterrupted run" \
	"$(order_of killed | cksum)" "$(order_of reference | cksum)"
fails 0 "--resume of what is complete" "$kickbench" run --resume killed
is "... adds nothing" "$(finished killed)" 5

# -- Ctrl-C --
start --seed 6 --runs 500 -o stopped
wait_for_runs stopped.partial 1
kill -INT $pid
wait $pid
is "Ctrl-C: exit status 4" $? 4
is "... one line" "$(wc -l <err)" 1
like "... that says how to go on" "$(cat err)" '^kickbench: interrupted: .*--resume stopped'
ok "... finished runs are kept" test -d stopped.partial -a ! -e stopped
is "... no table" "$(cat out)" ""
before=$(finished stopped.partial)
"$kickbench" run --resume stopped >out 2>err &
pid=$!
wait_for_runs stopped.partial $((before + 2))
kill -INT $pid
wait $pid
told=$(sed -n 's/^kickbench: interrupted: \([0-9]*\) of 500 .*/\1/p' err)
ok "... resumed and interrupted, it counts those before, too" test "$told" -gt "$before"

# children: of $pid, once there are any
children() {
	for _i in $(seq 600); do
		child=$(cat /proc/$pid/task/$pid/children 2>/dev/null)
		[ -z "$child" ] || return 0
		sleep .05
	done
}

# -- no worker outlives its coordinator: this one would measure for half a minute --
start --seed 8 --runs 1 --blocks 100000 --batch 8 -o orphans
children
kill -9 $pid
wait $pid 2>/dev/null
if [ -n "$child" ]; then
	for _i in $(seq 100); do
		kill -0 $child 2>/dev/null || break
		sleep .05
	done
	is "no worker outlives its coordinator" "$(kill -9 $child 2>/dev/null && echo alive)" ""
else
	skip "no worker outlives its coordinator" "none was met at work"
fi

# -- a worker that dies costs its run only --
start --seed 7 --runs 3 --blocks 1000 -o died
children
kill -9 $child 2>/dev/null
wait $pid
status=$?
if [ -n "$child" ]; then
	is "a worker killed: exit status 4" $status 4
	like "... is named" "$(cat err)" '^kickbench: run [0-9]+ of exit pmtimer: killed by signal 9'
	is "... the others are there" "$(finished died)" 2
	fails 0 "... --resume measures it again" "$kickbench" run --resume died
	is "... all are there" "$(finished died)" 3
else
	skip "a worker killed: exit status 4" "no worker was met at work"
fi

# -- a full disk --
mkdir full
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=64k tmpfs full 2>/dev/null; then
	small --seed 8 --runs 40 --blocks 60 -o full/run >out 2>err
	is "a full disk: exit status 4" $? 4
	is "... one line" "$(wc -l <err)" 1
	ok "... nothing under the final name" test ! -e full/run
	ok "... what was finished reads" sh -c "'$kickbench' report full/run.partial >/dev/null; [ \$? = 4 ]"
	umount full
else
	skip "a full disk: exit status 4" "needs the right to mount a tmpfs"
fi

# -- hostile names --
odd=$(printf 'a b\nc\377')
small --runs 1 -o "$odd" >/dev/null 2>err
is "a name with blank, newline and no UTF-8" $? 0
ok "... is where it should be" test -f "$odd/runs.csv"

# -- something and nothing --
# A/A at level .9999: were the runs normal and independent, one in 10,000 of
# these tests would fail without cause. 20 us more per exit must be seen as 5 to 80 us.
small --runs 5 --blocks 10 --level .9999 --null-control --inject null=20000 -o aa >/dev/null 2>err
is "A/A and an injected spin: exit status" $? 0
row() { awk -F, -v p="$1" '$7 == "cost" && $8 == p && $9 == "sigmask" && $10 == "ns" { print $11, $12, $13 }' aa/summary.csv; }
ok "the baseline against itself: the interval holds 0" \
	sh -c "echo $(row null) | awk '{ exit !(\$2 <= 0 && \$3 >= 0) }'"
ok "20 us more are found" sh -c "echo $(row null_20000ns) | awk '{ exit !(\$1 > 5000 && \$1 < 80000) }'"
like "what the spin really takes is recorded" "$(cat aa/env.csv)" '^inject_null_20000ns_ns,[0-9]'

# -- many vCPUs, kicks, a lock --
fails 0 "contend, kicked, with a lock" "$kickbench" run --bench contend --vcpus 2 --runs 1 --blocks 2 \
	--kick-rate 200 --vmm-lock -o contend
like "... kicks were seen" "$(cat contend/samples.csv)" 'kicks='
many=$(($(nr_cpus) + 4))
fails 0 "more vCPUs than CPUs" "$kickbench" run --bench contend --vcpus $many --runs 1 --blocks 1 -o over
is "... have a row for each phase of each" "$(awk -F, 'NR > 1 && $9 !~ /warmup/' over/samples.csv | wc -l)" \
	$((many * 4))
like "... are marked" "$(cat over/cells.csv)" 'oversubscribed'
fails 0 "counting runs" "$kickbench" run --bench exit --guest cmos --runs 2 --blocks 2 --batch 8 \
	--counters context-switches -o counted
if grep -q '^kickbench: not counted' "$tmp/.out"; then
	skip "... are numbered on" "no right to count (perf_event_paranoid)"
else
	is "... are numbered on" "$(awk -F, '$4 == "counting" && $5 == "ok" { print $2 }' counted/runs.csv)" 2
	like "... count our exits" "$(cat counted/counters.csv)" ',exits,32,'
fi

# -- what the coordinator does that no file shows --
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	# LeakSanitizer cannot work under strace, and its thread would be one more clone.
	ASAN_OPTIONS=detect_leaks=0 strace -o calls \
		-e trace=sched_setaffinity,clone,clone3,fork,vfork,fsync,renameat2 \
		"$kickbench" run --bench exit --guest pmtimer --gap 0 --runs 3 --blocks 4 --batch 8 \
		-o traced >/dev/null 2>&1
	is "it goes to the home node before each fork" "$(awk '
		/^sched_setaffinity/ { pinned = 1 }
		/^(clone|fork|vfork)/ { if (!pinned) lost = 1; forks++; pinned = 0 }
		END { print (forks >= 3 && !lost) + 0 }' calls)" 1
	is "it syncs each run before the next" "$(awk '
		/^fsync/ { synced = 1 }
		/^(clone|fork|vfork)/ { if (runs++ && !synced) lost = 1; synced = 0 }
		END { print (synced && !lost) + 0 }' calls)" 1
	like "it takes no name that is taken" "$(cat calls)" '^renameat2.*RENAME_NOREPLACE'
else
	skip "it goes to the home node before each fork" "no strace, or no right to it"
fi
done_testing
