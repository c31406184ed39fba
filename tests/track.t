#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kickbench track, on synthetic histories. The statistics are in test_track.c.
. "$(dirname "$0")/tap.sh"

history=$top/${BUILD:-build}/tests/history
case ${BUILD:-build} in /*) history=$BUILD/tests/history ;; esac
track() { "$kickbench" track "$@"; }
cost=exit:pmtimer:1:0/0/0::cost:sigmask:ns
path=path:pmtimer:1:0/0/0::path:sigmask:instructions
step_night=2024-02-03		# the 31st

# STATE of a series in a history: SERIES DIR
state_of() { track "$2" --format csv 2>/dev/null | awk -F, -v s="$1" '$1 == s { print $16 }'; }
confirm_of() { track "$2" --format csv 2>/dev/null | awk -F, -v s="$1" '$1 == s { print $24 }'; }

# -- a regression, acknowledged --
"$history" "$tmp/step" 50 --step 31=400
fails 1 "a regression is no" track "$tmp/step"
table=$(track "$tmp/step" 2>/dev/null || :)
like "the table names series, state and night" "$table" "^$cost .* REGRESSED +2024-02-0"
like "the last lines say what to acknowledge" "$table" "^REGRESSED: $cost@2024-02-0"
like "the size of the change has its interval" "$table" '\+[0-9]+ ns \[\+[0-9]+, \+[0-9]+\]'
is "the difference of the protocols did not change" \
	"$(state_of exit:pmtimer:1:0/0/0::cost:immediate_exit-sigmask:ns "$tmp/step")" steady
is "the same input, the same output" "$(track "$tmp/step" 2>&1)" "$table"
for series in "$cost" exit:pmtimer:1:0/0/0::cost:immediate_exit:ns; do
	ok "acknowledge $series" track "$tmp/step" --acknowledge "$series@$step_night" "new, \"slow\" lock"
done
ok "what is acknowledged is no alarm" track "$tmp/step"
before=$(track "$tmp/step" 2>&1)
for night in "$tmp"/step/2024-02-1*; do
	"$kickbench" report "$night" --level 0.6 --minimal 9 >/dev/null
done
like "a report may ask otherwise" "$(cat "$tmp/step/2024-02-10/summary.csv")" ",0.6,"
is "what a report asked of a night changes nothing" "$(track "$tmp/step" 2>&1)" "$before"
like "... its summary is the night's own again" "$(cat "$tmp/step/2024-02-10/summary.csv")" ",0.99,"
is "its state says so" "$(state_of "$cost" "$tmp/step")" acknowledged
is "the acknowledgments are CSV" "$(head -n 2 "$tmp/step/acknowledged.csv")" \
	"series,night,why,by
$cost,$step_night,\"new, \"\"slow\"\" lock\",$(track "$tmp/step" --format csv | awk -F, -v s="$cost" '$1 == s { print $19 }')"
is "nothing else is left behind" "$(cd "$tmp/step" && echo acknow*)" acknowledged.csv
ok "options may stand first" track --acknowledge "$cost@$step_night" why "$tmp/step"
like "a series that is not there: those that are" \
	"$(track "$tmp/step" --acknowledge "nothing@$step_night" why 2>&1)" "no such series \(there are $cost, "
ok "acknowledge in several lines" track "$tmp/step" --acknowledge "$cost@$step_night" "new
lock"
is "... a line all the same, and the last word" "$(grep -c . "$tmp/step/acknowledged.csv") $(grep "^$cost," \
	"$tmp/step/acknowledged.csv" | cut -d, -f1-3)" "3 $cost,$step_night,new lock"
like "an option that is not there is named" "$(track "$tmp/step" --nonsense 2>&1)" "--nonsense: no such option \(there are"
fails 2 "no such series" track "$tmp/step" --acknowledge "nothing@$step_night" why
fails 2 "no such night" track "$tmp/step" --acknowledge "$cost@1999-01-01" why
fails 2 "no night" track "$tmp/step" --acknowledge "$cost" why
fails 2 "no reason" track "$tmp/step" --acknowledge "$cost@$step_night"
mv "$tmp/step/$step_night" "$tmp/step/$step_night@6.19"
ok "a night may have an @ in its name" track "$tmp/step" --acknowledge "$cost@$step_night@6.19" why
like "... and is acknowledged" "$(cat "$tmp/step/acknowledged.csv")" "^$cost,$step_night@6.19,why,"
fails 2 "... none that is not there" track "$tmp/step" --acknowledge "$cost@$step_night@6.20" why
mv "$tmp/step/$step_night@6.19" "$tmp/step/$step_night"
printf 'series,night\nx,y\n' >"$tmp/step/acknowledged.csv"
fails 2 "acknowledgments without their column" track "$tmp/step"
one_line "... are told in one line" track "$tmp/step"

printf 'series,night,why\n%s,%s,by hand\n' "$cost" "$step_night" >"$tmp/step/acknowledged.csv"
is "one that was written by hand" "$(state_of "$cost" "$tmp/step")" acknowledged
fails 2 "where nothing got worse" track "$tmp/step" --acknowledge "$cost@2024-01-10" why
"$history" "$tmp/larger" 50 --step 31=400
ok "a change that is known" track "$tmp/larger" --acknowledge "$cost@$step_night" known
sed -i "s|^\($cost,.*,\)[0-9.]*$|\1100|" "$tmp/larger/acknowledged.csv"
is "one that is much larger is not" "$(state_of "$cost" "$tmp/larger")" REGRESSED

# -- a missing gnuplot hides nothing --
rm "$tmp/step/acknowledged.csv"
no_gnuplot() { PATH=/nowhere "$kickbench" track "$@" --plots; }
fails 1 "a regression outranks a missing gnuplot" no_gnuplot "$tmp/step"
like "... which is told all the same" "$(no_gnuplot "$tmp/step" 2>&1 >/dev/null)" "^kickbench: .*gnuplot"

# -- of what nothing can be said, it is said --
"$history" "$tmp/few" 3
like "a history of three nights is young" "$(track "$tmp/few")" '^[0-9]+ series young: too few nights to screen\.$'
"$history" "$tmp/stopped" 30
last=$(cd "$tmp/stopped" && for d in 2*; do echo "$d"; done | tail -n 1)
sed -i 's/pmtimer/hlt/' "$tmp/stopped/$last/cells.csv" && rm -f "$tmp/stopped/$last/summary.csv"
like "what is not measured any more" "$(track "$tmp/stopped")" '^[0-9]+ series without a value of the last night\.$'

# -- better is no alarm; gone is none either --
"$history" "$tmp/better" 50 --step 31=-400
ok "an improvement is fine" track "$tmp/better"
fails 3 "... but for a missing gnuplot" no_gnuplot "$tmp/better"
is "it is called so" "$(state_of "$cost" "$tmp/better")" IMPROVED
"$history" "$tmp/gone" 25 --step 26=1
"$history" "$tmp/gone" 20 --from 26 --step 26=400
"$history" "$tmp/gone" 25 --from 46
ok "a regression that is gone is no alarm" track "$tmp/gone"

# -- exact counts: any other integer --
"$history" "$tmp/path" 12 --bench path --path 8=3036
fails 1 "one more instruction is no" track "$tmp/path"
like "... from the night on" "$(track "$tmp/path" 2>/dev/null)" "^$path .* REGRESSED +2024-01-08 +3035 +\+1 +exact"
"$history" "$tmp/fewer" 12 --bench path --path 8=3000
ok "fewer instructions are fine" track "$tmp/fewer"

# -- ... as far as they are exact --
synth=${history%/*}/synth
# Most of a night's batches are one instruction longer: DIR
inexact() {
	sed -i '/^0,0,\|^0,1,0,/s/,48560,/,48576,/' "$1/samples.csv"
	rm -f "$1/summary.csv"
}
"$history" "$tmp/inexact" 12 --bench path
inexact "$tmp/inexact/2024-01-12"
ok "a count that is not exact is no event" track "$tmp/inexact"
like "... its night is named" "$(track "$tmp/inexact")" "^counts not exact at 2024-01-12: left out$"
like "... and left out" "$(track "$tmp/inexact")" "^$path +11 .* steady"
# A count of one boot: NIGHT PATH [OPTIONS...]
one_boot() { "$synth" "$tmp/boot/$1" --bench path --runs 1 --path "$2" --boot "${3:-$1}"; }
"$history" "$tmp/boot" 12 --bench path
one_boot 2024-01-13 3036
fails 1 "a count of one boot is an event" track "$tmp/boot"
one_boot 2024-01-13.confirm1 3035 2024-01-13
fails 1 "... that the same boot does not refute" track "$tmp/boot"
one_boot 2024-01-13.confirm2 3035
ok "... but another does" track "$tmp/boot"
is "... at all" "$(state_of "$path" "$tmp/boot")" steady
one_boot 2024-01-13.confirm3 3036
fails 1 "... unless one agrees" track "$tmp/boot"
rm -r "$tmp/boot/"*.confirm?
one_boot 2024-01-14 3036
fails 1 "the next night may agree" track "$tmp/boot"
like "... from the first of them on" "$(track "$tmp/boot" 2>/dev/null)" \
	"^$path .* REGRESSED +2024-01-13 +3035 +\+1 +exact"
rm -r "$tmp/boot/2024-01-14"
one_boot 2024-01-14 3035
ok "one that does not refutes it" track "$tmp/boot"
is "... at all" "$(state_of "$path" "$tmp/boot")" steady
inexact "$tmp/boot/2024-01-14"
sed -i '/^0,0,0,/s/,48576,/,48560,/' "$tmp/boot/2024-01-14/samples.csv"
like "one boot whose batches differ is not exact" "$(track "$tmp/boot")" "^counts not exact at 2024-01-14"

# -- a host that changes, gaps, a folder that is broken --
"$history" "$tmp/host" 60 --step 31=400 --host 31
ok "another host is another series" track "$tmp/host"
like "the change of host is named" "$(track "$tmp/host")" \
	"^host changed at $step_night: microcode: 0x1 and 0x2"

"$history" "$tmp/gaps" 50 --step 31=400
rm -r "$tmp/gaps/2024-01-05" "$tmp/gaps/2024-01-2"? "$tmp/gaps/2024-02-1"?
fails 1 "gaps do not matter" track "$tmp/gaps"

"$history" "$tmp/broken" 30
printf 'cell,run\n' >"$tmp/broken/2024-01-15/runs.csv"
rm "$tmp/broken/2024-01-15/summary.csv" 2>/dev/null
fails 4 "a broken night in the middle" track "$tmp/broken"
one_line "... is named" track "$tmp/broken"
like "... with its file" "$(track "$tmp/broken" 2>&1 >/dev/null)" "2024-01-15/runs.csv.*skipped"
like "... and the others are tracked" "$(track "$tmp/broken" 2>/dev/null)" "^$cost +29 "
mkdir "$tmp/step/broken"
printf 'key\n' >"$tmp/step/broken/env.csv"
fails 1 "a regression outranks a broken night" track "$tmp/step"

"$history" "$tmp/partial" 3
mv "$tmp/partial/2024-01-02" "$tmp/partial/2024-01-02.partial"
ok "an unfinished night is left out" track "$tmp/partial"
one_line "... and named" track "$tmp/partial"

rm -r "$tmp/partial/2024-01-01"
printf 'key\n' >"$tmp/partial/2024-01-03/env.csv"
fails 2 "nothing but unfinished and broken nights" track "$tmp/partial"
like "... is not called nothing" "$(track "$tmp/partial" 2>&1 | tail -n 1)" \
	"partial: none of its 2 run directories could be read \(1 unfinished, 1 broken\)$"

# One of the planned runs is missing: NIGHT
lacking() {
	sed -i '$d' "$1/runs.csv"
	rm -f "$1/summary.csv"
}
"$history" "$tmp/lacking" 4
lacking "$tmp/lacking/2024-01-02"
ok "an incomplete night that is over is no failure" track "$tmp/lacking"
like "... but named" "$(track "$tmp/lacking" 2>&1)" "^incomplete: 2024-01-02$"
lacking "$tmp/lacking/2024-01-04"
fails 4 "the last night is incomplete" track "$tmp/lacking"
is "... each time" "$(track "$tmp/lacking" --format csv 2>&1 >/dev/null)" \
	"kickbench: $tmp/lacking/2024-01-04: incomplete (kickbench report says what is missing)"
"$history" "$tmp/blocks" 3
sed -i '/^0,.,4,/d' "$tmp/blocks/2024-01-03/samples.csv"
"$kickbench" report "$tmp/blocks/2024-01-03" >/dev/null
fails 4 "... of blocks, though its summary is there" track "$tmp/blocks"
"$history" "$tmp/lackstep" 50 --step 31=400
lacking "$tmp/lackstep/2024-02-22"
fails 1 "a regression outranks an incomplete night" track "$tmp/lackstep"

"$history" "$tmp/notes" 3
mkdir "$tmp/notes/notes" "$tmp/notes/2024-01-03.confirm1"
echo "asked for more memory" >"$tmp/notes/notes/README"
ok "a folder that is no run directory is no broken night" track "$tmp/notes"
is "... and named, whatever its name" "$(track "$tmp/notes" 2>&1 >/dev/null)" \
	"kickbench: $tmp/notes/2024-01-03.confirm1: no run directory: left out
kickbench: $tmp/notes/notes: no run directory: left out"
rm "$tmp/notes/2024-01-02/env.csv"
fails 4 "a night without its env.csv is broken" track "$tmp/notes"
mkdir -p "$tmp/only/notes"
fails 2 "nothing but such folders" track "$tmp/only"
one_line "... is one line" track "$tmp/only"

# -- a screened night waits for fresh data --
"$history" "$tmp/fresh" 41 --step 41=600
last=2024-02-13
ok "a screened night is no alarm yet" track "$tmp/fresh"
is "it is screened" "$(state_of "$cost" "$tmp/fresh")" screened
is "fresh data of it is asked for" "$(confirm_of "$cost" "$tmp/fresh")" "$last"
cp -r "$tmp/fresh" "$tmp/refuted"
for i in 1 2 3; do
	"$history" "$tmp/fresh" 1 --from 41 --step 41=600 --seed "$((i + 1))" --name ".confirm$i"
	"$history" "$tmp/refuted" 1 --from 41 --seed "$((i + 1))" --name ".confirm$i"
done
fails 1 "fresh data confirm it" track "$tmp/fresh"
ok "fresh data refute it" track "$tmp/refuted"
is "nothing is asked for then" "$(confirm_of "$cost" "$tmp/refuted")" ""
is "fresh data are no nights" "$(track "$tmp/refuted" 2>/dev/null | head -n 1 | grep -o '[0-9]* nights')" \
	"41 nights"

# -- so does one behind a change, whose level is young --
"$history" "$tmp/young" 46 --step 31=-400
"$history" "$tmp/young" 1 --from 47 --step 47=400
is "a night behind a change is screened" "$(confirm_of "$cost" "$tmp/young")" 2024-02-19
for i in 1 2 3; do "$history" "$tmp/young" 1 --from 47 --step 47=400 --seed "$((i + 1))" --name ".confirm$i"; done
fails 1 "... and fresh data confirm it" track "$tmp/young"
like "... against the level behind the change" "$(track "$tmp/young" 2>/dev/null)" \
	"^$cost .* REGRESSED +2024-02-19 .*\+[78][0-9][0-9] ns \[.* fresh data$"

# -- fresh data prove only what was measured as the night was --
# "what" COMPLAINT SYNTH_OPTIONS...: such fresh data of a screened night prove nothing
proves_nothing() {
	what=$1 complaint=$2
	shift 2
	rm -rf "$tmp/foreign"
	cp -r "$tmp/screened" "$tmp/foreign"
	for i in 1 2 3; do
		"$synth" "$tmp/foreign/$last.confirm$i" --runs 2 --blocks 3 --shift 600 --seed "$i" "$@"
	done
	ok "fresh data of $what prove nothing" track "$tmp/foreign"
	is "... the night waits" "$(state_of "$cost" "$tmp/foreign")" screened
	is "... and each is named" "$(track "$tmp/foreign" 2>&1 >/dev/null | grep -cE "^kickbench: .*confirm[123]: $complaint")" 3
}
"$history" "$tmp/screened" 41 --step 41=600
proves_nothing "another host" "not measured as its night was \(microcode: 0x1 and 0x2\): left out$" \
	--env microcode=0x2
proves_nothing "another kernel" "not measured as its night was \(kernel: 6.18.44-synth and 6.19-synth\)" \
	--env kernel=6.19-synth
proves_nothing "another batch" "other batches than its night's in 3 series: left out there$" --batch 32
for i in 1 2 3; do "$synth" "$tmp/screened/$last.confirm$i" --runs 2 --blocks 3 --shift 600 --seed "$i"; done
fails 1 "measured as the night was they do" track "$tmp/screened"

# -- batches of another length, which only the samples tell --
"$history" "$tmp/lengths" 45 --bench exit
for d in "$tmp"/lengths/*/; do
	awk -F, -v OFS=, 'NR > 1 { $11 = "" } 1' "$d/cells.csv" >"$tmp/csv" && mv "$tmp/csv" "$d/cells.csv"
done
for d in "$tmp"/lengths/2024-02-*/; do
	awk -F, -v OFS=, 'NR > 1 { $7 *= 2; $8 *= 2.1 } 1' "$d/samples.csv" >"$tmp/csv" &&
		mv "$tmp/csv" "$d/samples.csv"
done
ok "costs in other batches are not compared" track "$tmp/lengths"
is "... nor the next time" "$(track "$tmp/lengths" --format points | grep -c "^$cost,2024-02-01,.*,host$")" 1

# Only what ends with .confirm and a number is fresh data.
"$history" "$tmp/names" 4
mv "$tmp/names/2024-01-02" "$tmp/names/2024-01-02-6.19.confirmed"
mv "$tmp/names/2024-01-04" "$tmp/names/2024-01-03-6.19.confirmed.confirm2"
is "a night may have .confirm in its name" "$(track "$tmp/names" 2>/dev/null | head -n 1 | grep -o '[0-9]* nights')" \
	"3 nights"
like "fresh data without its night is named" "$(track "$tmp/names" 2>&1 >/dev/null)" \
	"^kickbench: .*2024-01-03-6.19.confirmed.confirm2: its night is not there: left out$"

# -- where the null control failed the times are no evidence --
# A night whose null control failed, and which cost 600 ns more: DIR SEED
failed_null() {
	"$synth" "$1" --runs 8 --blocks 20 --protocols sigmask,null,immediate_exit --null-ns 400 \
		--shift 600 --seed "$2" --boot "$2"
}
"$history" "$tmp/null" 40
failed_null "$tmp/null/$last" 1
is "a night whose null control failed screens nothing" "$(confirm_of "$cost" "$tmp/null")" ""
is "... for it is left out" "$(track "$tmp/null" --format csv | awk -F, -v s="$cost" '$1 == s { print $11 }')" 40
like "... and named" "$(track "$tmp/null")" "^null control failed at $last: times of its cell are left out$"
"$history" "$tmp/null" 4 --from 42
with=$(track "$tmp/null" --format csv)
rm -r "${tmp:?}/null/$last"
is "later nights are judged as if it were not there" "$with" "$(track "$tmp/null" --format csv)"
"$history" "$tmp/unproven" 41 --step 41=600
for i in 1 2 3; do failed_null "$tmp/unproven/$last.confirm$i" "$i"; done
ok "fresh data whose null control failed prove nothing" track "$tmp/unproven"
is "... the night waits" "$(state_of "$cost" "$tmp/unproven")" screened
is "... and they are named" "$(track "$tmp/unproven" 2>&1 >/dev/null | grep -c "confirm.: null control failed")" 3

# -- summary.csv is derived: made anew where the raw files are newer --
"$history" "$tmp/derived" 2
track "$tmp/derived" >"$tmp/before" 2>/dev/null
for d in "$tmp/derived"/*; do
	sed 's/,sigmask,0,\([0-9]*\),/,sigmask,0,\1,1/' "$d/samples.csv" >"$tmp/samples"
	touch -d '1 minute' "$tmp/samples"
	cp -p "$tmp/samples" "$d/samples.csv"
done
track "$tmp/derived" >"$tmp/after" 2>/dev/null
fails 1 "an old summary is not believed" cmp "$tmp/before" "$tmp/after"

# -- what is no history --
fails 2 "a run directory" track "$tmp/step/2024-01-01"
mkdir "$tmp/nothing"
fails 2 "an empty folder" track "$tmp/nothing"
fails 2 "no folder" track "$tmp/absent"
fails 2 "no operand" track
fails 2 "two operands" track "$tmp/step" "$tmp/step"
fails 2 "an unknown format" track "$tmp/step" --format nonsense
fails 2 "an unknown option" track "$tmp/step" --nonsense
for args in "$tmp/nothing" "$tmp/absent" "$tmp/step/2024-01-01" "$tmp/step --format nonsense"; do
	# shellcheck disable=SC2086	# words on purpose
	one_line "one line of error: ${args##*/}" track $args
done

# -- three years --
"$history" "$tmp/years" 1095 --bench exit,path --step 700=400
fails 1 "three years and a regression" track "$tmp/years"
# Seconds of CPU, so that other load does not matter; a sanitizer takes longer.
spent=${history%/*}/spent
"$spent" "$kickbench" track "$tmp/years" >"$tmp/spent"
is "the same with a watch" $? 1
took=$(cut -d" " -f2 "$tmp/spent")
series=$(($(track "$tmp/years" --format csv | wc -l) - 1))
echo "# 1095 nights, $series series: tracked in $took s of CPU"
ok "there are series" test "$series" -gt 2
ok "three years are tracked quickly (2 s on an idle machine)" awk "BEGIN { exit !($took < 20) }"
done_testing
