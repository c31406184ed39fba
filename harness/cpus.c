/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/cpus.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/guards.h"
#include "lib/die.h"

/* The row of each column of the table; NULL: of a CPU that is not asked for. */
struct columns {
	struct cpu_row **row;	/* [nr] */
	int nr;
};

static struct cpu_row *find_row(struct cpu_row *rows, int nr, int cpu)
{
	for (int i = 0; i < nr; i++)
		if (rows[i].cpu == cpu)
			return &rows[i];
	return NULL;
}

/* "      CPU0       CPU2 ...": what it lists is known from now on. */
static void parse_head(char *line, struct columns *c, struct cpu_row *rows, int nr)
{
	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
		int cpu;

		if (sscanf(word, "CPU%d", &cpu) != 1)
			continue;
		c->row = xrealloc(c->row, (c->nr + 1) * sizeof(*c->row));
		c->row[c->nr] = find_row(rows, nr, cpu);
		if (c->row[c->nr])
			c->row[c->nr]->interrupts = c->row[c->nr]->device_interrupts = 0;
		c->nr++;
	}
}

/* " 24:  7  0  PCI-MSI 49152-edge  virtio0-config" */
static bool is_device(const char *label, const char *names)
{
	size_t n = strcspn(names, "\n");

	while (n && isspace((unsigned char)names[n - 1]))
		n--;
	return isdigit((unsigned char)*label) && (n < 5 || strncmp(names + n - 5, "timer", 5));
}

/* What follows so many counts, or NULL: lines with fewer, as of errors, are of the whole host. */
static const char *behind_counts(const char *s, int nr)
{
	char *end;

	for (; nr > 0; nr--, s = end) {
		strtod(s, &end);
		if (end == s)
			return NULL;
	}
	return s;
}

static void parse_line(const char *line, const struct columns *c)
{
	const char *label = line + strspn(line, " "), *colon = strchr(label, ':');
	const char *names = colon ? behind_counts(colon + 1, c->nr) : NULL;
	char *s = colon ? (char *)colon + 1 : NULL;

	for (int i = 0; names && i < c->nr; i++) {
		double count = strtod(s, &s);

		if (!c->row[i])
			continue;
		c->row[i]->interrupts += count;
		c->row[i]->device_interrupts += is_device(label, names) ? count : 0;
	}
}

void cpus_parse_interrupts(FILE *table, struct cpu_row *rows, int nr)
{
	struct columns c = { 0 };
	char *line = NULL;
	size_t room = 0;

	if (getline(&line, &room, table) > 0)
		parse_head(line, &c, rows, nr);
	while (c.nr && getline(&line, &room, table) > 0)
		parse_line(line, &c);
	free(line);
	free(c.row);
}

double cpus_khz(int cpu)
{
	char path[96];
	double khz = NAN;
	FILE *f;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/cpufreq/scaling_cur_freq", cpu);
	f = fopen(path, "re");
	if (f && (fscanf(f, "%lf", &khz) != 1 || !(khz > 0)))
		khz = NAN;
	if (f)
		fclose(f);
	return khz;
}

struct cpu_row *cpus_read(const int *cpu, int nr)
{
	struct cpu_row *rows = xcalloc(nr, sizeof(*rows));
	FILE *f = fopen("/proc/interrupts", "re");

	for (int i = 0; i < nr; i++)
		rows[i] = (struct cpu_row){ .cpu = cpu[i], .interrupts = NAN,
					    .device_interrupts = NAN, .khz = NAN };
	if (f) {
		cpus_parse_interrupts(f, rows, nr);
		fclose(f);
	}
	return rows;
}

void cpus_since(struct cpu_row *row, const struct cpu_row *before)
{
	row->interrupts = count_since(row->interrupts, before->interrupts);
	row->device_interrupts = count_since(row->device_interrupts,
					     before->device_interrupts);
}
