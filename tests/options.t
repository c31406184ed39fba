#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bad command lines: one line on standard error, the right exit status, nothing
# on standard output, nothing written - all without KVM.
. "$(dirname "$0")/tap.sh"
cd "$tmp" || exit 1

# Without KVM, whatever the host has: a usage error must come first.
export KICKBENCH_KVM="$tmp/no-kvm"

# refuses STATUS PATTERN ARGS...: also prints nothing and leaves nothing behind.
refuses() {
	_want=$1 _pattern=$2
	shift 2
	"$kickbench" "$@" >out 2>err
	_got=$?
	_lines=$(wc -l <err)
	_out=$(wc -c <out)
	_left=$(ls -A | grep -vE '^(out|err|\.out|taken|taken\.partial|file|there.*)$')
	if [ "$_got" = "$_want" ] && [ "$_lines" = 1 ] && [ "$_out" = 0 ] && [ -z "$_left" ] &&
		grep -q '^kickbench: ' err && grep -Eq -- "$_pattern" err; then
		passed "$*: $_want"
	else
		not_passed "$*: $_want"
		{ echo "status $_got, $_lines lines, $_out bytes on stdout, left: $_left"; cat err; } | diag
	fi
}

refuses 2 'help' # no command at all
refuses 2 'run.*plan.*report' nonsense
refuses 2 'no such benchmark.*exit.*entry' run --bench nonsense
refuses 2 'no such guest.*pmtimer' run --guest nonsense
refuses 2 'no such protocol.*sigmask' run --protocols sigmask,nonsense
refuses 2 'none of the benchmarks counts' plan --bench kick --counters default
refuses 2 'no such option.*--bench' run --nonsense
refuses 2 ': -x: no such option' run --bench exit -xp
refuses 2 'compare -x: no such option' compare a b -xp
refuses 2 'missing' run --bench
refuses 2 'not an option' run nonsense
refuses 2 'empty' run --bench ''
refuses 2 'empty' run --guest pmtimer,,cmos
refuses 2 'twice' run --protocols sigmask,sigmask
refuses 2 'empty' run --batches-of ''
refuses 2 'no run directory' run --batches-of "$tmp"
refuses 2 'no run directory' plan --batches-of "$tmp/nothing"
refuses 2 'one length' run --batch 8 --batches-of "$tmp"
for bad in 0 -1 x 1.5 99999999999999999999 '' ' 1'; do
	refuses 2 'from 1 to' run --runs "$bad"
	refuses 2 'from 1 to' run --blocks "$bad"
	refuses 2 'from 1 to' run --batch "$bad"
	refuses 2 'from 1 to' run --kick-rate "$bad"
done
for bad in 0 1 99 .4 x nan ''; do
	refuses 2 'from 0.5' run --level "$bad"
done
refuses 2 'whole' run --seed x
refuses 2 'whole' run --seed 18446744073709551616
refuses 2 'size' run --vcpus 0
refuses 2 'size' run --vcpus 4-1
refuses 2 'size' run --vcpus nonsense
refuses 2 'one vCPU' run --bench kick --vcpus 2
refuses 2 'takes no value' run --vmm-lock=yes
refuses 2 'takes no value' run --plots=
refuses 2 'twice' run --place local,local
refuses 2 'empty' run --place local,
refuses 2 'no other option' run --resume=nonsense --runs=5
refuses 2 'no argument' --version now
refuses 2 'no such command' help worker
refuses 2 'no such command.*list' --help nonsense
long=$(printf '%0300d/%0300d' 0 0)
refuses 2 'no such command \(there are run' "$long"
refuses 2 'whole one from 1' run --runs "$long"
refuses 2 'no such run directory \(' run --resume "$long"
refuses 2 'one vCPU' run --bench kick,race --vcpus 2-4
refuses 2 'place' run --place nonsense
refuses 3 'node' run --place 0/999/0
refuses 2 'PROTOCOL=NS' run --inject sigmask
refuses 2 'inject =50: not PROTOCOL=NS' run --inject =50
refuses 2 'inject sigmask: ns x: ' run --inject sigmask=x
refuses 2 'no such protocol' run --inject nonsense=5
refuses 2 'whole' run --inject sigmask=-5
refuses 2 'whole' run --inject sigmask=5x
refuses 2 'among' run --bench exit --inject naive=5
refuses 2 'nonsense' run --counters nonsense
refuses 2 'cannot use it' run --bench exit --guest spin
refuses 2 'run directory' run --resume nonsense
refuses 2 'no other option' run --resume nonsense --runs 5
refuses 2 'plan writes nothing' plan -o x
refuses 2 'empty' run -o ''
mkdir taken there.partial
echo >file
refuses 2 'exists' run -o taken
refuses 2 'exists.*resume' run -o there
refuses 2 'look unfinished \(' run -o new.partial
refuses 2 'look unfinished \(' run -o new.partial/
refuses 2 'exists' run -o file
refuses 2 'cannot be made|directory' run -o file/below
refuses 2 'cannot be made' run -o /proc/kickbench/run
ln -s nowhere there.link
refuses 2 'exists' run -o there.link
refuses 2 'run directory|env.csv' run --resume taken
refuses 2 'no such argument' list nonsense
refuses 2 'no such command' help nonsense
refuses 2 'too many' help run plan
refuses 2 'started by' worker

# A host without KVM: only when all else is right.
refuses 3 'no-kvm.*\(' run
refuses 3 'no-kvm.*\(' run --bench exit --guest pmtimer -o new
: >file
KICKBENCH_KVM=$tmp/file
refuses 3 'no KVM device' run
KICKBENCH_KVM=$tmp/no-kvm
export HWLOC_SYNTHETIC='pack:2 [numa] core:2 pu:1'
refuses 2 'HWLOC' run
unset HWLOC_SYNTHETIC

is_root() { [ "$(id -u)" = 0 ]; }
if is_root && setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$kickbench" -a -x "$tmp/.." 2>/dev/null; then
	mkdir -m 755 there.root
	chmod 711 "$tmp"
	as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
	one_line "a directory that one may not write to" as_nobody "$kickbench" run -o there.root/run
	fails 2 "... is a usage error" as_nobody "$kickbench" run -o there.root/run
	: >there.kvm
	chmod 600 there.kvm
	KICKBENCH_KVM=$tmp/there.kvm
	fails 3 "a KVM device that one may not open" as_nobody "$kickbench" run -o /tmp/kickbench-nobody-$$
	like "... says what to do" "$(as_nobody "$kickbench" run -o /tmp/kickbench-nobody-$$ 2>&1)" 'sudo|group'
else
	skip "a directory that one may not write to" "needs root, and a checkout that others can read"
fi
KICKBENCH_KVM=$tmp/no-kvm

# What needs no KVM.
ok "plan" "$kickbench" plan
synth=${BUILD:-$top/build}/tests/synth
case $synth in /*) ;; *) synth=$top/$synth ;; esac
"$synth" before --runs 2 --blocks 2 --bench exit --batch 16
like "batches as long as before" "$("$kickbench" plan --bench exit --batches-of before)" "pmtimer .* batch=16$"
ok "every benchmark with one guest" "$kickbench" plan --bench all --guest pmtimer
ok "... with any number of vCPUs" "$kickbench" plan --bench all --vcpus max
like "many vCPUs exit" "$("$kickbench" plan --bench exit --guest pmtimer --vcpus 2)" 'exit .*vcpus=2 cpus=[0-9]+,[0-9]+ '
ok "list" "$kickbench" list
like "... who uses a protocol" "$(cat "$tmp/.out")" '\(Firecracker since '
ok "--version" "$kickbench" --version
like "--version names optional parts" "$("$kickbench" --version)" '^built with: siglock'
ok "help" "$kickbench" help
is "--help is help" "$("$kickbench" --help run)" "$("$kickbench" help run)"
is "plan's help has no option that it refuses" "$("$kickbench" help plan | grep -c -e --resume -e --output)" 0
for command in run plan report compare track abi topo env list help; do
	like "help $command" "$("$kickbench" help $command)" "^usage: kickbench $command"
done
like "run --help is help run" "$("$kickbench" run --help)" '--null-control'
is "one line a cell" "$("$kickbench" plan --bench exit --guest pmtimer,cmos | wc -l)" 2
like "a plan names the CPUs" "$("$kickbench" plan --bench exit --guest pmtimer)" 'cpus=[0-9]+'
is "sizes by default: each up to 4, then doubling, and all" \
	"$(HWLOC_SYNTHETIC='core:14 pu:1' "$kickbench" plan --bench contend |
		grep -o 'vcpus=[0-9]*' | tr -d 'a-z=' | tr '\n' ' ')" \
	"1 2 3 4 8 14 "
HWLOC_SYNTHETIC='pack:2 [numa] core:4 pu:1' "$kickbench" plan --bench contend --vcpus 4 --place 0/1/0 >plan
like "a plan for a host that one does not have" "$(cat plan)" 'cpus=4,5,6,7 '
if [ -w /dev/full ]; then
	"$kickbench" list >/dev/full 2>err
	is "a full disk under standard output is no success" $? 4
	is "... and one line" "$(wc -l <err)" 1
fi
# Where standard output is closed, the first file opened must not take its place.
"$kickbench" topo 2>err >&-
is "a closed standard output is no success" $? 4
is "... and one line" "$(wc -l <err)" 1
"$kickbench" nonsense >out 2>&-
is "a closed standard error changes nothing" "$?, $(cat out)" "2, "
like "an unknown variant lists the known ones" "$("$kickbench" plan --variant nonsense 2>&1)" \
	'there are plain, .*storm.*, and all'
like "all variants" "$(HWLOC_SYNTHETIC="numa:1 core:8 pu:1" "$kickbench" plan --bench pause --variant all)" \
	'variant=storm '
like "what --inject takes" "$("$kickbench" plan --inject all=5 2>&1)" ', and null\)'
like "an empty argument" "$("$kickbench" plan '' 2>&1)" "^kickbench: '': not an option"
for vcpus in max all 1-2; do
	like "$vcpus do not make the kicker share a CPU" "$(HWLOC_SYNTHETIC=pu:1 "$kickbench" plan \
		--bench exit --guest pmtimer --vcpus $vcpus --kick-rate 5)" 'needs a second CPU for the kicker'
done
like "a number that is named does" "$(HWLOC_SYNTHETIC=pu:1 "$kickbench" plan --bench exit \
	--guest pmtimer --vcpus 1 --kick-rate 5)" 'oversubscribed'
is "env is of this host" "$(HWLOC_SYNTHETIC='numa:9 pu:2' "$kickbench" env | grep -c '^nodes  *9')" 0
ok "... and is told" sh -c 'HWLOC_SYNTHETIC="numa:9 pu:2" "$0" env | grep -q "^nodes  *[0-9]"' "$kickbench"
is "a name that all contains adds nothing" "$(HWLOC_SYNTHETIC=pu:4 "$kickbench" plan --bench all,exit)" \
	"$(HWLOC_SYNTHETIC=pu:4 "$kickbench" plan --bench all)"
like "path is named by itself" "$(HWLOC_SYNTHETIC=pu:4 "$kickbench" plan --bench all,path)" '^[0-9]+ +path '
done_testing
