#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What all scripts have in common: --help, and that without room for temporary files
# they end, and write nowhere else.
. "$(dirname "$0")/tap.sh"
cd "$tmp" || exit 1

for s in "$top"/scripts/* "$top"/tests/run; do
	[ ! -d "$s" ] && grep -q '=$(mktemp' "$s" || continue
	is "${s#"$top"/}: no temporary folder is an error" \
		"$(grep '=$(mktemp' "$s" | grep -cvE '\|\| (exit 3|\{ say .* exit 3; \})')" 0
done

# Their heads tell what they take; nothing is begun.
for s in "$top"/scripts/* "$top"/tests/chroot; do
	name=${s##*/}
	head -n 1 "$s" 2>/dev/null | grep -q '^#!' && [ "$name" != version ] || continue
	for option in -h --help; do
		fails 0 "$name $option" timeout 10 "$s" $option
		like "... tells what it takes" "$(cat "$tmp/.out")" "$name"
		is "... and how, without the comment's signs" "$(grep -c '^#' "$tmp/.out")" 0
	done
done

# What they refuse is one line, of the form that kickbench's own errors have.
for s in setup nightly dashboard soak faults kill9 hostile model repeat calibrate bench-read \
	bench-self fuzz lint lab; do
	fails 2 "$s refuses what it does not know" timeout 10 "$top/scripts/$s" -nonsense
	one_line "... in one line" timeout 10 "$top/scripts/$s" -nonsense
done
cd /
done_testing
