#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kickbench abi: KTAP whose plan holds, nothing contradicted on this kernel.
. "$(dirname "$0")/tap.sh"

fails 2 "abi takes no arguments" "$kickbench" abi --nonsense
one_line "and says so in one line" "$kickbench" abi --nonsense
fails 3 "no KVM is status 3" env KICKBENCH_KVM=/nonexistent "$kickbench" abi
one_line "and one line" env KICKBENCH_KVM=/nonexistent "$kickbench" abi

if ! have_kicks; then
	skip "this kernel's ABI" "no access to /dev/kvm, or the thread sanitizer"
	done_testing
fi
status=0
"$kickbench" abi >"$tmp/out" || status=$?
# Whether this kernel behaves is its affair; ours is to say so in both ways.
is "the status says whether something is contradicted" "$status" \
	"$(grep -q "^not ok " "$tmp/out" && echo 1 || echo 0)"
diag <"$tmp/out"
is "it is KTAP" "$(head -n 1 "$tmp/out")" "KTAP version 1"
is "as many results as planned" "$(grep -Ec '^(not )?ok ' "$tmp/out")" \
	"$(sed -n 's/^1\.\.//p' "$tmp/out")"
done_testing
