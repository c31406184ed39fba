#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bench race by the command line: 100,000 kicks without a loss where the machine
# is fast enough for that in half a minute, controls that fail, and bad input.
. "$(dirname "$0")/tap.sh"

fails 2 "an unknown protocol is status 2" "$kickbench" plan --bench race --protocols zonk
like "and the known ones are listed" "$(cat "$tmp/.out")" "immediate_exit_direct"
fails 2 "an unknown case is status 2" "$kickbench" plan --bench race --variant zonk
fails 2 "soak takes a number" "$top/scripts/soak" many

if ! have_kicks; then
	skip "kicks" "no access to /dev/kvm, or the thread sanitizer"
	done_testing
fi
if have taskset; then
	cpu=$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' /proc/self/status)
	fails 3 "no second CPU for the kicker is status 3" \
		taskset -c "$cpu" "$kickbench" run --bench race --runs 1 --blocks 1 -o "$tmp/one"
else
	skip "no second CPU" "no taskset"
fi
if [ "$(nr_cpus)" -lt 2 ]; then
	skip "kicks" "one CPU; a kicker needs its own"
	done_testing
fi

safe=sigmask,immediate_exit,immediate_exit_direct,clear_first,resend
hunt() {
	"$kickbench" run --bench race --variant plain --protocols $safe --runs 1 --blocks "$1" \
		-o "$tmp/race$1" >"$tmp/table" 2>"$tmp/err"
}
# Sums column $2 of the rows of protocols that match $3.
sum() {
	awk -F, -v c="$2" -v p="$3" '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["protocol"] ~ p { s += $at[c] }
	END { print s + 0 }' "$1/race.csv"
}

# A short hunt tells how long a long one may be; the controls take their seconds in both.
start=$(date +%s)
hunt 10
is "a short hunt ends well" "$?" 0
diag <"$tmp/err"
took=$(($(date +%s) - start - 6))
[ $took -ge 1 ] || took=1
blocks=$((300 / took))
[ $blocks -le 200 ] || blocks=200
[ $blocks -ge 11 ] || blocks=11
hunt $blocks
is "a longer one too" "$?" 0
diag <"$tmp/err"

dir=$tmp/race$blocks
echo "# kicks: $(sum "$dir" kicks "^(sigmask|immediate_exit|immediate_exit_direct|clear_first|resend)\$")"
for p in $(echo $safe | tr , ' '); do
	is "$p took all its kicks" "$(sum "$dir" kicks "^$p\$")" $((blocks * 100))
	is "$p lost none" "$(sum "$dir" lost "^$p\$")" 0
done
ok "naive loses" [ "$(sum "$dir" lost '^naive$')" -gt 0 ]
ok "clear_after_check loses" [ "$(sum "$dir" lost '^clear_after_check$')" -gt 0 ]
ok "never_clear shows stale exits" [ "$(sum "$dir" stale '^never_clear$')" -gt 0 ]
done_testing
