# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2015,SC2034,SC2119,SC2154
# scripts/lab test: the unit tests that need KVM, where KVM is real; and fetch,
# which has a kernel ready before the clock of a test runs.

test_limit=40		# seconds that one test binary may take there
test_budget=60		# seconds after which no further one is begun

lab_fetch() {
	parse_options "$@"
	no_rest
	kernel_folder "$kernel" >/dev/null
}

lab_test() {
	local programs=()
	parse_options --timeout 115 "$@"
	programs=("${rest[@]}")
	[ ${#programs[@]} -gt 0 ] || mapfile -t programs < <(kvm_tests)
	[ ${#programs[@]} -gt 0 ] || die 3 "test: no test binary that needs KVM (the source tree has them: make tests)"
	grep -qaE '__(a|t|ub)san_' "${programs[@]}" 2>/dev/null && die 3 "built with a sanitizer"
	for program in "${programs[@]}"; do
		[ -x "$program" ] || die 3 "$program: not built yet (make tests)"
	done
	prepare "${programs[@]}"
	test_script "${programs[@]}" >"$scratch/script"
	boot "$kernel_dir" "$archive"
	print_tap "${programs[@]}"
}

# Those whose source opens KVM, or skips without it; and those that count, for which the host
# may tell no tracepoints.
kvm_tests() {
	local build=${BUILD:-build}
	[[ $build = /* ]] || build=$top/$build
	[ -d "$top/tests" ] || return
	grep -lE '(tests/(kvm|siglock)|harness/counting)\.h"|need_kvm|vm_open\(' "$top"/tests/test_*.c |
	while read -r source; do
		echo "$build/tests/$(basename "$source" .c)"
	done
}

# On the emulated host: each binary, bounded; once more if it fails (but not if it
# hangs), as times there are those of a busy host.
test_script() {
	local program
	echo "export CMOCKA_MESSAGE_OUTPUT=TAP"
	echo "end=\$((\$(cut -d . -f 1 /proc/uptime) + $test_budget))"
	for program; do
		program=$(basename "$program")
		cat <<-END
			[ \$(cut -d . -f 1 /proc/uptime) -gt \$end ] ||
			for try in 1 2; do
				timeout -k 5 $test_limit $program >$program.tap 2>$program.err </dev/null
				echo \$? >$program.status
				! grep -Eq '^(0|124|137|143)\$' $program.status || break
			done
		END
	done
}

# A test that does not end has failed, but where QEMU itself may be at fault (boot.sh,
# stale_int3: the emulated kernel can also lock up there), or where it was never begun.
not_done() {	# PROGRAM, STATUS or nothing
	if [ -n "$2" ] && qemu_is_sound; then
		echo "not ok 0 - $1: not done within $test_limit s"
	elif [ -n "$2" ]; then
		echo "ok 0 - $1 # SKIP not done within $test_limit s of emulation by a QEMU before 8.1"
	else
		echo "ok 0 - $1 # SKIP not begun within $test_budget s of emulation"
	fi
}

# The results of all as one TAP stream; mended as tests/exec does it.
print_tap() {
	local program status tap
	for program; do
		program=$(basename "$program")
		status=$(cat "$scratch/back/files/$program.status" 2>/dev/null)
		tap=$scratch/back/files/$program.tap
		# What it had found before it hung, too.
		[ ! -e "$tap" ] || sed "s/^\(\(not \)\?ok [0-9]* \)\(- \)\?/\1- $program: /" "$tap"
		case ${status:-124} in
		0) grep -q '^ok ' "$tap" || echo "not ok 0 - $program: no result" ;;
		124 | 137 | 143) not_done "$program" "$status" ;;
		*)	sed 's/^/# /' "$scratch/back/files/$program.err"
			grep '^not ok ' "$tap" | grep -qv '# SKIP' ||
				echo "not ok 0 - $program: ended with status $status" ;;
		esac
	done | awk '
		/^1\.\.[0-9]+$/ { next }
		/^(not )?ok / {
			n++
			sub(/ [0-9]+/, " " n)
			if (/# SKIP/) sub(/^not ok/, "ok")
			if (/^not ok/) bad = 1
		}
		{ print }
		END { print "1.." n + 0; exit bad }'
}
