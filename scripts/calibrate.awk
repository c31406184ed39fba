# SPDX-License-Identifier: GPL-2.0-only
# From lines of trials.awk at level .95 to the verdict; see scripts/calibrate.

$1 == "emulated" { emulated = 1; next }
$2 !~ /^null/ { next }
{
	if ($6 != .95 && !strange++)
		print "  " $1 ": level " $6 ", not .95"
	outside = $4 > ($9 == "-" ? 0 : $9) || $5 < ($9 == "-" ? 0 : $9)
}
$2 == "null" { nulls++; rejected += outside; cost += $8; half += $10; next }
$9 == "-" { if (!strange++) print "  " $1 ": " $2 " without its measured length"; next }
{
	ns = substr($2, 6) + 0
	if (!(ns in n))
		size[++sizes] = ns
	n[ns]++
	real[ns] += $9
	bias[ns] += $3 - $9
	square[ns] += ($3 - $9) ^ 2
	missed[ns] += outside
	found[ns] += $4 > 0
}

# "", "failed" or "cannot tell": one size
function judge(ns,    tolerance, mean, se, k) {
	k = n[ns]
	mean = bias[ns] / k
	se = k > 1 ? sqrt(over_0(square[ns] / k - mean ^ 2) / (k - 1)) : 0
	tolerance = real[ns] / k * .03 > 2 ? real[ns] / k * .03 : 2
	printf "  %3d ns injected: %.1f measured alone, %.1f found, standard error %.2f (within %.1f); " \
	       "missed by %d of %d intervals; found in %d\n",
	       ns, real[ns] / k, real[ns] / k + mean, se, tolerance, missed[ns], k, found[ns]
	if (missed[ns] > 18 || (ns == 200 && found[ns] < k))
		return "failed"
	if (k < 2 || 2.6 * se > tolerance)
		return "cannot tell"
	return mean > tolerance || mean < -tolerance ? "failed" : ""
}

function over_0(x) { return x > 0 ? x : 0 }

END {
	if (cost)
		printf "  the baseline: %.0f ns an exit, +-%.1f%% in an experiment\n",
		       cost / nulls, 100 * half / cost
	printf "  A/A: p < .05 in %d of %d (4 to 18 of 200)\n", rejected, nulls
	failed = rejected < 4 || rejected > 18
	for (i = 1; i <= sizes; i++) {
		got = judge(size[i])
		failed += got == "failed"
		unsure += got == "cannot tell"
	}
	if (emulated)
		word = "no verdict: an emulated host, its times mean nothing"
	else if (nulls != 200 || sizes != 4 || strange)
		word = "no verdict: " nulls + 0 " experiments with " sizes + 0 " sizes, not 200 with 4"
	else if (failed)
		word = "FAIL"
	else if (unsure)
		word = "no verdict: too few experiments for so much noise"
	else
		word = "PASS"
	print "calibrate: " word
	exit word == "FAIL"
}
