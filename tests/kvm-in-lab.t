#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The unit tests that need KVM, on an emulated host, where this host has none.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1
export TMPDIR="$tmp"	# what a lab that is killed leaves goes with it

! have_kvm || skip_all "/dev/kvm is here: these tests run on it directly"
have qemu-system-x86_64 || skip_all "no qemu-system-x86_64"
timeout 100 scripts/lab fetch --kernel 6.1 2>"$tmp/err" ||
	skip_all "no kernel: $(head -n 1 "$tmp/err")"
status=0
timeout -k 30 120 scripts/lab test >"$tmp/tap" 2>"$tmp/err" || status=$?
case $status in
0 | 1) cat "$tmp/tap" ;;
124 | 137) skip_all "this machine is too slow to emulate another" ;;
3 | 4) skip_all "$(tail -n 1 "$tmp/err")" ;;
*) not_passed "scripts/lab test: status $status"; tail -n 20 "$tmp/err" | diag; done_testing ;;
esac
exit "$status"
