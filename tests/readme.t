#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every command that README.md shows is run. The two that a newcomer types first
# are tried with -n (make check is what runs this test); what needs KVM or an
# emulated host is parsed here, and run where there is a KVM.
. "$(dirname "$0")/tap.sh"

commands() { sed -n 's/^    \(\(sudo \|\.\/kickbench\|scripts\/\)[^#]*[^# ]\).*/\1/p' "$top/README.md"; }

# In a folder of its own, so that results land there.
mkdir "$tmp/here" && cd "$tmp/here" || exit 1
ln -s "$kickbench" kickbench
ln -s "$top/scripts" scripts

# small COMMAND: the same measurement, of a few exits.
small() {
	case $1 in
	*" --bench race "*) echo "$1 --runs 1 --blocks 1 --variant plain" ;;
	*" --bench kick,"*) echo "$1 --runs 1 --blocks 1" ;;
	*" run "*batches-of*) echo "$1 --runs 2 --blocks 2" ;;
	*" run "* | *nightly*) echo "$1 --runs 2 --blocks 2 --batch 8" ;;
	*) echo "$1" ;;
	esac
}

# On a host of two nodes, which this one may lack: what would be measured.
on_two_nodes() {
	plan=$(echo "$1" | sed 's/^sudo //; s/ run / plan /; s/ -o .*//')
	HWLOC_SYNTHETIC='pack:2 [numa(memory=4294967296)] core:4 pu:2' sh -c "$plan"
}

run_here() {
	case $1 in
	"sudo make "*) ok "$1 (make -n)" make -n -C "$top" "${1##* }" ;;
	"sudo systemctl daemon-reload") ;;
	"sudo systemctl "*) ok "$1 (its unit)" [ -f "scripts/systemd/${1##* }" ] ;;
	"scripts/soak "*) ok "$1 (its usage)" scripts/soak --help ;;
	*remote-home*) ok "$1 (planned)" on_two_nodes "$1" ;;
	"scripts/lab "*) ok "$1 (its options)" sh -c "scripts/lab help | grep -q -- '${2#scripts/lab }'" ;;
	*" compare base patched"*) ok "$1" reads patched "$1" ;;
	*" track history") ok "$1" reads history "$1" ;;
	*" run "* | *nightly* | *" abi")
		if have_kicks && [ "$(nr_cpus)" -ge 2 ]; then
			ok "$1" sh -c "$(small "$1")"
		else
			skip "$1" "no access to /dev/kvm, one CPU, or the thread sanitizer"
		fi ;;
	*) ok "$1" sh -c "$1" ;;
	esac
}

# reads DIR COMMAND: short runs on a busy host may differ (1) or lose a run (4); without the
# directory there is nothing to read (2).
reads() {
	sh -c "$2"
	case $? in
	2) [ ! -d "$1" ] ;;
	0 | 1 | 4) [ -d "$1" ] ;;
	*) return 1 ;;
	esac
}

commands >"$tmp/commands"
ok "README.md shows commands" [ "$(wc -l <"$tmp/commands")" -ge 10 ]
while read -r command; do
	verb=$(echo "$command" | cut -d' ' -f1,2)
	run_here "$command" "$verb"
done <"$tmp/commands"

# What it names is there.
for path in $(grep -o '](\([a-zA-Z/.0-9]*\))' "$top/README.md" | tr -d ']()') $(sed -n 's/^| `\([a-z]*\/\)`.*/\1/p' "$top/README.md"); do
	ok "README.md names $path" [ -e "$top/$path" ]
done
done_testing
