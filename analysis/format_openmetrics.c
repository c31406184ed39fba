/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * OpenMetrics text (the IETF draft's version 1.0.0), kept to what the older Prometheus
 * text parser of node_exporter's textfile collector reads as well: gauges only,
 * no timestamps. Times are in seconds, as both demand.
 */
#include "analysis/format_common.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* A family has three forms: the estimate, and the bounds of its interval. */
enum form { ESTIMATE, LOWER, UPPER, FORMS };

static const char *const form_names[FORMS] = { "", "_lower", "_upper" };
static const char *const form_help[FORMS] = {
	"", ", lower bound of its interval", ", upper bound of its interval",
};

static double form_value(const struct summary_row *row, enum form form)
{
	double v = form == ESTIMATE ? row->estimate : form == LOWER ? row->lo : row->hi;

	return strcmp(row->unit, "ns") ? v : v / 1e9;
}

/* What stands in a name: letters in lower case, the rest as '_'. */
static struct text in_name(const char *s)
{
	struct text t = word(s, "_");

	for (char *p = t.s; *p; p++)
		*p = tolower((unsigned char)*p);
	return text_of("%.80s", t.s);
}

static struct text unit_suffix(const struct summary_row *row)
{
	if (!strcmp(row->unit, "ns"))
		return text_of("seconds");
	return in_name(strcmp(row->unit, "exits/s") ? row->unit : "exits per second");
}

static struct text family(const struct summary_row *row, enum form form)
{
	struct text unit = unit_suffix(row);

	return text_of("kickbench_%.80s%s%s%s%.80s", in_name(row->metric).s,
		       row_is_difference(row) ? "_difference" : "", form_names[form],
		       *unit.s ? "_" : "",
		       unit.s);
}

/* A label's value: UTF-8, with what the format escapes escaped. */
static void put_value(const char *s, FILE *out)
{
	while (*s) {
		uint32_t c = utf8_next(&s);

		if (c == '\n')
			fputs("\\n", out);
		else if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else
			put_utf8(out, c < ' ' || c == 0x7f ? UTF8_BAD : c);
	}
}

/* An empty label is the same as none, to both parsers. */
static void put_label(const char *name, const char *value, bool *first, FILE *out)
{
	if (!*value)
		return;
	fprintf(out, "%s%s=\"", *first ? "{" : ",", name);
	put_value(value, out);
	putc('"', out);
	*first = false;
}

static void put_labels(const struct summary_row *row, const char *verdict, FILE *out)
{
	bool first = true;

	put_label("cell", text_of("%d", row->cell).s, &first, out);
	put_label("bench", row->bench, &first, out);
	put_label("guest", row->guest, &first, out);
	put_label("vcpus", text_of("%d", row->vcpus).s, &first, out);
	put_label("place", row->place, &first, out);
	put_label("variant", row->variant, &first, out);
	put_label("protocol", row->protocol, &first, out);
	put_label("versus", row->versus, &first, out);
	if (verdict || strcmp(in_name(row->metric).s, row->metric))
		put_label("metric", row->metric, &first, out);
	if (verdict)
		put_label("verdict", verdict, &first, out);
	putc('}', out);
}

static bool same_series(const struct summary_row *a, const struct summary_row *b)
{
	return a->cell == b->cell && a->vcpus == b->vcpus && !strcmp(a->bench, b->bench) &&
		!strcmp(a->guest, b->guest) && !strcmp(a->place, b->place) &&
		!strcmp(a->variant, b->variant) && !strcmp(a->metric, b->metric) &&
		!strcmp(a->protocol, b->protocol) && !strcmp(a->versus, b->versus);
}

/* A series may stand only once, whatever the file says. */
static bool repeated(const struct summary *s, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_series(&s->rows[k], &s->rows[i]) &&
		    !strcmp(family(&s->rows[k], ESTIMATE).s, family(&s->rows[i], ESTIMATE).s))
			return true;
	return false;
}

static void put_head(const char *name, const char *unit, const char *help, const char *more,
		     FILE *out)
{
	fprintf(out, "# TYPE %s gauge\n", name);
	if (*unit)
		fprintf(out, "# UNIT %s %s\n", name, unit);
	fprintf(out, "# HELP %s ", name);
	put_value(help, out);
	fprintf(out, "%s.\n", more);
}

/* All samples of row i's family: they must stand together. */
static void put_family(const struct summary *s, size_t i, enum form form, FILE *out)
{
	struct text name = family(&s->rows[i], form);
	bool head = false;

	for (size_t k = i; k < s->nr; k++) {
		const struct summary_row *row = &s->rows[k];
		double value = form_value(row, form);

		if (isnan(value) || strcmp(family(row, form).s, name.s) || repeated(s, k))
			continue;
		if (!head)
			put_head(name.s, unit_suffix(row).s, text_of("%.80s%s", row->metric,
				 row_is_difference(row) ? ", protocol minus versus" : "").s,
				 form_help[form], out);
		head = true;
		fputs(name.s, out);
		put_labels(row, NULL, out);
		fprintf(out, " %s\n", exact_number(value).s);
	}
}

/* Rows of one family most often agree in what it is named by. */
static bool same_names(const struct summary_row *a, const struct summary_row *b)
{
	return !strcmp(a->metric, b->metric) && !strcmp(a->unit, b->unit) &&
	       row_is_difference(a) == row_is_difference(b);
}

static bool family_done(const struct summary *s, size_t i)
{
	struct text name;

	for (size_t k = 0; k < i; k++)
		if (same_names(&s->rows[k], &s->rows[i]))
			return true;
	name = family(&s->rows[i], ESTIMATE);
	for (size_t k = 0; k < i; k++)
		if (!strcmp(family(&s->rows[k], ESTIMATE).s, name.s))
			return true;
	return false;
}

static void put_verdicts(const struct summary *s, FILE *out)
{
	bool head = false;

	for (size_t i = 0; i < s->nr; i++) {
		const struct summary_row *row = &s->rows[i];

		if (!*row->verdict || row_is_ratio(row) || repeated(s, i))
			continue;
		if (!head)
			put_head("kickbench_verdict", "", "1 for the verdict in the label", "",
				 out);
		head = true;
		fputs("kickbench_verdict", out);
		put_labels(row, row->verdict, out);
		fputs(" 1\n", out);
	}
}

/* What the figures hold for, as labels of a constant. */
static void put_run(const struct report *r, FILE *out)
{
	static const char *const keys[] = {
		"host", "kernel", "cpu", "config_hash", "tool_version",
	};
	bool first = true;

	put_head("kickbench_run", "", "1, with what the figures hold for in the labels", "", out);
	fputs("kickbench_run", out);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		put_label(keys[i], report_env(r, keys[i], ""), &first, out);
	put_label("emulated", r->emulated ? "yes" : "no", &first, out);
	fputs("} 1\n", out);
}

static int write_openmetrics(const struct report *r, void *stream, struct error *err)
{
	FILE *out = stream;

	put_run(r, out);
	for (size_t i = 0; i < r->summary->nr; i++) {
		bool done = family_done(r->summary, i);

		for (int form = 0; form < FORMS && !done; form++)
			put_family(r->summary, i, form, out);
	}
	put_verdicts(r->summary, out);
	fputs("# EOF\n", out);
	return check_stream(out, "openmetrics", err);
}

const struct format format_openmetrics = {
	.name = "openmetrics",
	.summary = "OpenMetrics text, also for node_exporter's textfile collector",
	.write = write_openmetrics,
};
