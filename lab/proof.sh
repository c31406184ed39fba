# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2086,SC2119,SC2154
# scripts/lab proof: a long proof of the source tree (make kill9 and its like), where
# the host at hand has no KVM.

proofs="faults kill9 hostile soak bench-self repeat calibrate"
# What these scripts call and busybox has not, or not the same; they skip what is missing.
proof_programs="bash awk timeout setpriv strace stress-ng"
proof_tools="synth rmath overhead spent"		# of the tests

lab_proof() {	# NAME [ARGUMENT]...
	local programs=() name program
	parse_options --topology 1s --memory 2048 --timeout 7200 "$@"
	name=${rest[0]:-}
	[[ " $proofs " == *" $name "* ]] || die 2 "proof $name: no such proof (there are $proofs)"
	[ -x "$top/scripts/$name" ] || die 3 "$top/scripts/$name: not found (proofs need the source tree)"
	proof_programs_there
	prepare "${programs[@]}"
	mkdir -p "$scratch/job.root/job" && cp -R "$top/scripts" "$scratch/job.root/job/" ||
		die 3 "$scratch: cannot be written"
	proof_script "$name" "${rest[@]:1}" "${args[@]}" >"$scratch/script"
	say "booting $kernel on $topology; what $name says comes when it ends"
	boot "$kernel_dir" "$archive"
	bring_home
	cat "$scratch/back/stdout"
	cat "$scratch/back/stderr" >&2
	exit "$(cat "$scratch/back/status")"
}

# Fills $programs.
proof_programs_there() {
	local program tools=${BUILD:-build}/tests
	[[ $tools = /* ]] || tools=$top/$tools
	for program in $proof_tools; do
		[ -x "$tools/$program" ] || die 3 "$tools/$program: not built yet (make tests)"
		programs+=("$tools/$program")
	done
	for program in $proof_programs; do
		program=$(command -v "$program") && programs+=("$program")
	done
}

# The script as it lies in the tree, seen from its folder; what it takes from the environment.
proof_script() {	# NAME [ARGUMENT]...
	local variable
	for variable in LIMIT SEED ALL; do
		[ -z "${!variable:-}" ] || echo "export $variable=$(quoted "${!variable}")"
	done
	cat <<-'END'
		chmod 660 /dev/kvm
		mkdir -p build/tests
		mv /job/scripts scripts
		ln -s /usr/bin/kickbench kickbench
	END
	printf 'ln -s /usr/bin/%s build/tests/\n' $proof_tools
	printf 'BUILD=build exec bash scripts/'
	command_line "$@"
}
