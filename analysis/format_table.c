/* SPDX-License-Identifier: GPL-2.0-only */
/* The table that people see. */
#include "analysis/table.h"

#include <string.h>

static int write_table(const struct report *r, void *stream, struct error *err)
{
	static void (*const parts[])(const struct report *, FILE *) = {
		put_header, put_costs, put_throughputs, put_handoff, put_latencies,
		put_kick_costs, put_races, put_lock, put_counters, put_paths, put_unmeasured,
		put_disturbed,
	};
	FILE *out = stream;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		parts[i](r, out);
	fputs("raw data: ", out);
	for (const char *s = r->dir->path; *s;)
		put_printable(out, utf8_next(&s));
	putc('\n', out);
	return check_stream(out, "the table", err);
}

const struct format format_table = {
	.name = "table",
	.summary = "the table that people see",
	.write = write_table,
};

/* Which row is the primary one matters to the adjustment, not to the reader. */
static struct text without_primary(const char *note)
{
	struct text t = { "" };
	size_t len;

	for (; *note; note += len + (note[len] ? 2 : 0)) {
		const char *end = strstr(note, "; ");

		len = end ? (size_t)(end - note) : strlen(note);
		if (len != 7 || strncmp(note, "primary", len))
			t = text_of("%.200s%s%.*s", t.s, *t.s ? "; " : "", (int)len, note);
	}
	return t;
}

struct text verdict_text(const struct summary_row *row)
{
	struct text note = without_primary(row->note);

	if (!*note.s)
		return ascii(row->verdict);
	if (!*row->verdict)
		return text_of("(%.200s)", ascii(note.s).s);
	return text_of("%.60s (%s)", ascii(row->verdict).s, ascii(note.s).s);
}

struct text cell_text(const struct summary_row *row)
{
	const char *bench = strcmp(row->bench, "exit") && *row->guest ? row->bench : "";

	return text_of("%.40s%s%.40s%s%s%.40s%s%.60s", ascii(bench).s, *bench ? " " : "",
		       *row->guest ? ascii(row->guest).s : ascii(row->bench).s,
		       row->vcpus > 1 ? text_of(", %d vCPUs", row->vcpus).s : "",
		       strcmp(row->place, "0/0/0") ? ", " : "",
		       strcmp(row->place, "0/0/0") ? ascii(row->place).s : "",
		       *row->variant ? ", " : "", ascii(row->variant).s);
}
