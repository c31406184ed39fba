#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The examples of CONTRIBUTING.md are real: they apply, build, show up in lists, and
# keep the rules of the tree and of the documents.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1
have patch || skip_all "patch is missing"
mkdir "$tmp/tree"
tree_files | grep -v '^results/' |
	tar -c -T - -f - 2>/dev/null | tar -x -C "$tmp/tree"
# With what is built already, only what the examples touch is compiled.
[ ! -d "${BUILD:-build}" ] || cp -a "${BUILD:-build}" "$tmp/tree/build"
awk -v dir="$tmp" '/^```diff/ { n++; on = 1; next } /^```/ { on = 0 } on { print >(dir "/" n ".diff") }' CONTRIBUTING.md
is "there are three examples" "$(ls "$tmp"/?.diff | wc -l)" 3
cd "$tmp/tree" || exit 1
for i in 1 2 3; do
	ok "example $i has less than 60 lines" test "$(wc -l <"$tmp/$i.diff")" -lt 60
	ok "example $i applies" patch -p1 -s -N -i "$tmp/$i.diff"
done
ok "they build" sh -c "exec make -s kickbench ${OVERRIDES:-} BUILD=build"
like "the guest is listed" "$(./kickbench list)" '^ *ide_status '
like "the protocol is listed" "$(./kickbench list)" '^ *naive_barrier '
like "the benchmark is listed" "$(./kickbench list)" '^ *halt '
if have spin && have cc; then
	ok "the model loses, as its case says" scripts/model -s naive_barrier
else
	skip "the model loses, as its case says" "spin or a C compiler is missing"
fi
like "they fit together" "$(./kickbench plan --bench halt --protocols sigmask,naive_barrier)" \
	'halt.*sigmask.naive_barrier'
ok "the documents name them" env KICKBENCH="$PWD/kickbench" sh tests/docs.t
ok "the rules of the tree hold" sh tests/layers.t
done_testing
