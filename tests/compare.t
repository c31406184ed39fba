#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kickbench compare, on synthetic run directories, and golden outputs.
. "$(dirname "$0")/tap.sh"

synth=$top/${BUILD:-build}/tests/synth
case ${BUILD:-build} in /*) synth=$BUILD/tests/synth ;; esac
compare() { "$kickbench" compare "$@"; }

# Boots of one kernel: FOLDER SHIFT SEED OPTIONS... (three, a few ns apart)
boots() {
	folder=$1 shift=$2 seed=$3
	shift 3
	mkdir "$tmp/$folder"
	for i in 1 2 3; do
		"$synth" "$tmp/$folder/$i" --runs 6 --blocks 20 --shift "$((shift + 4 * i))" \
			--seed "$seed$i" --boot "$folder$i" "$@"
	done
}
# The verdict of the row that starts with NAMES (comma-separated): NAMES SIDES...
verdict() {
	names=$1
	shift
	compare "$@" --format csv 2>/dev/null | awk -F, -v n="$names," 'index($0, n) == 1 { print $21 }'
}
cost=exit,pmtimer,1,0/0/0,,cost,sigmask,,ns
difference=exit,pmtimer,1,0/0/0,,cost,immediate_exit,sigmask,ns
path=path,pmtimer,1,0/0/0,,path,sigmask,,instructions

boots old 0 1
boots new 0 2 --env kernel=6.19-synth
boots slow 400 3 --env kernel=6.19-synth
cd "$tmp" || exit 1

# -- several boots a side --
ok "the same twice is fine" compare old new
is "... and the same" "$(verdict "$cost" old new)" same
fails 1 "5% more is a regression" compare old slow
is "... of the level" "$(verdict "$cost" old slow)" REGRESSED
is "... and not of the difference of the protocols" "$(verdict "$difference" old slow)" same
ok "5% less is fine" compare slow old
is "... and an improvement" "$(verdict "$cost" slow old)" IMPROVED
like "the sentence that matters stands last" "$(compare old slow | tail -n 1)" \
	"^REGRESSED: 2 of 3 rows; most of all exit pmtimer 1 0/0/0 cost [a-z_]+: \+[0-9]+ ns"
like "kernels differ, and are named" "$(compare old new)" "^differs: kernel: 6.18.44-synth and 6.19-synth"
like "the primary row is named" "$(compare old new)" "^primary: exit pmtimer 1 0/0/0 cost sigmask$"
ok "another row can be primary" compare old new --primary "exit pmtimer 1 0/0/0 cost immediate_exit"
fails 2 "but none that is not there" compare old new --primary "exit pmtimer 9 0/0/0 cost sigmask"
is "a smaller effect may be of interest" "$(verdict "$cost" old slow --minimal 0.2)" same

# -- a difference between protocols grows, too, when the baseline gets faster --
boots quick 0 4 --env kernel=6.19-synth --effect-ns 267
is "the baseline got faster" "$(verdict "$cost" slow quick)" IMPROVED
is "the other protocol did not get slower" "$(verdict "$difference" slow quick)" \
	"cannot tell (sigmask moved)"
ok "which is no regression" compare slow quick
is "nor an improvement" "$(verdict "$difference" quick slow)" "cannot tell (sigmask moved)"
boots dear 0 5 --env kernel=6.19-synth --effect-ns 400
is "the other protocol got slower" "$(verdict "$difference" old dear)" REGRESSED

# A level is the same within 2%, a difference of 20 ns counts: that is no baseline that moved.
mkdir many.old many.new
for i in 1 2 3 4 5 6 7 8; do
	"$synth" "many.old/$i" --runs 6 --blocks 20 --seed "17$i" --boot "mo$i" --env kernel=6.18
	"$synth" "many.new/$i" --runs 6 --blocks 20 --seed "18$i" --boot "mn$i" --effect-ns -13
done
is "a small regression of one protocol" "$(verdict "$difference" many.old many.new)" REGRESSED
is "... whose level is the same" \
	"$(verdict exit,pmtimer,1,0/0/0,,cost,immediate_exit,,ns many.old many.new)" same

# Several directories a boot, with other cells of the same number.
mkdir parts.old parts.new
for i in 1 2 3; do
	set -- --runs 6 --blocks 20
	for side in old new; do
		shift_ns=0
		[ $side = old ] || shift_ns=400
		"$synth" "parts.$side/a$i" --runs 6 --blocks 20 --guest hlt --seed "19$i" --boot "$side$i"
		"$synth" "parts.$side/b$i" --runs 6 --blocks 20 --seed "20$i" --boot "$side$i" \
			--effect-ns $((shift_ns - 133))
	done
done
is "levels of the same cell arbitrate, not of the same number" \
	"$(verdict "$difference" parts.old parts.new)" REGRESSED

# -- what one side lacks --
"$synth" few --guest pmtimer --boot few
"$synth" more --guest pmtimer,hlt,cmos --boot more
like "the sentence knows of rows that NEW lacks" "$(compare more few | tail -n 1)" '; 6 only in BASE\.$'
like "... and BASE" "$(compare few more | tail -n 1)" '; 6 only in NEW\.$'
sed -i 's/^\(0,.*,\)20,/\199,/' few/cells.csv
like "... and of what was not measured" "$(compare few few | tail -n 1)" '; incomplete\.$'

# -- a cell that is there twice --
"$synth" doubled --guest pmtimer,hlt && sed -i 's/hlt/pmtimer/' doubled/cells.csv
fails 2 "two cells that mean the same" compare doubled few
like "... are named" "$(compare doubled few 2>&1)" \
	'doubled/cells.csv: cells 0 and 1 are both exit pmtimer, 1 vCPUs, 0/0/0 '
fails 2 "an empty name" compare few ''
like "... is told" "$(compare few '' 2>&1)" "^kickbench: '': an empty name"

# -- a lost kick is an answer, whatever BASE has --
"$synth" loses --bench race --protocols naive,sigmask --lost naive=5,sigmask=1
fails 1 "NEW loses kicks, as BASE does" compare loses loses
like "... CI is told, too" "$(compare loses loses --format junit | sed -n 2p)" 'failures="1" errors="0"'
mkdir clean_base && "$synth" clean_base/1 --bench exit
mkdir loses_too && cp -r clean_base/1 loses_too/1 && cp -r loses loses_too/2
like "... also of what BASE has not" "$(compare clean_base loses_too --format junit | sed -n 2p)" 'failures="1"'
like "... and it is told" "$(compare loses loses | tail -n 1)" '; NEW lost kicks\.$'

# -- what other writers call it --
cp -r old/1 alias && sed -i 's/^cpu,/cpu_model,/; s/^cmdline,/command_line,/' alias/env.csv
is "the same host by another name" "$(compare old/1 alias | grep -c 'hosts differ')" 0

# -- every directory counts, whatever its name --
# Two boots a side; the second of NEW is another: OPTIONS OF ALL -- THE SECOND'S
odd() {
	rm -rf odd.base odd.new odd.swapped
	mkdir odd.base odd.new
	all=
	while [ "$1" != -- ]; do
		all="$all $1"
		shift
	done
	shift
	# shellcheck disable=SC2046,SC2086	# words on purpose
	for i in 1 2; do
		"$synth" "odd.base/$i" --runs 8 --blocks 20 --seed "3$i" --boot "ba$i" $all
		[ $i = 1 ] || set -- "$@" --seed 42
		"$synth" "odd.new/$i" --runs 8 --blocks 20 --seed 41 --boot "bb$i" --shift 400 $all \
			$([ $i = 1 ] || echo "$@")
	done
	cp -r odd.new odd.swapped
	mv odd.swapped/1 odd.swapped/9
}
# Whatever the names: "what" ROW VERDICT
odd_is() {
	is "$1, in the second directory" "$(verdict "$2" odd.base odd.new)" "$3"
	is "$1, in the first directory" "$(verdict "$2" odd.base odd.swapped)" "$3"
	is "$1, in BASE" "$(verdict "$2" odd.new odd.base)" "$3"
}
odd -- --batch 64
odd_is "unequal batches" "$cost" "cannot tell (unequal batches)"
odd -- --env emulated=1
odd_is "an emulated host" "$cost" "cannot tell (emulated)"
odd --protocols sigmask,null,immediate_exit -- --null-ns 400
for row in "$difference" "$cost"; do
	odd_is "a null control that failed" "$row" "cannot tell (null control failed)"
done
odd --flagged .7 --flagged-arm 1 -- --flagged-cost-ns 2000
odd_is "disturbed" "$difference" "cannot tell (disturbed)"
odd_is "a disturbed level" exit,pmtimer,1,0/0/0,,cost,immediate_exit,,ns "cannot tell (disturbed)"
odd --flagged .02 -- --flagged-cost-ns 2000
is "a level that few flagged blocks do not move" "$(verdict "$cost" odd.base odd.new)" REGRESSED
odd --bench exit,counters -- --env siglock_counter=all
waits=exit,pmtimer,1,0/0/0,,siglock_contentions,immediate_exit,sigmask,"per 1000 exits"
odd_is "waits counted in two ways" "$waits" "cannot tell (all waits and queued waits only)"
odd --bench path -- --path 3036
odd_is "counts that differ" "$path" "cannot tell (counts differ between boots)"
odd --bench race --protocols naive,sigmask --lost naive=5 -- --lost naive=0
odd_is "a blind detector" "race,pmtimer,1,0/0/0,,lost,sigmask,,per kick" \
	"cannot tell (the detector saw nothing)"

# -- one boot a side --
"$synth" one --runs 10 --blocks 40 --seed 1
"$synth" two --runs 10 --blocks 40 --seed 2 --shift 400 --boot other
"$synth" worse --runs 10 --blocks 40 --seed 3 --effect-ns 500 --boot other
ok "one boot a side tells no level" compare one two
is "... whatever the figures" "$(verdict "$cost" one two)" "cannot tell (one boot)"
fails 1 "the difference of the protocols is told" compare one worse
is "... as a regression" "$(verdict "$difference" one worse)" REGRESSED
mkdir again
for i in 1 2 3; do cp -r one "again/$i"; done
is "three directories of one boot are one boot" "$(verdict "$cost" again slow)" "cannot tell (one boot)"
like "... and said to be" "$(compare again slow)" "^BASE: again: .*; 3 directories, 1 boot$"

# Directories that do not tell their boot: as many as there may be are one. "untold" DIR...
untold() {
	for d; do
		awk -F, -v OFS=, 'NR > 1 { $6 = "" } 1' "$d/runs.csv" >runs
		mv runs "$d/runs.csv"
	done
}
cp -r slow untold
untold untold/*
is "boots that are not told are one" "$(verdict "$cost" old untold)" "cannot tell (one boot)"
like "... and it is said" "$(compare old untold)" "^NEW: untold: .*3 directories, 1 boot; which boot is not always told$"
cp slow/1/runs.csv untold/3
is "... beside one that is told, too" "$(verdict "$cost" old untold)" "cannot tell (one boot)"
cp slow/2/runs.csv untold/2
like "two that are told are two" "$(compare old untold)" "^NEW: untold: .*3 directories, 2 boots; which"
cp -r slow chained	# a boot in the middle of 2: 1 and 2 share one, 2 and 3 the other
awk -F, -v OFS=, 'NR > 1 { $6 = NR % 2 ? "slow1-a" : "slow3-a" } 1' slow/2/runs.csv >chained/2/runs.csv
is "directories that share a boot are one" "$(verdict "$cost" old chained)" "cannot tell (one boot)"

# -- one boot against several: differences of protocols rest on all of them --
mkdir several first reboots
for i in 1 2 3; do "$synth" "several/$i" --runs 10 --blocks 40 --seed "2$i" --boot "several$i"; done
cp -r several/* first
"$synth" first/0 --runs 2 --blocks 3 --seed 77 --boot first0
cp -r first/. last
mv last/0 last/9
# The width of the interval of the row that starts with NAMES: NAMES SIDES...
width() {
	names=$1
	shift
	compare "$@" --format csv 2>/dev/null | awk -F, -v n="$names," 'index($0, n) == 1 { print $14 - $13 }'
}
is "a poor boot among four does not decide alone" "$(verdict "$difference" one first)" same
for sides in "one first" "first one"; do
	# shellcheck disable=SC2046,SC2086	# words on purpose
	is "... nor does its name: $sides" "$(width "$difference" $sides)" \
		"$(width "$difference" $(echo "$sides" | sed s/first/last/))"
done
for i in 1 2; do
	for j in 1 2; do
		"$synth" "reboots/$i$j" --runs 10 --blocks 40 --seed "$i$j" --boot "reboots$i" \
			--effect-ns "$((i * 200))"
	done
done
is "boots that differ are no replicates by their runs" "$(verdict "$difference" one reboots)" "cannot tell"
ok "directories of one boot: all of their runs count" awk "BEGIN { exit !($(width "$difference" one again) < .9 * $(width "$difference" one one)) }"

# -- a history of ten: nights of one boot are units; one boot stands against ten --
mkdir nights later ten nine
for i in 01 02 03 04 05 06 07 08 09 10; do
	jitter=$((1$i * 7 % 11))
	set -- --runs 4 --blocks 10
	"$synth" "nights/$i" "$@" --shift "$jitter" --seed "1$i" --boot same
	"$synth" "later/$i" "$@" --shift "$((400 + jitter))" --seed "2$i" --boot later \
		--env kernel=6.19-synth
	"$synth" "ten/$i" "$@" --shift "$jitter" --seed "3$i" --boot "ten$i"
	[ "$i" = 10 ] || cp -r "nights/$i" nine
done
is "ten nights of one boot a side tell" "$(verdict "$cost" nights later)" REGRESSED
like "... and are said to be nights" "$(compare nights later)" "^BASE: .*10 directories, 1 boot: nights are the"
is "nine are one boot" "$(verdict "$cost" nine later)" "cannot tell (one boot)"
cp -r nine ten.fresh
cp -r nine/09 nine/09.confirm1
is "what measured a night once more is no tenth" "$(verdict "$cost" nine later)" \
	"cannot tell (one boot)"
cp -r nights/10 ten.fresh
cp -r nights/10 ten.fresh/10.confirm2
is "... nor an eleventh" "$(compare ten.fresh later | sed '/BASE/d' | cksum)" \
	"$(compare nights later | sed '/BASE/d' | cksum)"
is "ten nights of one boot do not tell how another boot lies" "$(verdict "$cost" nights two)" \
	"cannot tell (one boot)"
is "one boot against ten boots" "$(verdict "$cost" ten two)" REGRESSED
is "ten boots against one" "$(verdict "$cost" two ten)" IMPROVED
is "the same kernel's next boot against ten" "$(verdict "$cost" ten one)" same
# 10 and 1: the mean's difference over sd sqrt(1 + 1/10), 9 degrees of freedom
compare ten two --format csv >ten.csv
like "its interval has the ten's spread" "$(for i in ten/*; do "$kickbench" report "$i" --format csv; done |
	awk -F, 'FNR == NR { if ($7 == "cost" && $8 == "sigmask" && $9 == "") { n++; s += $11; q += $11 ^ 2 } next }
	$6 == "cost" && $7 == "sigmask" { half = 3.249836 * sqrt((q - s * s / n) / (n - 1) * (1 + 1 / n))
		print n, (($14 - $13) / 2 / half > .9999 && ($14 - $13) / 2 / half < 1.0001) }' - ten.csv)" "^10 1$"

# -- exact counts --
mkdir c m l i
for n in 1 2 3; do
	set -- --bench exit,path --runs 6 --blocks 20
	"$synth" "c/$n" "$@" --seed "6$n" --boot "c$n"
	"$synth" "m/$n" "$@" --seed "7$n" --boot "m$n" --shift 400
	"$synth" "l/$n" "$@" --seed "8$n" --boot "l$n" --shift 400 --path 2635
	"$synth" "i/$n" "$@" --seed "9$n" --boot "i$n" --path 3335
done
like "more time and more instructions: confirmed" "$(compare c m)" \
	"cost +sigmask .*REGRESSED: confirmed by the instruction count"
like "more time alone: layout, cache or lock?" "$(compare c l)" \
	"cost +sigmask .*REGRESSED: layout, cache or lock\?"
like "more instructions alone" "$(compare c i)" "path +sigmask .*REGRESSED: instructions only"
# Counted on an emulated host, beside the real one that was timed.
cp -r old timed.old && cp -r slow timed.slow
for n in 1 2; do
	set -- --bench path --runs 2 --env emulated=1 --env cpu=TCG --env spinlock=native
	"$synth" timed.old/lab$n "$@" --env kernel_version=lab --boot laba$n
	"$synth" timed.slow/lab$n "$@" --env kernel_version=lab2 --path 3435 --boot labb$n
done
like "counts of an emulated host arbitrate the times of a real one" "$(compare timed.old timed.slow)" \
	"cost +sigmask .*REGRESSED: confirmed by the instruction count"
# Nights of one boot are no fewer for them.
mkdir nights.old nights.new
for i in 1 2 3 4 5 6 7 8 9 10 11; do
	"$synth" nights.old/$i --runs 3 --blocks 10 --seed "21$i" --boot no
	"$synth" nights.new/$i --runs 3 --blocks 10 --seed "22$i" --boot nn --shift 400
done
cp -r timed.old/lab1 nights.old && cp -r timed.slow/lab1 nights.new
is "counts are no boot of what was timed" "$(verdict "$cost" nights.old nights.new)" REGRESSED
like "... nor counted as one" "$(compare nights.old nights.new)" '^BASE: .*; 12 directories, 1 boot'
like "... and are judged themselves" "$(compare timed.old timed.slow)" "path +sigmask .*REGRESSED"
"$synth" timed.slow/lab3 --bench path --runs 2 --env emulated=1 --env cpu=other --boot labb3
like "... on one host, too" "$(compare timed.old timed.slow | tail -n 1)" "the hosts differ \(cpu"
rm -r timed.slow/lab3
"$synth" timed.slow/lab3 --bench exit --runs 6 --blocks 20 --env emulated=1 --env cpu=TCG --boot labb3
like "times of an emulated host are no such counts" "$(compare timed.old timed.slow | tail -n 1)" \
	"the hosts differ \(cpu"
mkdir c.flag m.flag
for n in 1 2 3; do
	set -- --bench exit,entry,path --variant immediate --runs 6 --blocks 20
	"$synth" "c.flag/$n" "$@" --seed "6$n" --boot "c$n"
	"$synth" "m.flag/$n" "$@" --seed "7$n" --boot "m$n" --shift 400
done
like "instructions with the flag set are those of bench entry" "$(compare c.flag m.flag)" \
	"^entry .* cost +sigmask .*REGRESSED: confirmed by the instruction count"
like "... and tell nothing of an exit" "$(compare c.flag m.flag)" "^exit .* cost +sigmask .*REGRESSED$"
"$synth" p1 --bench path --runs 2
"$synth" p2 --bench path --runs 2 --path 3045 --boot other
"$synth" p3 --bench path --runs 2 --path 3135 --boot other
is "ten instructions of 3000 are small" "$(verdict "$path" p1 p2)" same
like "... but real" "$(compare p1 p2)" "path +sigmask .*\+10 .* same: real but small"
mkdir k
for n in 1 2; do
	"$synth" k/$n --bench kick --runs 2 --kicks 40 --protocols naive --boot k$n
	sed -i '2,$s/,[0-9]*,[0-9]*,[^,]*$/,,,lost/' k/$n/kicks.csv
done
is "the mean of latencies without end has none" \
	"$(compare k k --format csv | grep latency_p50,naive | cut -d, -f10,11)" inf,inf
mkdir tenths
for n in 1 2 3 4 5 6 7; do
	"$synth" tenths/$n --bench path --runs 2 --boot tenths$n
	awk -F, -v OFS=, 'NR > 1 { $7 = 10; $8 = 30801 } { print }' tenths/$n/samples.csv >s
	mv s tenths/$n/samples.csv
done
is "equal counts with a fraction are not small but real" \
	"$(compare tenths tenths/1 --format csv | grep "^$path" | cut -d, -f12,21-)" 0,same,
fails 1 "a hundred are not" compare p1 p3
cp -r p1 inexact
sed -i '/^0,0,/s/,48560,/,48576,/' inexact/samples.csv
is "a count that is not exact tells nothing" "$(verdict "$path" p1 inexact)" "cannot tell (not exact)"

# -- hosts, rows --
"$synth" host --runs 6 --blocks 20 --seed 3 --env microcode=0x2 --shift 400
ok "another microcode: cannot tell" compare one host
is "... in any row" "$(verdict "$difference" one host)" "cannot tell (the hosts differ)"
like "... and says why" "$(compare one host | tail -n 1)" \
	"^cannot tell: the hosts differ \(microcode: 0x1 and 0x2\)"
"$synth" emulated --runs 6 --blocks 20 --seed 3 --env emulated=yes
is "times of an emulated host" "$(verdict "$difference" emulated emulated)" "cannot tell (emulated)"
for no in no NO false 0; do
	"$synth" "real.$no" --runs 10 --blocks 40 --seed 3 --env "emulated=$no"
	is "emulated=$no is none" "$(verdict "$difference" "real.$no" "real.$no")" same
	fails 1 "... to the report, too" sh -c "'$kickbench' report real.$no | grep -q emulated"
done
"$synth" tcg --runs 6 --blocks 20 --seed 3 --env hypervisor=TCG
is "TCG is one that does not say so" "$(verdict "$difference" tcg tcg)" "cannot tell (emulated)"
ok "... to the report, too" sh -c "'$kickbench' report tcg | grep -q emulated"
long="mitigations=off isolcpus=1 nohz_full=1 rcu_nocbs=1 intel_pstate=disable nosmt transparent_hugepage=never"
for end in madvise:1 always:2; do
	"$synth" "end.${end#*:}" --runs 6 --blocks 20 --env "command_line=$long ${end%:*} and more"
done
like "of long texts the part that differs is shown" "$(compare end.1 end.2 | tail -n 1)" \
	"cmdline: \.\.\..*=never madvise and more and \.\.\..*=never always and more\)"
mkdir mixed
cp -r old/1 mixed/1
cp -r new/2 mixed/2
like "two kernels in one folder: cannot tell" "$(compare mixed slow | tail -n 1)" \
	"^cannot tell: BASE has 6.18.44-synth and 6.19-synth"
"$synth" batch --runs 6 --blocks 20 --seed 3 --batch 32
mkdir builds
cp -r old/1 old/2 builds
sed -i 's/^config_hash,.*/config_hash,1/' builds/1/env.csv
sed -i 's/^config_hash,.*/config_hash,2/' builds/2/env.csv
like "two configs in one folder: cannot tell" "$(compare builds slow | tail -n 1)" \
	"^cannot tell: BASE has 1 and 2"
cp -r old/3 builds/0
sed -i '/^config_hash,/d' builds/0/env.csv
like "... nor where the first does not tell its own" "$(compare builds slow | tail -n 1)" \
	"^cannot tell: BASE has 1 and 2"
is "unequal batches" "$(verdict "$difference" one batch)" "cannot tell (unequal batches)"
for which in all queued; do
	"$synth" "$which" --bench exit,counters --runs 4 --boot "$which" \
		--env "siglock_counter=$which waits"
done
waits=exit,pmtimer,1,0/0/0,,siglock_contentions,immediate_exit,sigmask,"per 1000 exits"
is "waits counted in two ways" "$(verdict "$waits" all queued)" \
	"cannot tell (all waits and queued waits only)"
is "... and in one way, of few runs" "$(verdict "$waits" all all)" "cannot tell"
"$synth" other --runs 6 --blocks 20 --guest mmio_read
ok "nothing in common is no regression" compare one other
like "... it is said" "$(compare one other | tail -n 1)" "^cannot tell: BASE and NEW have no row in common"
like "unmatched rows are listed" "$(compare one other)" "^only in NEW: exit mmio_read 1 0/0/0 cost sigmask$"
mkdir others
for n in 1 2; do "$synth" "others/$n" --runs 6 --blocks 20 --guest mmio_read --seed "$n" --boot "o$n"; done
is "... in csv with the mean over the boots" "$(compare one others --format csv | awk -F, '
	/^exit,mmio_read,1,0\/0\/0,,cost,sigmask,,ns,/ { printf "%s %.6f %s%s", $10, $11, $12, $21 }')" \
	"$(for n in 1 2; do "$kickbench" report "others/$n" --format csv; done | awk -F, '
	$7 == "cost" && $8 == "sigmask" && $9 == "" { s += $11 / 2 } END { printf " %.6f ", s }')only in NEW"
"$synth" lost1 --bench race --runs 2 --protocols naive,sigmask --lost naive=5
"$synth" lost2 --bench race --runs 2 --protocols naive,sigmask --lost naive=5,sigmask=1 --boot other
"$synth" alone1 --bench race --runs 2 --protocols sigmask,immediate_exit
"$synth" alone2 --bench race --runs 2 --protocols sigmask,immediate_exit --lost sigmask=2 --boot other
like "a candidate without controls is none" "$(compare alone1 alone2)" ' lost +sigmask .*REGRESSED'
like "... of the other nothing can be told" "$(compare alone1 alone2)" \
	' lost +immediate_exit .*cannot tell \(no control took part\)'
fails 1 "a lost kick is a regression" compare lost1 lost2
ok "... a control's is none" compare lost1 lost1
lost="race,pmtimer,1,0/0/0,,lost,sigmask,,per kick"
is "none lost in a few kicks is no proof" "$(verdict "$lost" lost2 lost1)" "cannot tell (too few kicks)"
"$synth" lost3 --bench race --runs 2 --protocols naive,sigmask --lost naive=5,sigmask=50
like "the last line says why: too few kicks" "$(compare lost2 lost1 | tail -n 1)" \
	"^cannot tell \(too few kicks\)\.$"
like "... or that nothing was proven" "$(compare odd.base odd.new | tail -n 1)" \
	"^cannot tell \(the detector saw nothing\)\.$"
"$synth" naive1 --bench race --runs 2 --protocols naive,never_clear --lost naive=5
"$synth" naive2 --bench race --runs 2 --protocols naive,never_clear --lost naive=6 --boot other
like "nothing but controls: no interval is too wide" "$(compare naive1 naive2 | tail -n 1)" \
	"^cannot tell: only controls and figures without a verdict in common\.$"
is "fifty before and none now is" "$(verdict "$lost" lost3 lost1)" IMPROVED
"$synth" lost4 --bench race --runs 2 --protocols naive,sigmask --lost naive=5,sigmask=50 --boot other
is "far more lost than before is a regression" "$(verdict "$lost" lost2 lost3)" REGRESSED
is "... far less an improvement" "$(verdict "$lost" lost3 lost2)" IMPROVED
is "both lose as many: that is not fine" "$(verdict "$lost" lost3 lost4)" \
	"cannot tell (both lose kicks)"
like "a share of kicks" "$(compare lost1 lost2)" "lost +sigmask +0% +[0-9.]+% +\+[0-9.]+% .*REGRESSED"

# -- what is better: the vCPU with fewest exits gets half of them --
mkdir fair unfair
for n in 1 2 3; do
	"$synth" "fair/$n" --bench contend --vcpus 2 --runs 4 --blocks 10 --seed "$n" --boot "fair$n"
	cp -r "fair/$n" unfair
	awk -F, -v OFS=, '$6 == 1 { $7 = int($7 / 2) } 1' "fair/$n/samples.csv" >"unfair/$n/samples.csv"
done
fairness=contend,pmtimer,2,0/0/0,,fairness,sigmask,,min/max
is "less fair is worse" "$(verdict "$fairness" fair unfair)" REGRESSED
is "fairer is better" "$(verdict "$fairness" unfair fair)" IMPROVED
like "... to benchfmt, too" "$("$kickbench" report fair/1 --format benchfmt)" "^Unit fairness-min/max better=higher"

# -- figures without a verdict, effects of interest --
"$synth" kick1 --bench kick,kickcost --runs 4 --blocks 20 --seed 1
"$synth" kick2 --bench kick,kickcost --runs 4 --blocks 20 --seed 2 --boot other
for max in latency_max latency_sent_max latency_seen_max; do
	is "$max has no bounds and gets no verdict" "$(verdict "kick,pmtimer,1,0/0/0,,$max,sigmask,,ns" kick1 kick2)" -
done
is "a kick's cost between protocols matters from 1% or 20 ns on" \
	"$(compare kick1 kick2 --format csv | awk -F, '/,kick_cost,sigmask,,ns,/ { level = $10 }
	/,kick_cost,immediate_exit,sigmask,ns,/ { minimal = $19 }
	END { print sprintf("%.4f", minimal / level) }')" 0.0100

# -- formats --
for format in table cover markdown csv junit; do
	fails 1 "format $format" compare old slow --format "$format"
	is "$format: the same input, the same output" "$(compare old slow --format "$format" | cksum)" \
		"$(compare old slow --format "$format" | cksum)"
done
is "the cover letter has at most 72 columns of ASCII" \
	"$(compare old slow --format cover | LC_ALL=C grep -cE '.{73}|[^ -~]')" 0
for asked in host kernel config kvm pinning command 'not tested'; do
	like "the cover letter says: $asked" "$(compare old slow --format cover)" "^$asked:"
done
if have xmllint; then
	compare old slow --format junit >junit.xml
	ok "junit is XML" xmllint --noout junit.xml
	is "... with a failure each" "$(xmllint --xpath 'count(//failure)' junit.xml)" 2
else
	skip "junit is XML" "no xmllint"
fi

# -- golden outputs; tests/golden/compare/*/make say how they were made --
# A figure of csv may differ in its last digits from one libm to another.
six_digits() {
	awk -F, -v OFS=, '{ for (i = 10; i <= 19; i++) if ($i ~ /^-?[0-9.e+-]+$/) $i = sprintf("%.6g", $i) } 1'
}
# What follows the rows of a cover letter is the report's.
alike() {	# FORMAT
	case $1 in
	csv) six_digits ;;
	cover) sed '/^BASE:/,$d' ;;
	*) cat ;;
	esac
}
for golden in "$top"/tests/golden/compare/*/; do
	for format in table cover markdown csv junit; do
		(cd "$golden" && compare base new --format "$format") 2>&1 | alike "$format" >got
		alike "$format" <"$golden/$format.golden" >want
		ok "golden: $(basename "$golden") as $format" diff -u want got
	done
done

# -- input that is none --
cp -r one one.partial
fails 4 "an unfinished directory is incomplete" compare one.partial two
like "... and said to be" "$(compare one.partial two)" "^incomplete: one.partial$"
fails 1 "... which a regression outranks" compare one.partial worse
mkdir unfinished
cp -r one unfinished/1.partial
fails 2 "nothing but unfinished ones in a folder" compare unfinished two
one_line "... is one line" compare unfinished two
cp -r one unfinished/2
ok "a finished one beside them" compare unfinished two
one_line "... the other is named" compare unfinished two
mkdir nothing
mkdir torn
cp -r one torn/1
printf '0,3,1' >>torn/1/samples.csv	# of a run that runs.csv has: no crash leaves that
fails 2 "an empty folder" compare nothing one
fails 2 "no folder" compare absent one
fails 2 "one operand" compare one
fails 2 "three operands" compare one two one
is "options may stand behind operands, POSIXLY_CORRECT or not" \
	"$(POSIXLY_CORRECT=1 "$kickbench" compare old slow --format csv | cksum)" "$(compare --format csv old slow | cksum)"
ok "behind -- all are operands" compare --format csv -- one two
fails 2 "... options, too" compare one two -- --format csv
fails 2 "an unknown format" compare one two --format nonsense
fails 2 "an unknown option" compare one two --nonsense
like "... is named" "$(compare one two --nonsense 2>&1)" "--nonsense: no such option \(there are --format"
for bad in 0 1 -1 x '' ' .9' 0x.8 nan inf .9x; do
	fails 2 "no level: '$bad'" compare one two --level "$bad"
done
fails 2 "no effect of interest" compare one two --minimal 0
fails 4 "a torn file" compare torn one
for args in "nothing one" "absent one" "torn one" "one two --format nonsense"; do
	# shellcheck disable=SC2086	# words on purpose
	one_line "one line of error: $args" compare $args
done

# -- the same kernel against itself must not cry wolf --
cried=0 tests_run=20
for i in $(seq "$tests_run"); do
	for n in 1 2 3 4 5 6; do
		side=a
		[ "$n" -le 3 ] || side=b
		mkdir -p "wolf/$side"
		"$synth" "wolf/$side/$n" --runs 4 --blocks 10 --vcpus 1,2 --seed "$((i * 100 + n))" \
			--boot "$n" --shift "$(((i * 7919 + n * 104729) % 601))"
	done
	compare wolf/a wolf/b >/dev/null 2>&1 || cried=$((cried + 1))
	rm -r wolf
done
echo "# the same kernel against itself: $cried of $tests_run comparisons found a regression"
ok "the same kernel against itself does not cry wolf" [ "$cried" -le 1 ]
cd /
done_testing
