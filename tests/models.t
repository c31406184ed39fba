#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every protocol has a model, that names the source it models, and spin finds in
# it what docs/protocols.md says.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1

protocols=$(sed -n 's/^\tX(\([a-z_]*\)).*/\1/p' protocols/table.c)
like "protocols/table.c is understood" "$protocols" '^sigmask$'
for p in $protocols; do
	source=$(sed -n 's/^ \* models: //p' "models/$p.pml" 2>/dev/null)
	ok "$p has a model of the source it names" grep -q "protocol_$p = {" "${source:-/none}"
	ok "$p: docs/protocols.md tells the result" grep -q "^### .*\`$p\`" docs/protocols.md
done
for m in models/*.pml; do
	m=$(basename "$m" .pml)
	ok "$m: a protocol of that name exists" test "$(echo "$protocols" | grep -cx "$m")" = 1
done

if have spin && have cc; then
	nice scripts/model -st >"$tmp/models" || :
	is "each model was asked" "$(sed -n 's/^[a-z ]*ok [0-9]* - \([a-z_]*\):.*/\1/p' "$tmp/models" | sort -u)" \
		"$(for m in models/*.pml; do basename "$m" .pml; done | sort)"
	while read -r line; do
		case $line in
		"ok "*) passed "model: ${line#* - }" ;;
		"not ok "*) not_passed "model: ${line#* - }" ;;
		esac
	done <"$tmp/models"
	mkdir -p "$tmp/tree/scripts" "$tmp/tree/models"
	cp scripts/model "$tmp/tree/scripts/"
	sed '/ \(case\|more\): /d' models/naive.pml >"$tmp/tree/models/naive.pml"
	fails 1 "a model without a case has not passed" "$tmp/tree/scripts/model" naive
	like "... and is told" "$(cat "$tmp/.out")" '^naive  *no case .*should be: a case'
else
	skip "what the models say" "spin or a C compiler is missing"
fi
fails 2 "an unknown model is named" scripts/model nonesuch
done_testing
