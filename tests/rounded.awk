# SPDX-License-Identifier: GPL-2.0-only
# Rounds every number of more than nine digits to nine, so that golden files do
# not depend on the last bit of a compiler's sums.
{
	rest = $0
	line = ""
	while (match(rest, /[0-9]+\.[0-9]+(e[-+]?[0-9]+)?/)) {
		number = substr(rest, RSTART, RLENGTH)
		if (length(number) > 10)
			number = sprintf("%.9g", number)
		line = line substr(rest, 1, RSTART - 1) number
		rest = substr(rest, RSTART + RLENGTH)
	}
	print line rest
}
