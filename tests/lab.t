#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The lab: what it refuses, and, where a kernel can be had, one boot of each kind.
# A machine that is too slow to emulate another in time is a reason to skip.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1
export TMPDIR="$tmp"	# what a lab that is killed leaves goes with it
lab=scripts/lab
XDG_CACHE_HOME=${XDG_CACHE_HOME:-}
[ -n "$XDG_CACHE_HOME" ] || unset XDG_CACHE_HOME

refused() {	# WHAT PATTERN COMMAND...
	what=$1 pattern=$2
	shift 2
	fails 2 "$what is refused" "$lab" "$@"
	one_line "$what: one line" "$lab" "$@"
	like "$what: what there is" "$(cat "$tmp/.err")" "$pattern"
}

refused "an unknown command" "run path compare" nonsense
refused "an unknown topology" "1s, 2s, 4s, 2s-snc" run --topology 3s -- abi
refused "an unknown kernel" "6.1, 6.12, base, rfc, nocap" run --kernel 2.4 -- abi
refused "a kernel that is none" "not a bzImage" run --kernel Makefile -- abi
refused "too little memory" "256 to" run --memory 1 -- abi
refused "memory that a shell takes for octal" "256 to" run --memory 0800 -- abi
refused "a patch that is not there" "no such patch" kernel --patch "$tmp/none.patch"
refused "a proof that is not there" "there are faults kill9 hostile soak bench-self repeat calibrate" proof nonsense
refused "a comparison with nothing" "BASE NEW" compare 6.1
mkdir "$tmp/there"
for o in "-o $tmp/there" "-o$tmp/there" "--output $tmp/there" "--output=$tmp/there" "--out=$tmp/there"; do
	# shellcheck disable=SC2086 # option and value
	refused "an output that exists, ${o%%$tmp*}" "exists already" run -- run $o
done
fails 3 "a cache that cannot be written is status 3" env XDG_CACHE_HOME=/proc/none "$lab" path
fails 0 "help is help" "$lab" --help

for n in 9 56; do
	mkdir -p "$tmp/kernels/linux-image-6.1.0-$n-cloud-amd64_6.1"
	: >"$tmp/kernels/linux-image-6.1.0-$n-cloud-amd64_6.1/vmlinuz"
done
like "without a mirror the newest kernel that is here" \
	"$(bash -c 'shopt -s nullglob; cache=$0; . lab/kernels.sh; newest_cached 6.1' "$tmp")" '/linux-image-6.1.0-56-'

# Modules out of a folder with a space in its name (and .ko), with options behind them.
modules="$tmp/a b.korea/lib/modules/6.1"
mkdir -p "$modules" "$tmp/stub" "$tmp/taken"
echo one >"$modules/kvm.ko" && echo two >"$modules/kvm-amd.ko"
printf '#!/bin/sh\n' >"$tmp/stub/depmod"
printf '#!/bin/sh\necho "insmod $3/lib/modules/6.1/kvm.ko halt_poll_ns=0"\n%s\n' \
	'echo "insmod $3/lib/modules/6.1/kvm-amd.ko "' >"$tmp/stub/modprobe"
chmod +x "$tmp/stub/depmod" "$tmp/stub/modprobe"
is "modules from a folder with a space in its name" "$(PATH=$tmp/stub:$PATH bash -c '
	. lab/common.sh; . lab/kernels.sh; take_modules "$0" "$1"; cd "$1/modules" && echo *' \
	"$tmp/a b.korea" "$tmp/taken")" "10-kvm.ko 11-kvm-amd.ko"

synth=${BUILD:-build}/tests/synth
if [ -x "$synth" ]; then
	"$synth" "$tmp/base" --bench path --path 3000 --runs 2 --blocks 4 --protocols sigmask,immediate_exit
	"$synth" "$tmp/new" --bench path --path 2900 --runs 2 --blocks 4 --protocols sigmask,resend
	fails 0 "counts of two run directories compare" "$lab" compare "$tmp/base" "$tmp/new"
	like "... what moved" "$(cat "$tmp/.out")" "sigmask +3000 +2900 +-100"
	like "... what only one has" "$(cat "$tmp/.out")" "immediate_exit .* base only"
	like "... what only the other has" "$(cat "$tmp/.out")" "resend .* new only"
	like "... and says so" "$(cat "$tmp/.out")" "^1 count changed; 1 in base only; 1 in new only"
else
	skip "counts of two run directories compare" "build/tests/synth is not built"
fi

have qemu-system-x86_64 || { skip "boots" "no qemu-system-x86_64"; done_testing; }
! is_sanitized || { skip "boots" "built with a sanitizer"; done_testing; }
timeout 100 "$lab" fetch --kernel 6.1 2>"$tmp/err" ||
	{ skip "boots" "no kernel: $(head -n 1 "$tmp/err")"; done_testing; }

# boots LIMIT WHAT COMMAND...: its output in $tmp/out; false, and a skip, where it
# was too slow. Anything else than status 0 or 1 is a failure.
boots() {
	limit=$1 what=$2 status=0
	shift 2
	timeout -k 30 "$limit" "$lab" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || status=$?
	case $status in
	0 | 1) passed "$what: boots, runs and comes back" ;;
	4 | 124 | 137) skip "$what" "too slow a machine: $(tail -n 1 "$tmp/err")"; return 1 ;;
	3) skip "$what" "$(tail -n 1 "$tmp/err")"; return 1 ;;
	*) not_passed "$what: status $status"; tail -n 20 "$tmp/err" | diag; return 1 ;;
	esac
}

# A case that a busy host contradicts once is no news; twice is.
if boots 90 "abi on two sockets" run --topology 2s -- abi; then
	[ "$status" = 0 ] || boots 90 "abi once more" run --topology 2s -- abi
	is "Debian's 6.1 keeps to the documented ABI" "$(grep '^not ok' "$tmp/out")" ""
	like "and is recognized" "$(cat "$tmp/out")" "merged"
fi

if boots 120 "a run on two sockets" run --topology 2s -- run --bench exit --guest pmtimer \
	--runs 2 --blocks 2 --batch 8 --place local,remote-home -o "$tmp/run"; then
	like "the process is made on the other node" "$(cat "$tmp/run/cells.csv")" ",0/1/0,"
	like "its times are marked" "$(cat "$tmp/run/env.csv")" "^emulated,"
	fails 0 "the run directory reads here" "$kickbench" report "$tmp/run"
fi

if boots 90 "exact counts" path --inject sigmask=37i -o "$tmp/path"; then
	mask=$(sed -n 's/^pmtimer: the mask costs \([0-9]*\) .*/\1/p' "$tmp/out")
	ok "the mask costs more than the 37 instructions that were injected" [ "${mask:-0}" -gt 37 ]
	fails 0 "counts of one kernel, twice, compare" "$lab" compare "$tmp/path" "$tmp/path"
	like "and no count has changed" "$(cat "$tmp/.out")" "no count changed"
fi
done_testing
