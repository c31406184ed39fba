#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Readers against inputs that fuzzing found once (tests/fuzz/found/NAME/) and
# some that are bad on purpose: an answer or one line of error, never a crash.
. "$(dirname "$0")/tap.sh"
synth=${BUILD:-build}/tests/synth
case $synth in /*) ;; *) synth=$top/$synth ;; esac
[ -x "$synth" ] || skip_all "tests/synth is not built"
"$synth" "$tmp/good" --bench exit,race,kick,counters --runs 2 --blocks 2 --kicks 3
"$kickbench" report "$tmp/good" >/dev/null 2>&1

# FILE INPUT: report with INPUT in FILE's place says 0, 1, 2 or 4, and why in one line.
survives() {
	rm -rf "$tmp/dir"
	cp -r "$tmp/good" "$tmp/dir"
	cp "$2" "$tmp/dir/$1"
	status=0
	timeout 20 "$kickbench" report "$tmp/dir" >"$tmp/out" 2>"$tmp/err" </dev/null || status=$?
	case $status in
	0 | 1) ;;
	2 | 4) [ "$(grep -c '^kickbench: ' "$tmp/err")" -ge 1 ] || echo "no error line" ;;
	*) echo "exit status $status" ;;
	esac
}

header() { head -n 1 "$tmp/good/$1"; }

for file in env cells runs samples kicks race counters; do
	f=$file.csv
	: >"$tmp/empty"
	header $f >"$tmp/header"
	{ header $f; printf '"'; } >"$tmp/quote"
	{ header $f; printf 'a\000b,,,\n'; } >"$tmp/zero"
	{ header $f; head -c 3000 /dev/zero | tr '\0' ','; echo; } >"$tmp/commas"
	sed 's/[0-9][0-9]*/99999999999999999999/g' "$tmp/good/$f" >"$tmp/huge"
	sed 's/[0-9][0-9]*/-1/g' "$tmp/good/$f" >"$tmp/negative"
	head -c 200000 /dev/urandom >"$tmp/random"
	for bad in empty header quote zero commas huge negative random; do
		is "$f: $bad" "$(survives $f "$tmp/$bad")" ""
	done
done
for input in "$top"/tests/fuzz/found/*/*; do
	[ -f "$input" ] || continue
	name=$(basename "$(dirname "$input")")
	is "found: $name/$(basename "$input")" "$(survives "$name.csv" "$input")" ""
done
done_testing
