# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# scripts/lab run and shell.

# The program to boot: what `make` built.
program() {
	[ -x "$top/kickbench" ] || die 3 "$top/kickbench: not built yet (make)"
	echo "$top/kickbench"
}

# Kernel and initramfs, into $kernel_dir and $archive.
# shellcheck disable=SC2120 # the tests give it programs
prepare() {	# PROGRAM...
	local kickbench
	kickbench=$(program) || exit $?
	kernel_dir=$(kernel_folder "$kernel") || exit $?
	archive=$(locked initramfs initramfs "$kernel_dir" "$kickbench" "$@") || exit $?
}

# The command as the emulated host's shell shall read it.
command_line() {
	local word
	for word; do
		quoted "$word"
		printf ' '
	done
	echo
}

# -o of `kickbench run`, however it is spelled: the folder is made inside as "output",
# and comes back under the name that was asked for. --plots: they are drawn here, where
# gnuplot is. Fills $inner, $output and $plots.
take_output() {
	inner=() output='' plots=''
	while [ $# -gt 0 ]; do
		case $1 in
		-o | --o | --ou | --out | --outp | --outpu | --output)
			[ $# -gt 1 ] || die 2 "$1: its value is missing"
			output=$2; shift ;;
		-o?*) output=${1#-o} ;;
		--o=* | --ou=* | --out=* | --outp=* | --outpu=* | --output=*) output=${1#*=} ;;
		--plo | --plot | --plots) plots=yes ;;
		*) inner+=("$1") ;;
		esac
		shift
	done
	[ -z "$output" ] || inner+=(-o output)
	[ -z "$output" ] || { [ ! -e "$output" ] && [ ! -L "$output" ]; } || die 2 "$output: exists already"
}

lab_run() {
	local inner output plots status
	parse_options "$@"
	no_rest
	[ ${#args[@]} -gt 0 ] || args=(run)
	inner=("${args[@]}") output='' plots=''
	[ "${args[0]}" != run ] || take_output "${args[@]}"
	prepare
	{ printf 'exec kickbench '; command_line "${inner[@]}"; } >"$scratch/script"
	say "booting $kernel on $topology"
	boot "$kernel_dir" "$archive"
	bring_home
	OUTPUT=$output awk '$0 == "raw data: output" { $0 = "raw data: " ENVIRON["OUTPUT"] } { print }' "$scratch/back/stdout"
	cat "$scratch/back/stderr" >&2
	status=$(cat "$scratch/back/status")
	[ -z "$plots" ] || draw
	exit "$status"
}

# Run directories come back to where `kickbench run` would have put them here.
bring_home() {
	local folder
	taken=()
	for folder in "$scratch"/back/files/results/*/*/; do
		folder=${folder%/}
		take_folder "$folder" "$here/results/${folder#"$scratch"/back/files/results/}"
	done
	for folder in "$scratch"/back/files/output "$scratch"/back/files/output.partial; do
		[ ! -d "$folder" ] || take_folder "$folder" "$output${folder#"$scratch"/back/files/output}"
	done
}

take_folder() {	# FROM TO
	mkdir -p "$(dirname "$2")" && cp -r "$1" "$2.arriving" && mv -T "$2.arriving" "$2" ||
		die 3 "$2: cannot be written"
	taken+=("$2")
}

# The pictures of what came home; a table there is already.
draw() {
	local folder
	for folder in "${taken[@]}"; do
		[[ $folder != *.partial ]] || continue
		"$top/kickbench" report "$folder" --plots >/dev/null || :	# its answer was given
		[ ! -d "$folder/plots" ] || echo "pictures: $folder/plots"
	done
}

lab_shell() {
	parse_options "$@"
	no_rest
	[ -t 0 ] && [ -t 1 ] || die 2 "shell: needs a terminal"
	prepare
	: >"$scratch/script"
	boot_shell
}

boot_shell() {
	local machine cpu lab_job=shell
	need qemu-system-x86_64 qemu-system-x86
	memory_of "$topology"
	nodes_of "$topology" "$memory"
	cpu_arguments "$topology"
	settings
	pack "$scratch/job.root" "$scratch/job.cpio" && cat "$archive" "$scratch/job.cpio" >"$scratch/initrd"
	echo "kickbench is in the path; exit, or Ctrl-A x, ends the emulated host."
	# Beside this shell, which can then end it when a signal comes.
	exec 5<&0
	qemu-system-x86_64 "${cpu[@]}" "${machine[@]}" -kernel "$kernel_dir/vmlinuz" \
		-initrd "$scratch/initrd" -append "$append quiet" -display none \
		-no-reboot -nodefaults -no-user-config -serial mon:stdio -serial null <&5 &
	qemu_pid=$!
	wait "$qemu_pid"
	qemu_pid=
}
