#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The rules that a compiler does not check: who includes whom, the license line,
# how long files, lines and functions are, and that nothing was forgotten.
. "$(dirname "$0")/tap.sh"
cd "$top" || exit 1

tree_files | grep -v '^results/' | while read -r f; do [ ! -f "$f" ] || echo "$f"; done >"$tmp/files"
grep '\.[ch]$' "$tmp/files" >"$tmp/c"

# FILE INCLUDED, for every #include "..." of C and assembly.
grep '\.[chS]$' "$tmp/files" | xargs grep -Hn '^#include "' |
	sed 's/^\([^:]*\):[0-9]*:#include "\([^"]*\)".*/\1 \2/' >"$tmp/includes"

# Lowest first; a file may include its own layer and those below. die, units
# and csv, at the bottom, have no other layer below them than the one before.
layers() {
	awk '
	function layer(f) {
		if (f ~ /^lib\/(rundir)\./) return 1
		if (f ~ /^lib\/die\./) return 1
		if (f ~ /^lib\/(units|clock|csv)/) return 2
		if (f ~ /^lib\/vm/) return 4
		if (f ~ /^lib\//) return 3
		if (f ~ /^guests\//) return 0
		if (f ~ /^protocols\//) return 5
		if (f ~ /^bench\//) return 6
		if (f ~ /^(abi|harness|harness.c)/) return 7
		return -1
	}
	$1 ~ /^(tests|analysis|models|lab)\// || $2 !~ /\// { next }
	layer($1) >= 0 && layer($2) > layer($1) && !($1 ~ /^guests\// && $2 ~ /^lib\/die/) {
		print $1 " includes " $2
	}
	$1 ~ /^(lib|guests|protocols|bench|abi)\// && $2 ~ /^(analysis|harness)\// {
		print $1 " includes " $2
	}' "$tmp/includes" | sort -u
}

# Those who read know files only: die, units, csv and the names of rundir.
reading() {
	awk '$1 ~ /^analysis\// && $2 ~ /\// && $2 !~ /^analysis\// &&
	     $2 !~ /^lib\/(die|units|csv|rundir)\.h$/ { print $1 " includes " $2 }' "$tmp/includes"
}

guests() {
	awk '$1 ~ /^guests\// && $2 ~ /\// && $2 !~ /^guests\// { print $1 " includes " $2 }' \
		"$tmp/includes"
}

benches() {
	awk '$1 ~ /^bench\// && $2 ~ /\// && $2 !~ /^(bench|lib|protocols|guests)\// {
		print $1 " includes " $2 }' "$tmp/includes"
}

without_license() {
	grep -Ev '\.(csv|png|svg|gz|golden|bin|xml|txt|sarif|ltl)$|^(LICENSE|README|README\.md|CHANGELOG\.md|CONTRIBUTING\.md|debian/.*|\.gitignore|.*/\.gitkeep|tests/(golden|data|corpus|fuzz/corpus|fuzz/found|topologies)/.*|lab/.*\.config|.*\.commit)$' "$tmp/files" |
		while read -r f; do
			head -n 3 "$f" | grep -q 'SPDX-License-Identifier: GPL-2.0' || echo "$f"
		done
}

long_files() { xargs wc -l <"$tmp/c" | awk '$1 > 300 && $2 != "total"'; }
long_lines() { grep '\.[chS]$' "$tmp/files" | xargs awk '
	{ wide = 0; n = split($0, part, "\t")
	  for (i = 1; i <= n; i++) wide += length(part[i]) + (i < n ? 8 - (wide + length(part[i])) % 8 : 0) }
	wide > 100 { print FILENAME ":" FNR ": " wide }'; }

# A function starts after a "{" in the first column and ends with its "}".
long_functions() {
	xargs awk '
	FNR == 1 { start = 0 }
	/^\{/ { start = FNR }
	/^\}/ && start { if (FNR - start - 1 > 35) print FILENAME ":" start ": " FNR - start - 1; start = 0 }
	' <"$tmp/c"
}

# Globals that can change, in lib/: none but what belongs to one thread. Those of
# a BPF program live in the kernel, once for each time that it is loaded.
globals() {
	grep '^lib/.*\.c$' "$tmp/c" | grep -v '\.bpf\.c$' | xargs awk '
	/^(static )?(_Atomic |volatile |unsigned |struct |enum |char |int |long |bool |u?int[0-9]+_t |size_t |double |FILE )/ &&
	!/\(/ && !/const / && /(;|=)/ && !/__thread|_Thread_local/ { print FILENAME ":" FNR ": " $0 }'
}

banned() {
	xargs grep -nE '(^|[^a-z_])(atoi|atol|atof|sprintf|strcpy|strcat|gets|vsprintf)\(' <"$tmp/c"
}

pythons() {
	grep -E '\.py$' "$tmp/files"
	grep -vE '\.(md|txt|csv)$|^tests/layers\.t$' "$tmp/files" |
		xargs grep -lE '^#!.*python|(^|[^a-z-])python3? ' 2>/dev/null
}

not_executable() {
	grep -E '^scripts/[a-z0-9-]+$|^tests/(exec|run|chroot)$|^\.ci/run$' "$tmp/files" |
		while read -r f; do [ -x "$f" ] || echo "$f"; done
}

nobody_runs() {
	ls tests/*.t tests/test_*.c | while read -r f; do
		grep -qxF "$f" "$tmp/files" || echo "$f is not in git"
	done
}

is "a file includes its own layer and lower ones" "$(layers)" ""
is "analysis includes die, units, csv and rundir only" "$(reading)" ""
is "guests include guest.h only" "$(guests)" ""
is "benchmarks include bench.h and lower layers" "$(benches)" ""
is "each file names its license" "$(without_license)" ""
is "no C file is longer than 300 lines" "$(long_files)" ""
is "no line is wider than 100 columns" "$(long_lines)" ""
is "no function is longer than 35 lines" "$(long_functions)" ""
is "lib/ has no global that changes, but per thread" "$(globals)" ""
is "no call that cannot fail or does not know its bounds" "$(banned)" ""
is "no Python in build, run or test" "$(pythons)" ""
is "scripts are executable" "$(not_executable)" ""
is "every test is known to git" "$(nobody_runs)" ""
done_testing
