# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# scripts/lab path and compare: exact instructions per KVM_RUN.

path_boots=2	# counts that two boots agree on are the kernel's, not the boot's

lab_path() {
	local output=''
	parse_options "$@"
	set -- "${rest[@]}"
	while [ $# -gt 0 ]; do
		case $1 in
		-o) [ $# -gt 1 ] || die 2 "-o: its value is missing"
			output=$2; shift 2 ;;
		*) rest=("$1"); no_rest ;;
		esac
	done
	[ ${#args[@]} -eq 0 ] || die 2 "path ${args[0]}: not understood (scripts/lab --help)"
	[ -z "$output" ] || [ ! -e "$output" ] || die 2 "$output: exists already"
	count_path
	[ -n "$output" ] || output=$here/results/$counted_name
	keep_folder "$counted" "$output"
	path_table "$output" || exit $?
	echo "raw data: $output"
}

# Boots $kernel, twice, and leaves one run directory: $counted, $counted_name.
count_path() {
	local command=(kickbench run --bench path --runs 1 "${inject[@]}") n
	[ -z "$guest" ] || command+=(--guest "$guest")
	[ -z "$protocols" ] || command+=(--protocols "$protocols")
	topology=one
	prepare
	command_line "${command[@]}" >"$scratch/script"
	counted="" children=()
	say "counting on $kernel, $path_boots boots"
	for ((n = 0; n < path_boots; n++)); do
		boot_beside "$n" & children+=($!)
	done
	for ((n = 0; n < path_boots; n++)); do
		wait "${children[n]}" || exit $?
		take_count "$n" "$scratch/boot$n"
	done
	children=()
	same_counts "$counted" || die 4 "$kernel: two boots counted differently (is it an SMP kernel with a tick that moves?)"
}

# Each boot in a process and a folder of its own: they run at once.
boot_beside() {	# NUMBER
	trap stop_qemu EXIT
	trap "exit 4" INT TERM HUP
	rm -rf "${scratch:?}/boot$1"
	mkdir "${scratch:?}/boot$1" && cp "$scratch/script" "$scratch/boot$1/" || die 3 "$scratch: cannot be written"
	scratch=$scratch/boot$1
	boot "$kernel_dir" "$archive"
}

take_count() {	# NUMBER FOLDER
	local found=("$2"/back/files/results/*/*/) status
	status=$(cat "$2/back/status")
	if [ "$status" != 0 ] || [ ${#found[@]} -ne 1 ]; then
		cat "$2/back/stderr" >&2
		exit $((status ? status : 4))
	fi
	if [ "$1" = 0 ]; then
		counted=$scratch/counted
		counted_name=${found[0]#"$2"/back/files/results/}
		counted_name=${counted_name%/}
		mv "${found[0]%/}" "$counted" || die 3 "$scratch: cannot be written"
		rm -f "$counted/summary.csv"
	else
		add_run "${found[0]%/}" "$1" || die 3 "$scratch: cannot be written"
	fi
}

# The rows of another boot, as run NUMBER of the same cells. Where instructions are the clock
# two boots may draw the same boot id: it gets the number.
add_run() {	# FOLDER NUMBER
	local file first
	first=$(tr -d '\r' <"$counted/runs.csv" | awk -F , 'NR == 2 { print $6 }') || return
	for file in samples runs; do
		awk -F , -v OFS=, -v run="$2" -v file="$file" -v first="$first" '
		NR > 1 {
			$2 = run
			if (file == "runs" && $6 == first)
				$6 = first "-" run
			print
		}' "$1/$file.csv" >>"$counted/$file.csv" || return
	done
	awk -F , -v OFS=, -v runs=$(($2 + 1)) 'NR > 1 { $9 = runs } { print }' "$counted/cells.csv" \
		>"$counted/cells.tmp" && mv "$counted/cells.tmp" "$counted/cells.csv"
}

# Whether the least count of each cell and protocol is that of the other boot. Whether the
# others agree with it, the report tells: "not exact".
same_counts() {
	tr -d '\r' <"$1/samples.csv" | tail -n +2 | grep -v warmup | sort -t , -k1,1n -k5,5 -k2,2n -k8,8n |
	awk -F , '
	{ key = $1 "," $5; id = key "," $2 }
	!(id in n) { least[id] = $8; if (key in first && $8 != least[first[key]]) bad = 1 }
	!(key in first) { first[key] = id }
	{ n[id]++ }
	END { exit bad }'
}

keep_folder() {	# FROM TO
	[ ! -e "$2" ] || die 2 "$2: exists already"
	take_folder "$1" "$2"
}

# "guest variant protocol estimate" of every exact count in a run directory.
counts_of() {
	"$top/kickbench" report "$1" --format csv >"$scratch/summary" || return
	tr -d '\r' <"$scratch/summary" | awk -F , '
	NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
	$column["metric"] == "path" && $column["versus"] == "" && $column["estimate"] != "" {
		v = $column["variant"]
		print $column["guest"], v == "" ? "whole" : v, $column["protocol"], $column["estimate"]
	}'
}

# One line per guest and protocol, and what the mask costs.
path_table() {
	counts_of "$1" >"$scratch/counts" || return
	[ -s "$scratch/counts" ] || die 4 "$1: no counts in it"
	echo "exact instructions per KVM_RUN, emulated, $path_boots boots agree: $(release_of "$1")"
	echo
	awk "$counts_reader"'
	BEGIN {
		printf "%-11s %-22s %7s %7s %7s %7s %9s\n", "guest", "protocol", "whole", "entry",
			"exit", "guest", "flag set"
	}
	END {
		for (i = 1; i <= pairs; i++) {
			split(pair[i], p, " ")
			printf "%-11s %-22s %7s %7s %7s %7s %9s\n", p[1], p[2], get(p[1], "whole", p[2]),
				get(p[1], "entry", p[2]), get(p[1], "exit", p[2]), inside(p[1], p[2]),
				get(p[1], "immediate", p[2])
		}
		print ""
		for (i = 1; i <= pairs; i++) {
			split(pair[i], p, " ")
			if (p[2] == "sigmask" && (p[1], "whole", "immediate_exit") in count)
				printf "%s: the mask costs %s instructions%s\n", p[1], mask(p[1], "whole"),
					split_mask(p[1])
		}
	}
	function split_mask(g) {
		if (!((g, "entry", "sigmask") in count)) return ""
		return ": " mask(g, "entry") " on entry, " mask(g, "exit") " on exit"
	}' "$scratch/counts"
}

release_of() {
	awk -F , '$1 == "kernel" { print $2 }' "$1/env.csv" | tr -d '\r"'
}

# Reads counts into count[guest, variant, protocol], and pair[] in order.
# shellcheck disable=SC2016 # awk
counts_reader='
	{
		count[$1, $2, $3] = $4
		if (!(($1, $3) in seen)) { seen[$1, $3] = 1; pair[++pairs] = $1 " " $3 }
	}
	function get(g, v, p) { return (g, v, p) in count ? count[g, v, p] : "-" }
	function inside(g, p) {
		if (!((g, "entry", p) in count) || !((g, "exit", p) in count)) return "-"
		return count[g, "whole", p] - count[g, "entry", p] - count[g, "exit", p]
	}
	function mask(g, v) { return count[g, v, "sigmask"] - count[g, v, "immediate_exit"] }
'
