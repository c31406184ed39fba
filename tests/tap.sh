# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# TAP for shell tests. Source it: . "$(dirname "$0")/tap.sh"
#
#   ok "what" CMD ARGS...         passes if CMD succeeds; its output shows when it fails
#   fails N "what" CMD ARGS...    passes if CMD exits with N
#   is "what" GOT WANTED          passes if equal
#   like "what" GOT ERE           passes if a line of GOT matches
#   one_line "what" CMD ARGS...   standard error of CMD is exactly one line "kickbench: ..."
#   skip "what" "why"             a test that cannot run here
#   skip_all "why"                none of them can; ends the script
#   done_testing                  last: prints the plan
#
# $top: the source tree; $kickbench: the program, by absolute path; $tmp: a
# folder of this test, removed at its end. Root-only or KVM-only: have_kvm, have_kicks, is_root.
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck disable=SC2034 # who sources it uses them
kickbench=${KICKBENCH:-$top/kickbench}
tmp=$(mktemp -d) || { echo "Bail out! no room for temporary files (set TMPDIR)"; exit 3; }
tests=0 failed=0
trap 'rm -rf "$tmp"' EXIT
trap 'exit 4' INT TERM HUP
export LC_ALL=C
unset HWLOC_SYNTHETIC HWLOC_XMLFILE NO_COLOR MAKEFLAGS MFLAGS

passed() { tests=$((tests + 1)); echo "ok $tests - $1"; }
not_passed() { tests=$((tests + 1)); failed=$((failed + 1)); echo "not ok $tests - $1"; }
diag() { sed 's/^/# /'; }
skip() { tests=$((tests + 1)); echo "ok $tests - $1 # SKIP $2"; }
skip_all() { echo "1..0 # SKIP $1"; exit 0; }
done_testing() { echo "1..$tests"; [ "$failed" = 0 ]; exit $?; }

ok() {
	_what=$1
	shift
	if "$@" >"$tmp/.out" 2>&1 </dev/null; then
		passed "$_what"
	else
		not_passed "$_what"
		{ echo "failed: $*"; tail -n 20 "$tmp/.out"; } | diag
		return 0
	fi
}

fails() {
	_want=$1 _what=$2 _got=0
	shift 2
	"$@" >"$tmp/.out" 2>&1 </dev/null || _got=$?
	if [ "$_got" = "$_want" ]; then
		passed "$_what"
	else
		not_passed "$_what"
		{ echo "exit status $_got, not $_want: $*"; tail -n 20 "$tmp/.out"; } | diag
	fi
}

is() {
	if [ "$2" = "$3" ]; then
		passed "$1"
	else
		not_passed "$1"
		printf 'got:    %s\nwanted: %s\n' "$2" "$3" | diag
	fi
}

like() {
	if printf '%s\n' "$2" | grep -Eq -- "$3"; then
		passed "$1"
	else
		not_passed "$1"
		{ echo "no line matches: $3"; printf '%s\n' "$2" | head -n 20; } | diag
	fi
}

one_line() {
	_what=$1
	shift
	"$@" >/dev/null 2>"$tmp/.err" </dev/null || :
	if [ "$(wc -l <"$tmp/.err")" = 1 ] && grep -q '^kickbench: ' "$tmp/.err"; then
		passed "$_what"
	else
		not_passed "$_what"
		{ echo "not one line of error: $*"; head -n 20 "$tmp/.err"; } | diag
	fi
}

# All files of ours: those that git knows; in a release, which may lie in somebody
# else's repository, all that is there but what was built.
tree_files() (
	cd "$top" || exit 1
	if [ "$(git -c safe.directory='*' rev-parse --show-toplevel 2>/dev/null)" = "$(pwd -P)" ]; then
		git -c safe.directory='*' ls-files
	else
		find . \( -path './.*' -o -path './build*' -o -path ./dist -o -path ./kickbench \) \
			-prune -o -type f -print | sed 's,^\./,,'
	fi
)

is_root() { [ "$(id -u)" = 0 ]; }
have() { command -v "$1" >/dev/null 2>&1; }
# The program brings calls, threads and memory of the sanitizer along.
is_sanitized() { grep -qaE '__(a|t|ub)san_' "$top/kickbench"; }
have_kvm() { [ -c /dev/kvm ] && (exec 7<>/dev/kvm) 2>/dev/null; }
# The thread sanitizer holds a signal back until a call that it knows to wait in, and KVM_RUN
# is none: kicks come late, or never.
have_kicks() { have_kvm && ! grep -qa __tsan_ "$top/kickbench"; }
nr_cpus() { nproc; }
