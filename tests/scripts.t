#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What all scripts have in common: --help, and that without room for temporary files
# they end, and write nowhere else.
. "$(dirname "$0")/tap.sh"
cd "$tmp" || exit 1

for s in "$top"/scripts/* "$top"/tests/run; do
	[ ! -d "$s" ] && grep -q '=$(mktemp' "$s" || continue
	is "${s#"$top"/}: no temporary folder is an error" \
		"$(grep '=$(mktemp' "$s" | grep -cvE '\|\| (exit 3|\{ say .* exit 3; \})')" 0
done

# Their heads tell what they take; nothing is begun.
for s in "$top"/scripts/* "$top"/tests/chroot; do
	name=${s##*/}
	head -n 1 "$s" 2>/dev/null | grep -q '^#!' && [ "$name" != version ] || continue
	for option in -h --help; do
		fails 0 "$name $option" timeout 10 "$s" $option
		like "... tells what it takes" "$(cat "$tmp/.out")" "$name"
		is "... and how, without the comment's signs" "$(grep -c '^#' "$tmp/.out")" 0
	done
done

# What they refuse is one line, of the form that kickbench's own errors have.
for s in setup nightly dashboard soak faults kill9 hostile model repeat calibrate bench-read \
	bench-self fuzz lint lab; do
	fails 2 "$s refuses what it does not know" timeout 10 "$top/scripts/$s" -nonsense
	one_line "... in one line" timeout 10 "$top/scripts/$s" -nonsense
done

# What runs long ends at a signal, and whatever it had begun with it; nothing further begins.
mkdir -p tree/scripts
cp "$top/scripts/soak" "$top/scripts/run" tree/scripts/
printf '#!/bin/sh\nexit 0\n' >tree/scripts/setup
cat >tree/kickbench <<'E2'
#!/bin/sh
[ "${1:-}" != fetch ] || exit 0
echo $$ >>"${0%/*}/begun"
exec sleep 60
E2
cp tree/kickbench tree/scripts/lab
chmod +x tree/kickbench tree/scripts/*
interrupted() {	# FILE-THAT-SAYS-IT-BEGAN COMMAND...
	begun=$1
	shift
	"$@" >/dev/null 2>&1 &
	pid=$!
	for _ in $(seq 100); do
		[ ! -s "$begun" ] || break
		sleep .1
	done
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	is "${2##*/}: a signal is status 4" "$status" 4
	is "... nothing further begins" "$(wc -l <"$begun")" 1
	fails 1 "... and what had begun is gone" kill -0 "$(cat "$begun")"
}
for shell in dash bash; do
	have $shell || continue
	rm -f tree/begun tree/scripts/begun
	interrupted tree/begun $shell tree/scripts/soak 100
	if [ -e /dev/kvm ]; then
		skip "run: a signal is status 4" "there is KVM"
	else
		interrupted tree/scripts/begun $shell tree/scripts/run
	fi
done

# Where packages have other names, what they bring counts.
mkdir other
ln -s /usr/bin/* other/
rm -f other/dpkg-query other/apt-get
ok "setup: not Debian, but all is there" env PATH="$PWD/other" CC=cc "$top/scripts/setup" build check
fails 3 "setup: not Debian, and no compiler" env PATH="$PWD/other" CC=false "$top/scripts/setup" build
like "... it says what to install" "$(PATH="$PWD/other" CC=false "$top/scripts/setup" build 2>&1)" '^ *build: .*libnuma-dev'
cd /
done_testing
