#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# scripts/nightly, with a stand-in for kickbench run: it measures nothing and
# writes the synthetic run directory that the test prepared; the rest is real.
. "$(dirname "$0")/tap.sh"

history=$top/${BUILD:-build}/tests/history
case ${BUILD:-build} in /*) history=$BUILD/tests/history ;; esac
have flock || skip_all "no flock (util-linux)"
cd "$tmp" || exit 1

# "run ... -o DIR" takes the next folder of $STOCK; FAIL=N exits so without one; SLEEP=N
# is unfinished for N seconds. Notes its operands in $STOCK.log.
cat >standin <<'E2'
#!/bin/sh
[ "$1" = run ] || exec "$REAL" "$@"
echo "$@" >>"$STOCK.log"
for dir; do :; done
[ -z "${FAIL:-}" ] || { echo "kickbench: no /dev/kvm" >&2; exit "$FAIL"; }
if [ -n "${SLEEP:-}" ]; then
	mkdir "$dir.partial"
	exec sleep "$SLEEP"
fi
set -- "$STOCK"/*
mv "$1" "$dir"
E2
chmod +x standin
REAL=$kickbench STOCK=$tmp/stock KICKBENCH=$tmp/standin
export REAL STOCK KICKBENCH
nightly() { "$top/scripts/nightly" "$@"; }

# So many nights in the stock, from the 41st on: N OPTIONS...
stock() {
	n=$1
	shift
	rm -rf stock stock.log
	mkdir stock
	for i in $(seq "$n"); do
		"$history" stock 1 --from 41 --seed "$((i + 6))" --name ".$i" "$@"
	done
}
# Nights, fresh data, what was put aside
count() {
	set -- "$1"/20*
	echo $#
}
fresh() { find "$1" -maxdepth 1 -name '*.confirm*' | wc -l; }

# -- a quiet night --
"$history" quiet 40
stock 1
ok "a quiet night is fine" nightly quiet --bench exit
is "it is appended" "$(count quiet)" 41
is "the options reach kickbench run" "$(cut -d' ' -f1-3 stock.log)" "run --bench exit"
ok "the dashboard is there" test -s quiet/index.html
stock 1
is "it says nothing" "$(nightly quiet 2>&1)" ""

# -- batches as long as last night's --
stock 1
nightly quiet --bench exit --plots
like "they are handed on" "$(cat stock.log)" "--plots --batches-of quiet/20[^ ]* -o quiet"
stock 1
nightly quiet --bench exit --batch 32
is "... unless the length is given" "$(grep -c batches-of stock.log)" 0
stock 1
nightly quiet --bench exit --guest cmos
is "... or nothing is alike" "$(grep -c batches-of stock.log)" 0

# -- a screened night is confirmed by fresh data --
"$history" bad 40
stock 4 --step 41=600
got=$(nightly bad 2>&1)
is "a regression is told, once fresh data confirm it" $? 1
like "... with the table" "$got" "^REGRESSED: exit:pmtimer:1"
is "three fresh measurements were made" "$(fresh bad)" 3
is "... in batches as long as the night's" \
	"$(grep -c -- "--batches-of bad/20.*confirm" stock.log)" 3

"$history" false 40
stock 1 --step 41=600
for i in 2 3 4; do "$history" stock 1 --from 41 --seed "$((i + 6))" --name ".$i"; done
is "a false alarm is told to nobody" "$(nightly false 2>&1)" ""
is "... though it was looked into" "$(fresh false)" 3
stock 3 --step 41=600
"$history" fewer 40
CONFIRM=2 nightly fewer >/dev/null 2>&1
is "CONFIRM sets how many" "$(fresh fewer)" 2

# -- what goes wrong --
stock 1
mkdir bin
printf '#!/bin/sh\necho 2026-01-01T000000Z\n' >bin/date
chmod +x bin/date
mkdir -p "twice/$(bin/date)-$(uname -r)"
fails 4 "a night of that name" env PATH="$tmp/bin:$PATH" "$top/scripts/nightly" twice
stock 0
before=$(count quiet)
fails 3 "a host without KVM" env FAIL=3 "$top/scripts/nightly" quiet
is "... adds no night" "$(count quiet)" "$before"
fails 4 "a run that takes too long" env SLEEP=60 LIMIT=1 "$top/scripts/nightly" quiet
like "... is ended" "$(cat "$tmp/.out")" 'not finished after 1 seconds'
stock 1
ok "the next night" nightly quiet
is "what was unfinished is no night" "$(find quiet -maxdepth 1 -name '*.partial' | wc -l)" 0
is "... but kept" "$(find quiet/.interrupted -maxdepth 1 -name '*.partial' | wc -l)" 1

env SLEEP=60 "$top/scripts/nightly" quiet >killed 2>&1 &
pid=$!
for _ in $(seq 300); do
	[ -z "$(find quiet -maxdepth 1 -name '*.partial')" ] || break
	sleep .1
done
fails 4 "two never overlap" nightly quiet
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
is "killed, it ends at once" "$status" 4
like "... and says so" "$(cat killed)" "interrupted"
stock 1
ok "the lock went with it" nightly quiet

fails 2 "no history" nightly
fails 2 "an option first" nightly --bench exit
fails 2 "a history that cannot be made" nightly /proc/none/history
one_line "... in one line" nightly /proc/none/history
fails 3 "no room for temporary files" env TMPDIR=/proc/none "$top/scripts/nightly" quiet
fails 2 "a CONFIRM that is none" env CONFIRM=x "$top/scripts/nightly" quiet
for unit in service timer; do
	like "the $unit has its section" "$(cat "$top/scripts/systemd/kickbench-nightly.$unit")" \
		'^\[(Service|Timer)\]'
done
if have shellcheck; then
	ok "shellcheck finds nothing" shellcheck "$top/scripts/nightly" "$top/scripts/dashboard"
else
	skip "shellcheck finds nothing" "no shellcheck"
fi
cd /
done_testing
