#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# scripts/soak, with a stand-in for kickbench run that writes the race.csv it is told.
. "$(dirname "$0")/tap.sh"
mkdir -p "$tmp/tree/scripts"
cp "$top/scripts/soak" "$tmp/tree/scripts"
cd "$tmp/tree" || exit 1
# What is named after a protocol: PROTOCOL.rows, PROTOCOL.status.
cat >kickbench <<'E2'
#!/bin/sh
echo "$@" >>log
for dir; do :; done
p=${dir##*/}
p=${p%%-*}
if [ -f "$p.rows" ]; then
	mkdir "$dir"
	cp "$p.rows" "$dir/race.csv"
fi
exit "$(cat "$p.status" 2>/dev/null || echo 0)"
E2
chmod +x kickbench
# rows PROTOCOL KICKS LOST: in two runs, beside a control that lost some
rows() {
	cat >"$1.rows" <<E2
spurious,run,protocol,kicks,stale,lost,vcpu,late
1,0,naive,77,0,7,0,0
2,0,$1,$2,20,$3,0,200
3,1,$1,$2,30,0,0,300
E2
}
soak() { scripts/soak "$@" 2>err; }

rows sigmask 1000 0
is "the kicks of all runs are summed, by the names of columns" "$(soak 3000000 sigmask)" \
	"sigmask: 2000 kicks, lost 0, late 500, stale 50, spurious 5"
like "... and measured in runs of a million" "$(cat log)" \
	'^run --bench race --variant plain --protocols sigmask --runs 3 --blocks 10000 '
like "... which is told" "$(cat err)" '^soak: sigmask: 3 runs of 1000000 kicks$'
fails 0 "nothing lost is fine" scripts/soak 3000000 sigmask
: >log
soak 500 sigmask >/dev/null
like "few kicks are at least two runs" "$(cat log)" '--runs 2 --blocks 3 '
rows resend 1000 10
is "what was lost is told" "$(soak 1000 resend)" \
	"resend: 2000 kicks, lost 10, late 500, stale 50, spurious 5"
fails 1 "... and is no" scripts/soak 1000 sigmask resend
fails 1 "... whatever comes behind it" scripts/soak 1000 resend sigmask
rows clear_first 0 0
fails 3 "no kicks at all are no proof" scripts/soak 1000 clear_first sigmask
is "what was not measured is told" "$(soak 1000 absent)" "absent: not measured"
echo 3 >absent.status
fails 3 "... with the status of its run" scripts/soak 1000 absent
echo 4 >sigmask.status
fails 4 "a run that was disturbed" scripts/soak 1000 sigmask
fails 3 "the first of several decides" scripts/soak 1000 absent sigmask
fails 1 "... but a lost kick outranks them" scripts/soak 1000 absent sigmask resend
is "by default those that should be safe are hunted" \
	"$(soak 1000 | sed 's/:.*//' | tr '\n' ' ')" \
	"sigmask immediate_exit immediate_exit_direct clear_first resend "
for bad in many 0 -1 1.5 1e6 99999999999999999; do
	fails 2 "no number of kicks: $bad" scripts/soak "$bad"
done
cd /
done_testing
