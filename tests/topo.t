#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# topo, env, and places on the command line: what they print, what they refuse.
. "$(dirname "$0")/tap.sh"
two='pack:2 [numa(memory=4294967296)] core:4 pu:2'
lone='pack:1 [numa(memory=4294967296)] core:1 pu:1'

planned() { HWLOC_SYNTHETIC=$1 "$kickbench" plan --bench exit --guest pmtimer --place "$2"; }
synthetic() { HWLOC_SYNTHETIC=$1 "$kickbench" topo; }
from_xml() { HWLOC_XMLFILE=$1 "$kickbench" topo; }

# -- this host --
ok "topo" "$kickbench" topo
like "topo names the usable CPUs" "$("$kickbench" topo)" '^usable CPUs: [0-9]'
like "topo names local" "$("$kickbench" topo)" '^place local: [0-9]+/[0-9]+/[0-9]+ '
ok "env" "$kickbench" env
env=$("$kickbench" env)
for key in kernel cmdline cpu mitigations spinlock clocksource numa compiler tool_version \
	kvm_module hypervisor governor; do
	like "env tells $key" "$env" "^$key +[^ ]"
done
like "env says what could disturb" "$env" '^what could disturb'
cpu=$("$kickbench" topo | sed -n 's/^usable CPUs: \([0-9]*\).*/\1/p')
if have taskset; then
	like "taskset narrows the usable CPUs" "$(taskset -c "$cpu" "$kickbench" topo)" \
		"^usable CPUs: $cpu;"
	like "one usable CPU is said to disturb" "$(taskset -c "$cpu" "$kickbench" env)" \
		'one usable CPU'
else
	skip "taskset" "there is no taskset"
fi

# -- hosts that we do not have --
like "two sockets" "$(synthetic "$two")" '2 packages, 2 nodes, 8 cores, 16 CPUs'
like "every distinct place" "$(synthetic "$two")" \
	'^place all: 0/0/0 0/0/1 0/1/0 0/1/1 0/0\+1/0 0/0\+1/1$'
like "SMT siblings" "$(synthetic "$two")" '^core 0: node 0, package 0, SMT siblings 0-1'
like "one node has no remote place" "$(synthetic "$lone")" '^place spread: none here'
like "distances from a file" "$(from_xml tests/topologies/snc2_smt.xml)" \
	'^node 0: .*distance 0:10 1:12 2:21 3:21'
like "a node of CPUs only" "$(from_xml tests/topologies/cpu_only.xml)" \
	'^node 1: .*no memory \(node 0 serves\)'
like "a node of memory only" "$(from_xml tests/topologies/memory_only.xml)" '^node 1: .*no CPUs'
sed 's/allowed_nodeset="0x000000ff"/allowed_nodeset="0x000000fe"/' \
	"$top/tests/topologies/eight_sockets.xml" >"$tmp/forbidden.xml"
like "memory that a cpuset forbids is none" "$(from_xml "$tmp/forbidden.xml")" \
	'^node 0: .*no memory \(node [1-7] serves\)'
like "... and nobody's home" "$(HWLOC_XMLFILE=$tmp/forbidden.xml "$kickbench" plan --bench exit \
	--guest pmtimer --vcpus 1)" ' home=1 '
like "kinds of cores" "$(from_xml tests/topologies/hybrid.xml)" '^core 0: node 0, kind 0, '
like "the faster kind comes first, SMT siblings of it before the other" \
	"$(HWLOC_XMLFILE=$top/tests/topologies/hybrid.xml "$kickbench" plan --bench exit \
	--guest pmtimer --vcpus 8)" ' cpus=6,8,10,5,7,9,11,0 '
like "holes in the numbers" "$(from_xml tests/topologies/holes.xml)" \
	'^usable CPUs: 1-2,4-7,9,12-15;'
# A kicker without a CPU of its own.
like "under --kick-rate a kicker beside the only vCPU is marked" "$(HWLOC_SYNTHETIC="numa:1 core:1 pu:1" \
	"$kickbench" plan --bench exit --guest pmtimer --kick-rate 100)" ' variant=kick_rate=100\+oversubscribed '

# As many kickers of a storm as there are CPUs for, beside the vCPUs.
storm() { HWLOC_SYNTHETIC=$1 "$kickbench" plan --bench pause --variant storm --vcpus "$2"; }
like "each kicker of a storm has a CPU" "$(storm "numa:1 core:12 pu:1" 1)" ' service=([0-9]+,){7}[0-9]+ '
like "... as far as there are any" "$(storm "numa:1 core:6 pu:1" 3)" ' service=([0-9]+,){2}[0-9]+ '
like "... and one at least" "$(storm "numa:1 core:2 pu:1" 9)" " service=[0-9]+ "
like "plan takes a place" "$(planned "$two" remote-home)" '0/1/0'

# -- what is refused --
fails 2 "topo takes no argument" "$kickbench" topo now
fails 2 "env takes no argument" "$kickbench" env now
fails 2 "no topology in HWLOC_SYNTHETIC" env HWLOC_SYNTHETIC=nonsense "$kickbench" topo
one_line "... says so" env HWLOC_SYNTHETIC=nonsense "$kickbench" topo
fails 2 "no such HWLOC_XMLFILE" env HWLOC_XMLFILE="$tmp/none" "$kickbench" topo
echo '<topology' >"$tmp/broken.xml"
fails 2 "a broken HWLOC_XMLFILE" env HWLOC_XMLFILE="$tmp/broken.xml" "$kickbench" plan
one_line "... says so" env HWLOC_XMLFILE="$tmp/broken.xml" "$kickbench" plan
fails 2 "run refuses HWLOC_SYNTHETIC" env HWLOC_SYNTHETIC="$two" "$kickbench" run -o "$tmp/run"
fails 2 "run refuses HWLOC_XMLFILE" env HWLOC_XMLFILE=tests/topologies/holes.xml \
	"$kickbench" run -o "$tmp/run"
fails 3 "a node that is not there" planned "$two" 0/7/0
one_line "... says so" planned "$two" 0/7/0
planned "$two" 0/7/0 >"$tmp/out" 2>&1 || :
like "... and lists those that are" "$(cat "$tmp/out")" 'usable CPUs: 0-1'
fails 3 "no remote node" planned "$lone" remote-home
fails 2 "no place at all" planned "$two" nowhere
fails 2 "half a place" planned "$two" 0/1
fails 2 "an event that nobody knows" "$kickbench" run --counters no-such-event -o "$tmp/run"
one_line "... says so" "$kickbench" run --counters no-such-event -o "$tmp/run"
# -- without rights: counters are told as absent, with the reason --
nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
paranoid=$(cat /proc/sys/kernel/perf_event_paranoid 2>/dev/null || echo 0)
if ! is_root || ! have setpriv || ! nobody test -x "$kickbench" 2>/dev/null; then
	skip "counters without rights" "this takes root, setpriv and a tree that others can read"
elif [ "$paranoid" -lt 2 ]; then
	skip "counters without rights" "perf_event_paranoid is $paranoid: everybody may count"
else
	nobody "$kickbench" run --counters context-switches,siglock -o "$tmp/run" \
		>"$tmp/out" 2>&1 </dev/null || :
	like "an event without the right to it" "$(cat "$tmp/out")" \
		"^kickbench: .*context-switches.*EACCES: perf_event_paranoid is $paranoid"
	like "siglock without the right to BPF" "$(cat "$tmp/out")" '^kickbench: .*siglock: '
	is "... instead of which nothing is counted that takes a right, too" \
		"$(grep -c 'contention_begin instead' "$tmp/out")" 0
fi
# A tracefs that root alone may read, as it is mounted everywhere, is one all the same.
root_only='t=/sys/kernel/tracing; mount -t tmpfs -o mode=0700 none $t && mkdir $t/events'
if ! is_root || ! have setpriv || ! nobody test -x "$kickbench" 2>/dev/null ||
   ! unshare -m sh -c "$root_only" 2>/dev/null; then
	skip "tracepoints without rights" "this takes root, setpriv and a mount of one's own"
else
	like "tracepoints without rights" "$(unshare -m sh -c "$root_only"' && exec setpriv \
		--reuid=65534 --regid=65534 --clear-groups "$@"' sh \
		"$kickbench" run --counters kvm:kvm_exit -o "$tmp/run" 2>&1 </dev/null)" \
		'not counted: kvm:kvm_exit: EACCES'
fi
is "nothing was written" "$(ls "$tmp" | grep -c '^run')" 0
done_testing
