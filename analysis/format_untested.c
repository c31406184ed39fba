/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run directory says nothing about. */
#include "analysis/format_tables.h"

#include <stdlib.h>
#include <string.h>

/* The questions that kickbench can answer, by bench. */
static const struct { const char *bench, *question; } questions[] = {
	{ "entry", "KVM_RUN that never enters the guest" },
	{ "exit", "the cost of one userspace exit" },
	{ "contend", "many vCPUs exiting at once" },
	{ "kick", "latency and cost of a kick" },
	{ "race", "lost and stale kicks" },
};

static void add(FILE *out, int *n, const char *text)
{
	fprintf(out, "%s%s", (*n)++ ? "; " : "", text);
}

static bool bench_tested(const struct report *r, const char *bench)
{
	for (size_t i = 0; i < r->summary->nr; i++)
		if (!strcmp(r->summary->rows[i].bench, bench))
			return true;
	return false;
}

static void missing_benches(const struct report *r, FILE *out, int *n)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++)
		if (!bench_tested(r, questions[i].bench))
			add(out, n, questions[i].question);
}

static void few_places(const struct report *r, FILE *out, int *n)
{
	const char *place = NULL;
	int most = 0;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (place && strcmp(place, row->place))
			place = "";
		else if (!place)
			place = row->place;
		most = row->vcpus > most ? row->vcpus : most;
	}
	if (place && *place)
		add(out, n, text_of("placements other than %s", ascii(place).s).s);
	if (most)
		add(out, n, text_of("more than %d vCPU%s", most, most == 1 ? "" : "s").s);
}

static void failed_cells(const struct report *r, FILE *out, int *n)
{
	for (size_t i = 0; r->dir && i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];

		if (!cell_unmeasured(c))
			continue;
		add(out, n, text_of("%.60s %.60s (%.60s%s%.60s)", c->bench, c->guest, c->status,
				    *c->note ? ": " : "", c->note).s);
	}
}

char *not_tested(const struct report *r)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int n = 0;

	if (!out)
		return xstrdup("not known");
	missing_benches(r, out, &n);
	few_places(r, out, &n);
	if (strcmp(report_env(r, "hypervisor", "none"), "none"))
		add(out, &n, "bare metal (this host is a guest itself)");
	failed_cells(r, out, &n);
	add(out, &n, "other CPUs than this host's");
	fclose(out);
	return text;
}
