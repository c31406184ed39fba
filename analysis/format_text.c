/* SPDX-License-Identifier: GPL-2.0-only */
/* Figures and strings as text: scaled, signed, cleaned. */
#include "analysis/format_common.h"
#include "lib/units.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct text text_of(const char *fmt, ...)
{
	struct text t;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(t.s, sizeof(t.s), fmt, ap);
	va_end(ap);
	return t;
}

/* prefix: behind each figure, where the unit stands but once */
struct scale { double from, by; const char *unit, *prefix; };

static const struct scale time_scales[] = {
	{ 1e9, 1e-9, "s", "" }, { 1e6, 1e-6, "ms", "" }, { 1e3, 1e-3, "us", "" },
	{ 0, 1, "ns", "" },
};

static const struct scale count_scales[] = {
	{ 1e9, 1e-9, NULL, "G" }, { 1e6, 1e-6, NULL, "M" }, { 1e4, 1e-3, NULL, "k" },
	{ 0, 1, NULL, "" },
};

/* The scale in which `value` has one to three digits before the point. The
 * limits are those of the rounded figure: 999.96 is 1.00 of the next. */
static struct scale scale_for(double value, const char *unit)
{
	bool time = !strcmp(unit, "ns");
	const struct scale *s = time ? time_scales : count_scales;
	struct scale found;

	while (s->from > 0 && !(isfinite(value) && fabs(value) >= s->from * .9995))
		s++;
	found = *s;
	found.unit = time ? s->unit : unit;
	return found;
}

static bool whole(double value)
{
	return !isfinite(value) || value == floor(value);
}

/* Three digits of what leads; none behind the point where all are counts. */
static int decimals(double leads, double lo, double hi)
{
	double size = fabs(leads);

	if (size >= 99.95 || (whole(size) && whole(lo) && whole(hi)))
		return 0;
	return size >= 9.995 ? 1 : 2;
}

static struct text figure(double value, int digits, bool plus, const char *prefix)
{
	if (isnan(value))
		return text_of("-");
	if (isinf(value))
		return text_of(value > 0 ? "inf" : "-inf");
	if (value == 0 || fabs(value) < .5 * pow(10, -digits))
		return text_of("%.*f%s", digits, 0., prefix);	/* no "-0" */
	if (fabs(value) >= 1e7)			/* what no table has room for */
		return text_of(plus ? "%+.2g%s" : "%.2g%s", value, prefix);
	return text_of(plus ? "%+.*f%s" : "%.*f%s", digits, value, prefix);
}

struct text quantity(double value, const char *unit, bool plus)
{
	char buf[UNIT_TEXT];

	if (!strcmp(unit, "ns") || isnan(value))
		return text_of("%s", plus ? unit_delta(buf, value) : unit_time(buf, value));
	if (!strcmp(unit, "per kick") && fabs(value) <= 1)	/* more are no share */
		return text_of("%s%s", plus && value > 0 ? "+" : "", unit_share(buf, value));
	return text_of("%s%s%s%.200s", plus && value > 0 ? "+" : "", unit_count(buf, value),
		       *unit ? " " : "", ascii(unit).s);
}

/* A share of kicks: most are far below a percent. */
static struct text share(const struct summary_row *row)
{
	char v[UNIT_TEXT], lo[UNIT_TEXT], hi[UNIT_TEXT];

	unit_share(v, row->estimate);
	if (isnan(row->lo) || isnan(row->hi))
		return text_of("%s", v);
	return text_of("%s [%s, %s]", v, unit_share(lo, row->lo), unit_share(hi, row->hi));
}

/* For people a bound a million times as far as the estimate has no end; the files
 * have the figure. The estimate is below 1000 in its scale. */
static double readable(double bound)
{
	return bound > 1e9 ? INFINITY : bound < -1e9 ? -INFINITY : bound;
}

/* What sets the scale: of kicks that were lost, the bound that is not. */
static double leading(const struct summary_row *row)
{
	return isfinite(row->estimate) ? row->estimate : isfinite(row->lo) ? row->lo : row->hi;
}

struct text quantity_bounds(const struct summary_row *row, bool plus)
{
	bool exact = row->lo == row->hi && strcmp(row->unit, "ns");	/* to the last digit */
	struct scale s = scale_for(exact ? 0 : leading(row), row->unit);
	double v = row->estimate * s.by, lo = readable(row->lo * s.by);
	double hi = readable(row->hi * s.by);
	int digits = decimals(leading(row) * s.by, lo, hi);

	if (!strcmp(row->unit, "per kick"))
		return share(row);
	if (isnan(row->estimate) || isnan(row->lo) || isnan(row->hi))
		return quantity(row->estimate, row->unit, plus);
	/* An interval narrower than the last digit would print as a point. */
	while (digits < 3 && hi > lo && isfinite(hi - lo) && hi - lo < 4 * pow(10, -digits))
		digits++;
	return text_of("%s%s%.60s [%s, %s]", figure(v, digits, plus, s.prefix).s,
		       *s.unit ? " " : "", ascii(s.unit).s, figure(lo, digits, plus, s.prefix).s,
		       figure(hi, digits, plus, s.prefix).s);
}

struct text break_even_text(const struct summary_row *row)
{
	bool up_to = !strncmp(row->note, BREAK_EVEN_UP_TO, strlen(BREAK_EVEN_UP_TO));

	if (!(row->estimate >= 0))
		return text_of("none%s (%.200s)", isnan(row->estimate) ? " to be told" : "",
			       ascii(row->note).s);
	return text_of("pays %s %.3g exits per kick%s [%.3g, %.3g]", up_to ? "up to" : "from",
		       row->estimate, up_to ? "" : " on", row->lo, row->hi);
}

struct text percent(const struct summary_row *ratio)
{
	char buf[UNIT_TEXT];

	if (!ratio || !isfinite(ratio->estimate))
		return text_of("%s", "");
	return text_of("%s", unit_percent(buf, ratio->estimate));
}

struct text level_text(double level)
{
	return isfinite(level) ? text_of("%.10g%%", 100 * level) : text_of("%s", "");
}

struct text exact_number(double value)
{
	struct text t;
	int digits = 1;

	if (isnan(value))
		return text_of("NaN");
	if (isinf(value))
		return text_of(value > 0 ? "+Inf" : "-Inf");
	do {
		t = text_of("%.*g", digits, value);
	} while (strtod(t.s, NULL) != value && digits++ < 17);
	/* "4e+01" reads back, but is none that anybody would write. */
	return fabs(value) >= 1 && fabs(value) < 1e15 && strchr(t.s, 'e') ?
		text_of("%.0f", value) : t;
}

char ascii_next(const char **s)
{
	uint32_t c = utf8_next(s);

	return c >= ' ' && c < 0x7f ? (char)c : '?';
}

struct text ascii(const char *s)
{
	struct text t;
	size_t n = 0;

	while (*s && n < sizeof(t.s) - 1)
		t.s[n++] = ascii_next(&s);
	t.s[n] = 0;
	return t;
}

struct text word(const char *s, const char *allowed)
{
	struct text t = ascii(s);

	for (char *p = t.s; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr(allowed, *p))
			*p = '_';
	return t;
}
