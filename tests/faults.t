#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# One failure of each kind of system call (make faults has them all): a line of
# error or none of it matters, no hang, nothing half-made.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1
have strace || skip_all "strace is missing"
# Its calls are of no interest, and it cannot bear to have them fail.
! is_sanitized || skip_all "built with a sanitizer"
strace -qq -e trace=none true 2>/dev/null || skip_all "strace may not trace here"
[ -x "${BUILD:-build}/tests/synth" ] || skip_all "build/tests/synth is not built"

for c in plan list report compare track; do
	is "$c: every call may fail" "$(LIMIT=60 scripts/faults -qt "$c" 2>&1 | sed 's/^[1-9][0-9]* faults, 0 bad$//')" ""
done
# run itself, hundreds of faults on KVM: make faults.
fails 2 "faults: an unknown option" scripts/faults -x
fails 2 "faults: an unknown command" scripts/faults nonsense

# A bad program is found out: it ends with a status of its own, or says nothing.
mkdir "$tmp/bad"
printf '#!/bin/sh\ncat "$0" >/dev/null 2>&1 || exit 9\n' >"$tmp/bad/status"
printf '#!/bin/sh\ncat "$0" >/dev/null 2>&1 || exit 2\n' >"$tmp/bad/silent"
chmod +x "$tmp/bad/status" "$tmp/bad/silent"
for bad in status silent; do
	fails 1 "a bad program: $bad" env KICKBENCH="$tmp/bad/$bad" LIMIT=60 scripts/faults -qt list
	like "... is told" "$(cat "$tmp/.out")" "BAD: .*$(echo $bad | sed 's/silent/says nothing/; s/status/status 9/')"
done

# One that cannot inject runs nothing and says so.
mkdir "$tmp/bin"
cat >"$tmp/bin/strace" <<EOF
#!/bin/sh
case "\$*" in *inject=*) echo "strace: invalid -e argument" >&2; exit 1 ;; esac
exec $(command -v strace) "\$@"
EOF
chmod +x "$tmp/bin/strace"
fails 1 "faults that are never reached are no proof" \
	env PATH="$tmp/bin:$PATH" LIMIT=60 scripts/faults -qt list
like "... and strace tells why" "$(cat "$tmp/.out")" "^list: BAD: no fault .* invalid -e"
done_testing
