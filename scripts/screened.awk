# SPDX-License-Identifier: GPL-2.0-only
# Reads `kickbench track --format csv`: exit status 0 if `night` wants fresh data.
{ n = csv_fields(f) }
NR == 1 { csv_header(of, f, n); next }
f[of["confirm"]] == night { found = 1; exit }
END { exit !found }
