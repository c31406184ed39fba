#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The documents say what the program does: options, commands, environment,
# columns, benchmarks, guests, protocols and formats, all of them and no others.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1

man=docs/kickbench.1
# Which other manuals a machine has is not ours to say.
if have mandoc; then
	is "mandoc has no complaint" \
		"$(mandoc -T lint $man 2>/dev/null | grep -v -e 'outdated mandoc.db' -e 'referenced manual not found')" ""
else
	skip "mandoc has no complaint" "no mandoc"
fi

commands=$("$kickbench" help | sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' | grep -v '^kickbench$')
is "the man page has each command" "$(sed -n 's/^\.It Cm \([a-z]*\).*/\1/p' $man | sort)" \
	"$(echo "$commands" | sort)"

# -o and --output, --version of the program itself; then each command's.
{
	echo --output
	echo --version
	for command in $commands; do
		"$kickbench" help "$command"
	done | grep -o -- '--[a-z][a-z-]*'
} | sort -u >"$tmp/help"
grep -o 'Fl -[a-z][a-z-]*' $man | sed 's/Fl /-/' | sort -u >"$tmp/man"
is "the man page has the options of --help, and no others" "$(diff "$tmp/help" "$tmp/man")" ""

# What the program asks the environment for.
grep -rho 'getenv("[A-Z_]*")' --include='*.c' analysis harness lib |
	sed 's/.*"\(.*\)".*/\1/' | sort -u | grep -Ev '^(TERM|PATH|HOME)$' >"$tmp/asked"
for name in $(cat "$tmp/asked"); do
	ok "the man page has $name" grep -q "Ev.* $name" $man
done

for format in table cover markdown csv openmetrics benchfmt junit points; do
	ok "the man page has the format $format" grep -qw "$format" $man
done

# -- docs/formats.md --
formats=docs/formats.md
sed -n '/^#define [A-Z]*_COLUMNS/,/[^\\]$/p' lib/rundir.h | grep -o '"[^"]*"' | tr -d '"' |
	tr ',' '\n' | sort -u >"$tmp/columns"
for column in $(cat "$tmp/columns"); do
	ok "formats.md has the column $column" grep -q "\`$column\`" $formats
done
for file in env cells samples kicks race counters runs summary; do
	ok "formats.md has $file.csv" grep -q "$file\.csv" $formats
done
"$kickbench" list | sed -n 's/^  \([a-z_-]*\)  .*/\1/p' | sort -u >"$tmp/names"
for name in $(cat "$tmp/names"); do
	ok "formats.md has $name" grep -qw -- "$name" $formats
done
sed -n 's/.*_flag_names\[\] = {\(.*\)NULL.*/\1/p' lib/rundir.c | grep -o '[a-z]*' >"$tmp/flags"
for flag in $(cat "$tmp/flags") kicks= late lost; do
	ok "formats.md has the flag $flag" grep -q "\`$flag" $formats
done
variants() {
	"$kickbench" plan --bench all --vcpus 1,2 2>/dev/null |
		sed -n 's/.* variant=\([^ ]*\).*/\1/p' | tr + '\n' | sed 's/=.*//' | sort -u
}
like "there are variants" "$(variants)" '^storm$'
for variant in $(variants); do
	ok "formats.md has the variant $variant" grep -q "\`$variant" $formats
done
# The keys that this host's facts have, without the module's own parameters.
"$kickbench" env 2>/dev/null | awk '/^$/ { exit } { print $1 }' |
	grep -Ev '^kvm_' >"$tmp/keys"
for key in $(cat "$tmp/keys"); do
	ok "formats.md has the key $key" grep -q "\`$key\`" $formats
done

# The examples are what the program prints today.
awk '/^<!-- example: / { name = $3 } /^```/ { inside = !inside; if (inside) next; name = "" }
	inside && name { print > "'"$tmp"'/example." name }' $formats
for run in exits kicks races; do
	cp -r "tests/golden/runs/$run" "$tmp/$run"
done
is "each format of report has an example" \
	"$("$kickbench" help report | sed -n 's/^  \([a-z]*\)  .*/\1/p' | grep -v '^-' | sort)" \
	"$(for e in "$tmp"/example.*; do echo "${e##*.}"; done | sort -u)"
for example in "$tmp"/example.*; do
	[ -f "$example" ] || continue
	name=${example##*/example.}
	run=${name%%.*} format=${name##*.}
	(cd "$tmp" && "$kickbench" report "$run" --format "$format" 2>&1) |
		awk -f tests/rounded.awk >"$tmp/now"
	# An example may leave lines out, but has none that the program would not print.
	is "the example $name is what is printed" \
		"$(grep -vxF -f "$tmp/now" "$example" | grep -v '^\.\.\.$')" ""
done

done_testing
