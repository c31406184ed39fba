# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# scripts/lab all (make lab): every topology and kernel once, and a table.

all_kernels="6.1 6.12"
all_topologies="1s 2s 4s 2s-snc"
all_abis="6.1 6.12 rfc nocap"
# Function, not figures: few runs, in every place that has a name.
all_run=(run --bench exit --guest pmtimer --runs 2 --blocks 3 --batch 8)

lab_all() {
	[ $# -eq 0 ] || die 2 "all $1: takes no arguments"
	failures=0
	for kernel in $all_abis; do	# nothing is fetched or built while something runs
		"$top/scripts/lab" fetch --kernel "$kernel" || exit $?
	done
	printf '%-7s %-9s %-8s %6s  %s\n' kernel topology what s result
	for kernel in $all_kernels; do
		for topology in $all_topologies; do
			row "$kernel" "$topology" run run_result run --kernel "$kernel" --topology "$topology" \
				-- "${all_run[@]}" --place "$(named_places "$topology")" -o "$scratch/$kernel-$topology"
		done
	done
	for kernel in $all_abis; do
		row "$kernel" 2s abi abi_result run --kernel "$kernel" -- abi
	done
	for kernel in $all_kernels; do
		row "$kernel" "1 CPU" path path_result path --kernel "$kernel" -o "$scratch/$kernel-path"
	done
	echo
	[ "$failures" -eq 0 ] || { echo "$failures of these failed"; exit 1; }
	echo "all of these passed; times here are the emulation's"
}

# Short names of places that differ on that topology.
named_places() {
	[ "$1" = 1s ] && echo local || echo local,remote-home,spread,remote-service
}

# row KERNEL TOPOLOGY WHAT RESULT COMMAND...: runs scripts/lab COMMAND, prints a line.
row() {
	local began=$SECONDS status=0 text reader=$4 first=""
	printf '%-7s %-9s %-8s ' "$1" "$2" "$3"
	shift 4
	beside "$@" || status=$?
	if [ "$status" = 4 ]; then	# a boot that hung, on a busy host
		first=" (at first: $(tail -n 1 "$scratch/err"))" status=0
		beside "$@" || status=$?
	fi
	if [ "$status" = 0 ]; then
		text=$($reader)$first
	else
		failures=$((failures + 1))
		text="FAILED, status $status: $(tail -n 1 "$scratch/err")"
	fi
	printf '%6d  %s\n' $((SECONDS - began)) "$text"
}

# As a child of ours, which clean_up ends.
beside() {
	"$top/scripts/lab" "$1" --timeout 300 "${@:2}" >"$scratch/out" 2>"$scratch/err" </dev/null &
	children=("$!")
	wait "${children[0]}"
	set -- "$?"
	children=()
	return "$1"
}

run_result() {
	local cells=("$scratch"/*/cells.csv)
	awk -F , 'NR > 1 { n++; ok += $12 == "ok" } END { printf "%d of %d cells measured\n", ok, n }' \
		"${cells[@]: -1}"
	rm -rf "${cells[@]%/cells.csv}"
}

abi_result() {
	local kind
	kind=$(sed -n "s/^# immediate_exit: *//p" "$scratch/out" | head -n 1)
	echo "$(tail -n 1 "$scratch/out" | sed "s/^# //")${kind:+; immediate_exit $kind}"
}

path_result() {
	grep 'the mask costs' "$scratch/out" || tail -n 2 "$scratch/out" | head -n 1
}
