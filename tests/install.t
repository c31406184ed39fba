#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# make install into a folder: all is there, the manual and the completion know every
# command and option that the program knows.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1
prefix=${PREFIX:-/usr/local}
root="$tmp/a root$prefix"
# With what make was called with: other flags would build all of it again.
ok "make install" sh -c "exec make -s install ${OVERRIDES:-} DESTDIR='$tmp/a root' PREFIX='$prefix'"
for f in bin/kickbench share/man/man1/kickbench.1 share/kickbench/plots/exit_cost.gp \
	share/bash-completion/completions/kickbench libexec/kickbench/scripts/nightly; do
	ok "installed: $f" test -s "$root/$f"
done
for page in $(grep -oE '\]\([^):#]+\)' "$root/share/doc/kickbench/README.md" | tr -d ']()'); do
	ok "what the installed README links to is there: $page" test -f "$root/share/doc/kickbench/$page"
done
ok "the installed program runs" "$root/bin/kickbench" --version
ok "installed scripts find the program" test -x "$root/libexec/kickbench/kickbench"
# From elsewhere, with nothing of the source tree, and nothing written to where it is installed.
synth=$top/${BUILD:-build}/tests/synth
if [ -x "$synth" ]; then
	"$synth" "$tmp/path" --bench path --path 3000 --runs 2 --blocks 4
	mkdir "$tmp/home"
	is "the installed lab compares" "$(cd "$tmp/home" && env -u XDG_CACHE_HOME HOME="$tmp/home" \
		"$root/libexec/kickbench/scripts/lab" compare "$tmp/path" "$tmp/path" 2>&1 | tail -n 1)" \
		"no count changed"
	mkfifo "$tmp/silent"
	fails 3 "... has no tests, and does not wait for any" env -u XDG_CACHE_HOME HOME="$tmp/home" \
		sh -c 'timeout 60 "$1" test <>"$0"' "$tmp/silent" "$root/libexec/kickbench/scripts/lab"
	ok "... and has its cache at home" test -d "$tmp/home/.cache/kickbench"
	ok "... not where it is installed" test ! -e "$root/libexec/kickbench/.cache"
else
	skip "the installed lab compares" "build/tests/synth is not built"
fi
# Units name their program in full; nothing is built for that.
ok "make install-scripts, elsewhere" sh -c "umask 002; exec env -u MAKEFLAGS -u MAKELEVEL \
	make -s --no-print-directory install-scripts DESTDIR='$tmp/b' PREFIX='/opt/R&D tools'"
unit="$tmp/b/opt/R&D tools/lib/systemd/system/kickbench-nightly.service"
is "the unit runs what was installed" "$(grep -E '^(ExecStart|Environment)=' "$unit")" \
	'ExecStart="/opt/R&D tools/libexec/kickbench/scripts/nightly" /var/lib/kickbench
Environment="KICKBENCH=/opt/R&D tools/bin/kickbench"'
is "whatever the umask, nothing is writable" "$(find "$tmp/b/opt/R&D tools/libexec" -perm /022 ! -type l)" ""
is "nothing is writable for others" "$(find "$tmp/a root" -perm /022 ! -type l)" ""

# Under sudo, what is there already may be older than its sources all the same.
under_sudo() {
	env -u MAKEFLAGS -u MAKELEVEL SUDO_UID=65534 SUDO_GID=65534 make -n --no-print-directory \
		OWNER=65534 "$@" 2>/dev/null | head -n 1
}
for target in kickbench "${BUILD:-build}/tests/synth"; do
	if is_root; then
		like "sudo make $target looks whether it is to be built" "$(under_sudo "$target")" \
			"^setpriv --reuid=65534 .* HOME='.*' .*make .* $target\$"
	else
		skip "sudo make $target looks whether it is to be built" "root is needed"
	fi
done

man=docs/kickbench.1
if have mandoc; then
	mandoc -T ascii $man | sed "s/.$(printf '\b')//g" >"$tmp/man"
else
	tr -d '\\' <$man >"$tmp/man"
fi
commands=$("$kickbench" help | awk '/^  [a-z]+ / && $1 != "kickbench" { print $1 }')
like "commands are listed" "$commands" '^run$'
for c in $commands; do
	ok "the manual knows $c" grep -qw -- "$c" "$tmp/man"
	for o in $("$kickbench" help "$c" | grep -Eo '(^|[ [])--[a-z][a-z-]*' | tr -d ' [' | sort -u); do
		ok "the manual knows $c $o" grep -qw -- "$o" "$tmp/man"
	done
done
if have mandoc; then
	is "the manual is well-formed" "$(mandoc -Tlint -W warning $man)" ""
else
	skip "the manual is well-formed" "mandoc is missing"
fi

if have bash; then
	completion=$root/share/bash-completion/completions/kickbench
	ok "the completion is bash" bash -n "$completion"
	completed() {
		bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kickbench
			printf "%s\n" "${COMPREPLY[@]}"' "$completion" "$@"
	}
	is "completes a command" "$(completed kickbench pl)" plan
	is "completes an option" "$(completed kickbench run --null)" --null-control
	is "completes the last name of a list" "$(completed kickbench run --protocols naive,sigmask_)" \
		naive,sigmask_equal
	like "completes a format" "$(completed kickbench report --format co)" '^cover$'
	is "... of the command at hand" "$(completed kickbench track x --format "" | tr '\n' ' ')" \
		"table csv points "
	is "... behind =" "$(completed kickbench compare a b --format = ju)" junit
	is "... and where nothing is typed behind it" "$(completed kickbench compare a b --format = | head -n 1)" \
		table
	mkdir -p "$tmp/folders/of boots" "$tmp/folders/other"
	is "completes a folder with a space in its name" "$(cd "$tmp/folders" && completed kickbench report of)" \
		"of boots"
	is "... for each option that takes one" \
		"$(cd "$tmp/folders" && completed kickbench run --batches-of ot)" other
else
	skip "completion" "bash is missing"
fi

: >"$root/bin/another"
ok "make uninstall" sh -c "exec make -s uninstall ${OVERRIDES:-} DESTDIR='$tmp/a root' PREFIX='$prefix'"
is "... removes all that was installed, and no more" \
	"$(find "$tmp/a root" ! -type d)" "$root/bin/another"
done_testing
