# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What repeat, calibrate and bench-self share. Sourced from the top of the tree; $here is
# where the script was called.
: "${BUILD:=build}"
. scripts/program.sh

# complain WHAT...; exits with 2
usage() { echo "kickbench: ${0##*/}: $*" >&2; exit 2; }

# The tools that compute: those of the tests.
need_tools() {
	for tool; do
		[ -x "$BUILD/tests/$tool" ] || ${MAKE:-make} -s "$BUILD/tests/$tool" >/dev/null || exit 3
	done
}

# The differences of all run directories below DIR, as trials.awk tells them.
trials() {
	below=$1
	set --
	for d in "$below"/*; do
		[ ! -f "$d/summary.csv" ] || set -- "$@" "$d/env.csv" "$d/summary.csv"
	done
	[ $# = 0 ] || awk -f scripts/csv.awk -f scripts/trials.awk "$@"
}

# What --judge was given, as seen from where the script was called: into $folder.
folder_of() {
	case $1 in
	/* | '') folder=$1 ;;
	*) folder=$here/$1 ;;
	esac
	[ -d "$folder" ] || usage "no folder: $1"
}

# Host, kernel and date of the first run directory below DIR.
whence() {
	for d in "$1"/*; do
		[ -f "$d/env.csv" ] || continue
		for key in host cpu kernel tool_version tool_commit started; do
			sed -n "s/^$key,//p" "$d/env.csv"
		done | tr -d '"' | paste -s -d ',' | sed 's/,/, /g'
		return
	done
}

# measure DIR ARGS...: one cell, one vCPU, the baseline's cheapest guest; its time in seconds
measure() {
	dir=$1
	shift
	"$kickbench" run --bench exit --guest pmtimer --vcpus 1 "$@" -o "$dir" >"$dir.table" && return
	status=$?
	# 4: disturbed, but measured.
	[ "$status" = 4 ] && [ -f "$dir/summary.csv" ] || exit "$status"
}

# A new folder for the run directories of this script, below results/.
new_folder() {
	folder=results/${0##*/}-$(date -u +%Y%m%dT%H%M%SZ)-$$
	mkdir -p "$folder" || exit 3
}

# verdict WORD: what it comes to; 1 after a FAIL
verdict() {
	echo "${0##*/}: $*"
	case $1 in FAIL*) return 1 ;; esac
}

# conclude FILE: the exit status of the verdict in it. In a pipeline whoever judges may end
# early unseen: no verdict is no pass.
conclude() {
	case $(grep -E "^${0##*/}: (PASS|FAIL|no verdict)" "$1") in
	*FAIL*) return 1 ;;
	'') echo "kickbench: ${0##*/}: $1 has no verdict (see what was said above)" >&2; return 4 ;;
	esac
}
