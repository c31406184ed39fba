/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/format_tables.h"

#include <stdlib.h>
#include <string.h>
#include "analysis/table.h"

/* A note is made of env.csv values, those that are there joined by commas. */
struct note {
	const char *title;
	struct { const char *before, *key; } parts[6];
};

static const struct note host_notes[] = {
	{ "host", { { "", "host" }, { "", "cpu" }, { "microcode ", "microcode" },
		    { "hypervisor ", "hypervisor" }, { "", "numa" } } },
	{ "kernel", { { "", "kernel" }, { "", "kernel_version" }, { "", "arch" } } },
	{ "commit", { { "", "kernel_commit" } } },
	{ "config", { { ".config hash ", "config_hash" } } },
	{ "cmdline", { { "", "cmdline" } } },
	{ "spinlock", { { "", "spinlock" } } },
	{ "mitigated", { { "", "mitigations" } } },
};

static const struct note run_notes[] = {
	{ "command", { { "", "command" } } },
	{ "tool", { { "kickbench ", "tool_version" }, { "", "tool_commit" }, { "", "compiler" } } },
	{ "seed", { { "", "seed" } } },
	{ "date", { { "", "started" } } },
};

/* The parameters that change what an exit or a kick costs, where there are any. */
static const char *const kvm_parameters[] = {
	"halt_poll_ns", "halt_poll_ns_grow", "halt_poll_ns_shrink", "ept", "npt", "nested", "avic",
	"enable_apicv", "preemption_timer", "vgif", "tdp_mmu", "mmio_caching", "ple_window",
	"pause_filter_count", "lapic_timer_advance", "enable_pmu",
};

static bool is_list(const char *key)
{
	return !strcmp(key, "numa") || !strcmp(key, "mitigations");
}

/* Lists are joined with + in a file; people read commas. */
static char *legible(const char *key, const char *value)
{
	char *copy = xstrdup(""), *longer;
	size_t len;

	for (; is_list(key) && value[len = strcspn(value, "+")]; value += len + 1) {
		longer = xasprintf("%s%.*s, ", copy, (int)len, value);
		free(copy);
		copy = longer;
	}
	longer = xasprintf("%s%s", copy, value);
	free(copy);
	return longer;
}

static void put_note(const struct report *r, const struct note *note, note_fn fn, void *context)
{
	char *value = xstrdup("");

	for (size_t i = 0; i < 6 && note->parts[i].key; i++) {
		const char *key = note->parts[i].key, *part = report_env(r, key, NULL);
		char *words, *longer;

		if (!part)
			continue;
		words = legible(key, part);
		longer = xasprintf("%s%s%s%s", value, *value ? ", " : "",
				   note->parts[i].before, words);
		free(words);
		free(value);
		value = longer;
	}
	fn(note->title, *value ? value : "not known", context);
	free(value);
}

static void kvm_note(const struct report *r, note_fn fn, void *context)
{
	const char *module = report_env(r, "kvm_module", "not known");
	const char *all = report_env(r, "kvm_parameters", "");	/* other writers' */
	char *value = xasprintf("%s%s%s", module, *all ? " " : "", all);

	for (size_t i = 0; i < sizeof(kvm_parameters) / sizeof(*kvm_parameters); i++) {
		const char *name = kvm_parameters[i], *part;
		char *longer;

		part = report_env(r, text_of("kvm_%s", name).s,
				  report_env(r, text_of("%.60s_%s", module, name).s, NULL));
		if (!part)
			continue;
		longer = xasprintf("%s %s=%s", value, name, part);
		free(value);
		value = longer;
	}
	fn("kvm", value, context);
	free(value);
}

static bool cpus_seen(const struct rundir *d, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(d->cells[k].place, d->cells[i].place) &&
		    !strcmp(d->cells[k].cpus, d->cells[i].cpus))
			return true;
	return false;
}

static void pinning_note(const struct report *r, note_fn fn, void *context)
{
	char *value = xstrdup("");

	for (size_t i = 0; r->dir && i < r->dir->nr_cells; i++) {
		const struct cell_info *c = &r->dir->cells[i];
		char *longer;

		if (!*c->cpus || cpus_seen(r->dir, i))
			continue;
		longer = xasprintf("%s%splace %s: CPU %s", value, *value ? "; " : "", c->place,
				   c->cpus);
		free(value);
		value = longer;
	}
	fn("pinning", *value ? value : "none", context);
	free(value);
}

/* Of each kind of run the metric that it always has. */
static bool is_main_level(const struct summary_row *row, const void *what)
{
	static const char *const metrics[] = { "cost", "latency_p50", "lost", "path" };

	(void)what;
	for (size_t i = 0; i < sizeof(metrics) / sizeof(*metrics); i++)
		if (!strcmp(row->metric, metrics[i]))
			return true;
	return false;
}

static void n_note(const struct report *r, note_fn fn, void *context)
{
	const struct cell_info *c = r->dir && r->dir->nr_cells ? &r->dir->cells[0] : NULL;
	struct text runs = runs_of_levels(r, is_main_level, NULL), of;
	int blocks = c ? c->blocks : 0;

	for (size_t i = 1; c && i < r->dir->nr_cells; i++)
		if (r->dir->cells[i].blocks > blocks)
			blocks = r->dir->cells[i].blocks;
	/* Kicks need not come in blocks. */
	of = blocks ? text_of(" of up to %d blocks", blocks) : text_of("%s", "");
	fn("n", text_of("%s runs (fresh processes)%s; %s%sintervals over runs", runs.s, of.s,
			level_text(report_level(r)).s, report_runs(r) ? " " : "").s, context);
}

/* Of a time, which needs the control; an exact count has a verdict as any other row. */
static bool is_null_verdict(const struct summary_row *row)
{
	return row_is_null(row) && (!strcmp(row->verdict, "ok") ||
		!strcmp(row->verdict, "failed") || !strcmp(row->verdict, NULL_UNTOLD));
}

/* The control's verdict is the worst of its rows': `failed`, then one that cannot tell. */
static void null_note(const struct report *r, note_fn fn, void *context)
{
	const char *verdict = NULL;

	for (size_t i = 0; i < r->summary->nr; i++) {
		const struct summary_row *row = &r->summary->rows[i];

		if (!is_null_verdict(row))
			continue;
		if (!verdict || !strcmp(verdict, "ok") || !strcmp(row->verdict, "failed"))
			verdict = row->verdict;
	}
	if (verdict)
		fn("null control", verdict, context);
}

static bool same_doubt(const struct summary_row *a, const struct summary_row *b)
{
	return row_undecided(b) && !row_is_ratio(b) && !strcmp(a->metric, b->metric) &&
		!strcmp(a->verdict, b->verdict) && !strcmp(a->note, b->note);
}

/* Why, in full: tables show the verdict's first words. Rows of one metric that say
 * the same are named once. */
static void undecided_note(const struct report *r, size_t i, note_fn fn, void *context)
{
	const struct summary_row *row = &r->summary->rows[i];
	size_t more = 0;
	char *text;

	for (size_t k = 0; k < r->summary->nr; k++) {
		if (k == i || !same_doubt(row, &r->summary->rows[k]))
			continue;
		if (k < i)
			return;
		more++;
	}
	text = xasprintf("%s, %s, %s%s: %s%s%s", cell_text(row).s, row->metric, row->protocol,
			 more ? text_of(" and %zu more", more).s : "", row->verdict,
			 *row->note ? "; " : "", row->note);
	fn("undecided", text, context);
	free(text);
}

static void undecided_notes(const struct report *r, note_fn fn, void *context)
{
	for (size_t i = 0; i < r->summary->nr; i++)
		if (row_undecided(&r->summary->rows[i]) && !row_is_ratio(&r->summary->rows[i]))
			undecided_note(r, i, fn, context);
}

/* What was found at the start, and what happened to the runs. */
static void disturbed_note(const struct report *r, note_fn fn, void *context)
{
	char *text = NULL;
	size_t size;
	FILE *out = r->dir ? open_memstream(&text, &size) : NULL;
	bool any = out && put_disturbances(r, "; ", out);

	if (out)
		fclose(out);
	fn("disturbed", any ? text : no_disturbance(r), context);
	free(text);
}

static void put_lack(const struct report *r, const struct cell_info *c, FILE *out, bool *any)
{
	char *lacks = cell_lacks(r->summary, r->dir, c);

	if (*lacks) {
		fprintf(out, "%s%s %s%s%s, %d vCPU%s, place %s: %s", *any ? "; " : "", c->bench,
			c->guest, *c->variant ? " " : "", c->variant, c->vcpus,
			c->vcpus == 1 ? "" : "s", c->place, lacks);
		*any = true;
	}
	free(lacks);
}

void incomplete_note(const struct report *r, note_fn fn, void *context)
{
	char *text = NULL;
	size_t size;
	FILE *out = r->dir ? open_memstream(&text, &size) : NULL;
	bool any = out && r->dir->partial;

	if (!out)
		return;
	fputs(any ? "the measurement was interrupted (go on with --resume)" : "", out);
	for (size_t i = 0; i < r->dir->nr_cells; i++)
		put_lack(r, &r->dir->cells[i], out, &any);
	fclose(out);
	if (any)
		fn("incomplete", text, context);
	free(text);
}

void each_note(const struct report *r, note_fn fn, void *context)
{
	char *untested = not_tested(r);

	if (r->emulated)
		fn("emulated", "this host is emulated: its times mean nothing", context);
	null_note(r, fn, context);
	undecided_notes(r, fn, context);
	for (size_t i = 0; i < sizeof(host_notes) / sizeof(*host_notes); i++)
		put_note(r, &host_notes[i], fn, context);
	kvm_note(r, fn, context);
	pinning_note(r, fn, context);
	n_note(r, fn, context);
	for (size_t i = 0; i < sizeof(run_notes) / sizeof(*run_notes); i++)
		put_note(r, &run_notes[i], fn, context);
	disturbed_note(r, fn, context);
	fn("not tested", untested, context);
	free(untested);
}
