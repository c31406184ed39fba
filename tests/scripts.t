#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What all scripts have in common: without room for temporary files
# they end, and write nowhere else.
. "$(dirname "$0")/tap.sh"
cd "$tmp" || exit 1

for s in "$top"/scripts/* "$top"/tests/run; do
	[ ! -d "$s" ] && grep -q '=$(mktemp' "$s" || continue
	is "${s#"$top"/}: no temporary folder is an error" \
		"$(grep '=$(mktemp' "$s" | grep -cvE '\|\| (exit 3|\{ say .* exit 3; \})')" 0
done

cd /
done_testing
