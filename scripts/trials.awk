# SPDX-License-Identifier: GPL-2.0-only
# What repeat, calibrate and bench-self read of many run directories: DIR/env.csv and
# DIR/summary.csv of each, one after the other (with csv.awk). A line for each
# difference of cost against the baseline, in ns:
#   DIR ARM ESTIMATE LO HI LEVEL RUNS COST_OF_BASELINE INJECTED_AS_MEASURED(or -)
#   HALF_WIDTH_OF_COST_OF_BASELINE
# and "emulated" for each host that is.

FNR == 1 {
	env = FILENAME ~ /env\.csv$/
	if (env)
		split("", injected)
	split("", of)
	csv_header(of, f, csv_fields(f))
	next
}

env {
	csv_fields(f)
	if (f[1] == "emulated" && f[2] != "no" && f[2] != "0")
		print "emulated"
	if (f[1] ~ /^inject_.*_ns$/)
		injected[substr(f[1], 8, length(f[1]) - 10)] = f[2]
	next
}

{
	csv_fields(f)
	if (f[of["metric"]] != "cost" || f[of["unit"]] != "ns")
		next
	arm = f[of["protocol"]]
	if (f[of["versus"]] == "") {
		cost[arm] = f[of["estimate"]]
		half[arm] = (f[of["hi"]] - f[of["lo"]]) / 2
	} else {
		dir = FILENAME
		sub(/\/[^\/]*$/, "", dir)
		sub(/.*\//, "", dir)
		print dir, arm, f[of["estimate"]], f[of["lo"]], f[of["hi"]], f[of["level"]],
			f[of["runs"]], cost[f[of["versus"]]], (arm in injected) ? injected[arm] : "-",
			half[f[of["versus"]]]
	}
}
