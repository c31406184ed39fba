# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# What all parts of scripts/lab stand on: errors, the cache, options.
# (shellcheck: the parts share variables, and `die` does not return, so A && B || die is meant.)

# die STATUS TEXT: one line, and the exit statuses that kickbench has.
die() {
	local status=$1
	shift
	printf 'kickbench: lab: %s\n' "$*" | tr -c '[:print:]\n' '?' >&2
	exit "$status"
}

# tell TEXT: what whoever reads the results must know, too.
tell() {
	printf "kickbench: lab: %s\n" "$*" >&2
}

# Progress: for people only.
say() {
	[ ! -t 2 ] || printf 'lab: %s\n' "$*" >&2
}

# The cache holds what can be had again: packages, sources, kernels, initramfs.
# An entry is made under a temporary name and renamed when complete, so a killed
# build leaves nothing that looks finished.
set_up() {
	here=$top		# where results/ is
	cache=$top/.cache
	# Installed, nothing of ours may be written to where the program is.
	[ -e "$top/Makefile" ] || here=$PWD cache=${HOME:-/var/tmp}/.cache/kickbench
	[ -z "${XDG_CACHE_HOME:-}" ] || cache=$XDG_CACHE_HOME/kickbench
	mkdir -p "$cache"/{locks,kernels,sources,initramfs} 2>/dev/null ||
		die 3 "$cache: cannot be written (set XDG_CACHE_HOME to a folder of yours)"
	scratch=$(mktemp -d "${TMPDIR:-/tmp}/kickbench-lab.XXXXXX") ||
		die 3 "no room for temporary files (set TMPDIR)"
	qemu_pid=
	children=()		# processes of ours that run beside this one
	trap clean_up EXIT
	trap 'exit 4' INT TERM HUP
	# What a killed process left behind; nothing takes a day.
	find "$cache" -maxdepth 2 -name 'partial.*' -mmin +1440 -exec rm -rf {} + 2>/dev/null
}

clean_up() {
	stop_qemu
	if [ ${#children[@]} -gt 0 ]; then
		kill "${children[@]}" 2>/dev/null
		wait "${children[@]}" 2>/dev/null
	fi
	rm -rf "$scratch"
}

# locked NAME CMD...: CMD in a subshell while nobody else holds that lock of the cache.
locked() {
	local name=$1
	shift
	(
		trap - EXIT
		flock -w 1800 8 || die 4 "$cache/locks/$name: another lab holds it for half an hour"
		"$@"
	) 8>"$cache/locks/$name"
}

# A new folder in the cache, beside where its finished form will stand.
partial() {
	mktemp -d "$cache/$1/partial.XXXXXX" || die 3 "$cache: cannot be written"
}

# need PROGRAM PACKAGE: or say what to install.
need() {
	command -v "$1" >/dev/null || die 3 "$1: not found (install $2, or run scripts/setup lab)"
}

need_disk() {	# MiB FOLDER
	local free
	free=$(df -Pm "$2" | awk 'NR == 2 { print $4 }')
	[ "${free:-0}" -ge "$1" ] || die 3 "$2: not enough disk: $1 MiB needed, ${free:-0} free"
}

need_memory() {	# MiB
	local free
	free=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
	[ "${free:-0}" -ge "$1" ] ||
		die 3 "not enough memory: $1 MiB needed, ${free:-0} available (--memory asks for less)"
}

is_number() {	# TEXT MIN MAX
	[[ $1 =~ ^[1-9][0-9]{0,8}$ ]] && [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# As an argument that any shell reads back the same.
quoted() {
	local q="'\\''"
	printf "'%s'" "${1//\'/$q}"
}

digest() {	# of standard input
	sha256sum | cut -c 1-20
}

# Options that several commands share, into variables; $rest keeps the others
# in order. What stands behind -- goes to $args.
parse_options() {
	kernel=6.1 modules='' topology=2s memory='' timeout=1800
	guest='' protocols='' inject=() rest=() args=()
	while [ $# -gt 0 ]; do
		case $1 in
		--) shift; args=("$@"); return ;;
		--kernel | --modules | --topology | --memory | --timeout | --guest | --protocols | --inject)
			[ $# -gt 1 ] || die 2 "$1: its value is missing"
			set_option "${1#--}" "$2"
			shift 2 ;;
		--*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
		*) rest+=("$1"); shift ;;
		esac
	done
}

set_option() {
	case $1 in
	inject) inject+=(--inject "$2") ;;
	*) printf -v "$1" %s "$2" ;;
	esac
	case $1 in
	memory) is_number "$2" 256 1048576 || die 2 "--memory $2: MiB are meant, 256 to 1048576" ;;
	timeout) is_number "$2" 1 86400 || die 2 "--timeout $2: seconds are meant, 1 to 86400" ;;
	topology) [ -n "${topologies[$2]:-}" ] || [ "$2" = one ] ||
		die 2 "--topology $2: no such topology (there are 1s, 2s, 4s, 2s-snc)" ;;
	esac
}

no_rest() {
	[ ${#rest[@]} -eq 0 ] || die 2 "$command ${rest[0]}: not understood (scripts/lab --help)"
}
