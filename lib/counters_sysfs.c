/* SPDX-License-Identifier: GPL-2.0-only */
/* Events that the kernel names itself: tracepoints and the PMUs of sysfs. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/counters_names.h"

#define PMUS "/sys/bus/event_source/devices/"

/* The first line, without its end; 0, or -errno. */
static int read_line(const char *path, char *line, int size)
{
	FILE *f = fopen(path, "re");
	int ret = 0;

	if (!f)
		return -errno;
	if (!fgets(line, size, f))
		ret = -EIO;
	else
		line[strcspn(line, "\n")] = '\0';
	fclose(f);
	return ret;
}

static int read_number(const char *path, uint64_t *v)
{
	char line[64], *end;
	int ret = read_line(path, line, sizeof(line));

	if (ret)
		return ret;
	*v = strtoull(line, &end, 0);
	return end == line ? -EIO : 0;
}

int counter_tracepoint(const char *name, struct perf_event_attr *attr)
{
	static const char *const roots[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };
	const char *colon = strchr(name, ':');
	int ret = -EAGAIN;

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		char path[300];
		uint64_t id;

		snprintf(path, sizeof(path), "%s/events", roots[i]);
		if (access(path, F_OK) < 0) {
			ret = errno == EACCES ? -EACCES : ret;
			continue;
		}
		snprintf(path, sizeof(path), "%s/events/%.*s/%s/id", roots[i],
			 (int)(colon - name), name, colon + 1);
		ret = read_number(path, &id);
		if (ret)
			return ret;
		attr->type = PERF_TYPE_TRACEPOINT;
		attr->config = id;
		return 0;
	}
	return ret;
}

/* Spreads a value over the bits that "0-7,32-35" names. */
static uint64_t spread_bits(const char *bits, uint64_t value)
{
	uint64_t word = 0;

	while (*bits) {
		char *end;
		unsigned long lo = strtoul(bits, &end, 10), hi = lo;

		if (*end == '-')
			hi = strtoul(end + 1, &end, 10);
		for (; lo <= hi && lo < 64; lo++, value >>= 1)
			word |= (value & 1) << lo;
		bits = *end == ',' ? end + 1 : "";
	}
	return word;
}

static int put_term(const char *pmu, const char *term, uint64_t value,
		    struct perf_event_attr *attr)
{
	char path[300], line[128], *bits;
	int ret;

	snprintf(path, sizeof(path), PMUS "%s/format/%s", pmu, term);
	ret = read_line(path, line, sizeof(line));
	if (ret)
		return ret;
	bits = strchr(line, ':');
	if (!bits)
		return -EINVAL;
	*bits++ = '\0';
	if (!strcmp(line, "config"))
		attr->config |= spread_bits(bits, value);
	else if (!strcmp(line, "config1"))
		attr->config1 |= spread_bits(bits, value);
	else if (!strcmp(line, "config2"))
		attr->config2 |= spread_bits(bits, value);
	else
		return -EINVAL;
	return 0;
}

/* event=0x3c,umask=1: the value of a term alone is 1. */
static int put_terms(const char *pmu, char *terms, struct perf_event_attr *attr)
{
	char *term;
	int ret = 0;

	while (!ret && (term = strsep(&terms, ","))) {
		char *value = strchr(term, '=');

		if (value)
			*value++ = '\0';
		ret = put_term(pmu, term, value ? strtoull(value, NULL, 0) : 1, attr);
	}
	return ret;
}

/* PMU/NAME/, an event that sysfs lists, or PMU/TERM=VALUE,.../ */
int counter_pmu(const char *name, struct perf_event_attr *attr)
{
	char pmu[64], terms[128], path[300];
	uint64_t type;
	int ret;

	if (sscanf(name, "%63[^/]/%127[^/]/", pmu, terms) != 2)
		return -EINVAL;
	snprintf(path, sizeof(path), PMUS "%s/type", pmu);
	ret = read_number(path, &type);
	if (ret)
		return ret;
	attr->type = type;
	attr->config = 0;
	if (!strpbrk(terms, "=,")) {
		snprintf(path, sizeof(path), PMUS "%s/events/%s", pmu, terms);
		read_line(path, terms, sizeof(terms));
	}
	return put_terms(pmu, terms, attr);
}
