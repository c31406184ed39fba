# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# scripts/lab proof: a long proof of the source tree (make kill9 and its like), where
# the host at hand has no KVM.

proofs="faults kill9 hostile soak"
# What these scripts call and busybox has not, or not the same; hostile skips what is missing.
proof_programs="bash timeout setpriv strace stress-ng"

lab_proof() {	# NAME [ARGUMENT]...
	local programs=() name program synth=${BUILD:-build}/tests/synth
	parse_options --topology 1s --memory 2048 --timeout 7200 "$@"
	name=${rest[0]:-}
	[[ " $proofs " == *" $name "* ]] || die 2 "proof $name: no such proof (there are $proofs)"
	[ -x "$top/scripts/$name" ] || die 3 "$top/scripts/$name: not found (proofs need the source tree)"
	[[ $synth = /* ]] || synth=$top/$synth
	[ -x "$synth" ] || die 3 "$synth: not built yet (make tests)"
	for program in $proof_programs; do
		program=$(command -v "$program") && programs+=("$program")
	done
	prepare "$synth" "${programs[@]}"
	mkdir -p "$scratch/job.root/job" && cp "$top/scripts/$name" "$scratch/job.root/job/proof" ||
		die 3 "$scratch: cannot be written"
	proof_script "$name" "${rest[@]:1}" "${args[@]}" >"$scratch/script"
	say "booting $kernel on $topology; what $name says comes when it ends"
	boot "$kernel_dir" "$archive"
	bring_home
	cat "$scratch/back/stdout"
	cat "$scratch/back/stderr" >&2
	exit "$(cat "$scratch/back/status")"
}

# The script as it lies in the tree, seen from its folder; what it takes from the environment.
proof_script() {	# NAME [ARGUMENT]...
	local variable
	for variable in LIMIT SEED ALL; do
		[ -z "${!variable:-}" ] || echo "export $variable=$(quoted "${!variable}")"
	done
	cat <<-'END'
		chmod 660 /dev/kvm
		mkdir -p scripts build/tests
		ln -s /usr/bin/kickbench kickbench
		ln -s /usr/bin/synth build/tests/synth
	END
	printf 'mv /job/proof scripts/%s\nBUILD=build exec bash scripts/' "$1"
	command_line "$@"
}
