/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/units.h"

#include <math.h>
#include <stdio.h>

struct unit {
	const char *name;
	double scale;
};

/* Smallest first. */
static const struct unit times[] = { { "ns", 1 }, { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 } };
static const struct unit counts[] = { { "k", 1e3 }, { "M", 1e6 }, { "G", 1e9 } };

#define NR(table) (sizeof(table) / sizeof((table)[0]))

/* Decimals that leave three significant digits. */
static int decimals(double v)
{
	v = fabs(v);
	return v < 9.995 ? 2 : v < 99.95 ? 1 : 0;
}

static const char *odd(char *buf, double v)
{
	snprintf(buf, UNIT_TEXT, "%s", isnan(v) ? "-" : v < 0 ? "-inf" : "inf");
	return buf;
}

static const char *time_text(char *buf, double ns, const char *plus)
{
	size_t i = 0;

	if (!isfinite(ns))
		return odd(buf, ns);
	while (i + 1 < NR(times) && fabs(ns) >= 999.5 * times[i].scale)
		i++;
	ns /= times[i].scale;
	if (!i)
		ns = round(ns) + 0.;	/* + 0.: no "-0" */
	snprintf(buf, UNIT_TEXT, "%s%.*f %s", ns > 0 ? plus : "", i ? decimals(ns) : 0, ns,
		 times[i].name);
	return buf;
}

const char *unit_time(char *buf, double ns)
{
	return time_text(buf, ns, "");
}

const char *unit_delta(char *buf, double ns)
{
	return time_text(buf, ns, "+");
}

const char *unit_percent(char *buf, double fraction)
{
	double v = fraction * 100;

	if (!isfinite(v))
		return odd(buf, v);
	if (fabs(v) < .05)
		v = 0;
	snprintf(buf, UNIT_TEXT, "%s%.*f%%", v > 0 ? "+" : "", fabs(v) < 99.95 ? 1 : 0, v);
	return buf;
}

const char *unit_count(char *buf, double v)
{
	size_t i = 0;

	if (!isfinite(v))
		return odd(buf, v);
	if (fabs(v) < 9999.5) {
		int whole = fabs(v - round(v)) <= 1e-9 * fabs(v);

		snprintf(buf, UNIT_TEXT, "%.*f", whole ? 0 : decimals(v), v + 0.);
		return buf;
	}
	while (i + 1 < NR(counts) && fabs(v) >= 999.5 * counts[i].scale)
		i++;
	v /= counts[i].scale;
	snprintf(buf, UNIT_TEXT, "%.*f%s", decimals(v), v, counts[i].name);
	return buf;
}

const char *unit_share(char *buf, double fraction)
{
	double percent = fraction * 100, size = fabs(percent);

	if (!isfinite(fraction))
		return odd(buf, fraction);
	/* Two digits, but 100% has three: with two it would be 1e+02%. Millions of kicks make
	 * bounds that %g would write with an exponent, which is hard to compare by eye. */
	if (size >= 1e-12 && size < 1e-4)
		snprintf(buf, UNIT_TEXT, "%.*f%%", 1 - (int)floor(log10(size)), percent);
	else if (size < 99.5)
		snprintf(buf, UNIT_TEXT, "%.2g%%", percent);
	else
		snprintf(buf, UNIT_TEXT, "%.0f%%", percent);
	return buf;
}
