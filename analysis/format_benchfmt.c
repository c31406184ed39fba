/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The Go benchmark format, for benchstat: configuration lines, then one line a
 * run (the unit of replication) and protocol. The name's parts are keys that benchstat
 * can group by: benchstat -col /protocol FILE.
 */
#include "analysis/compare.h"
#include "analysis/format_common.h"
#include "analysis/reduce.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* key: value, where the key starts with a lower-case letter and holds neither
 * blanks nor capitals, and the value is one line; none would unset the key. */
static void put_config(const char *key, const char *value, FILE *out)
{
	struct text name = word(key, "-_.");

	for (char *p = name.s; *p; p++)
		*p = tolower((unsigned char)*p);
	if (!islower((unsigned char)*name.s) || !*value)
		return;
	fprintf(out, "%s: ", name.s);
	while (*value) {
		uint32_t c = utf8_next(&value);

		put_utf8(out, c < ' ' || c == 0x7f ? UTF8_BAD : c);
	}
	putc('\n', out);
}

/* benchstat splits a name at "/" and reads "-N" at its end as GOMAXPROCS. */
static void put_name(const char *value, FILE *out)
{
	struct text t = ascii(value);

	for (char *c = t.s; *c; c++)
		putc(*c == '/' ? ':' : isalnum((unsigned char)*c) || strchr("_.+:=,", *c) ?
		     *c : '_', out);
}

static void put_part(const char *key, const char *value, FILE *out)
{
	if (!*value)
		return;
	fprintf(out, "/%s=", key);
	put_name(value, out);
}

static void put_benchmark(const struct summary_row *row, FILE *out)
{
	struct text bench = word(row->bench, "_");

	bench.s[0] = toupper((unsigned char)bench.s[0]);
	fprintf(out, "Benchmark%s", bench.s);
	put_part("guest", row->guest, out);
	put_part("vcpus", text_of("%d", row->vcpus).s, out);
	put_part("place", row->place, out);
	put_part("variant", row->variant, out);
	put_part("protocol", row->protocol, out);
}

/* Cost is per exit; another metric stands in front of its unit, as benchstat
 * likes it ("latency_p50-ns"). */
static struct text unit_of(const struct summary_row *row)
{
	if (!strcmp(row->metric, "cost"))
		return text_of("%.100s/exit", word(row->unit, "_/").s);
	return text_of("%.100s%s%.100s", *row->metric ? word(row->metric, "_").s : "value",
		       *row->unit ? "-" : "",
		       word(row->unit, "_/").s);
}

static bool unit_done(const struct summary *s, size_t i)
{
	const struct summary_row *row = &s->rows[i];
	struct text unit;

	for (size_t k = 0; k < i; k++)		/* most often: by the same names */
		if (!*s->rows[k].versus && !strcmp(s->rows[k].metric, row->metric) &&
		    !strcmp(s->rows[k].unit, row->unit))
			return true;
	unit = unit_of(row);
	for (size_t k = 0; k < i; k++)
		if (!*s->rows[k].versus && !strcmp(unit_of(&s->rows[k]).s, unit.s))
			return true;
	return false;
}

static void put_units(const struct summary *s, FILE *out)
{
	for (size_t i = 0; i < s->nr; i++) {
		const char *metric = s->rows[i].metric;

		if (*s->rows[i].versus || unit_done(s, i))
			continue;
		fprintf(out, "Unit %s better=%s%s\n", unit_of(&s->rows[i]).s,
			row_higher_is_better(&s->rows[i]) ? "higher" : "lower",
			strcmp(metric, "path") ? "" : " assume=exact");
	}
}

/* One line a run and protocol: benchstat wants the replicates, not their mean. */
static void put_runs(const struct reduced *reduced, const struct summary_row *row, FILE *out)
{
	for (size_t i = 0; i < reduced->nr_cells; i++) {
		const struct cell_data *cell = &reduced->cells[i];
		int arm = cell->info->cell == row->cell ? cell_arm(cell->info, row->protocol) : -1;

		for (size_t k = 0; arm >= 0 && k < cell->nr_runs; k++) {
			const struct arm_run *run = &cell->runs[k].arm[arm];

			if (!isfinite(run->cost))
				continue;
			put_benchmark(row, out);
			fprintf(out, " %.0f %s %s\n", run->exits,
				exact_number(run->cost).s, unit_of(row).s);
		}
	}
}

static void put_level(const struct summary_row *row, FILE *out)
{
	put_benchmark(row, out);
	fprintf(out, " %d %s %s\n", row->runs > 0 ? row->runs : 1,
		exact_number(row->estimate).s, unit_of(row).s);
}

static int write_benchfmt(const struct report *r, void *stream, struct error *err)
{
	struct reduced *reduced = reduce_samples(r->dir, err);
	FILE *out = stream;

	if (!reduced)
		return -1;
	for (size_t i = 0; i < r->dir->nr_env; i++)
		put_config(r->dir->env[i].key, r->dir->env[i].value, out);
	put_units(r->summary, out);
	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (*row->versus || !isfinite(row->estimate))
			continue;
		if (!strcmp(row->metric, "cost"))
			put_runs(reduced, row, out);
		else
			put_level(row, out);
	}
	reduced_free(reduced);
	return check_stream(out, "benchfmt", err);
}

const struct format format_benchfmt = {
	.name = "benchfmt",
	.summary = "Go benchmark format, one line a run, for benchstat",
	.write = write_benchfmt,
};
