# SPDX-License-Identifier: GPL-2.0-only
# Passes prove's output on; before its closing lines: how many tests were
# skipped, by reason (from the TAP files in `dir`). Fails unless prove passed.

function count_skips(	cmd, line, reason, nr, reasons, total)
{
	cmd = "cat " dir "/*.tap 2>/dev/null"
	while ((cmd | getline line) > 0) {
		if (line ~ /^ok/)
			ran++
		if (line !~ /^(ok|1\.\.0).*# *[Ss][Kk][Ii][Pp]/)
			continue
		if (line ~ /^ok/)
			ran--
		reason = line
		sub(/.*# *[Ss][Kk][Ii][Pp][A-Za-z]* */, "", reason)
		nr[reason == "" ? "no reason given" : reason]++
		total++
	}
	close(cmd)
	printf "Skipped: %d tests\n", total
	for (reason in nr)
		printf "  %4d  %s\n", nr[reason], reason
}

/^Files=/ { count_skips() }
/^Result: / { passed = $2 == "PASS" && ran > 0 }
/^Result: PASS/ && !ran { print "nothing but skipped tests: that is no pass" }
{ print; fflush() }
END { exit !passed }
