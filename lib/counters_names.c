/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/counters_names.h"

#include <errno.h>
#include <perfmon/pfmlib_perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int paranoid(void)
{
	FILE *f = fopen("/proc/sys/kernel/perf_event_paranoid", "re");
	int level = 0;

	if (f && fscanf(f, "%d", &level) != 1)
		level = 0;
	if (f)
		fclose(f);
	return level;
}

int counter_absent(struct counter *c, int errnum)
{
	char *why = c->reason;
	size_t size = sizeof(c->reason);

	c->errnum = errnum;
	if (errnum == ENOENT || errnum == ENODEV || errnum == EOPNOTSUPP)
		snprintf(why, size, "%s: no such counter here",
			 errnum == ENOENT ? "ENOENT" : errnum == ENODEV ? "ENODEV" : "EOPNOTSUPP");
	else if (errnum == EACCES || errnum == EPERM)
		snprintf(why, size, "%s: perf_event_paranoid is %d (be root, or have CAP_PERFMON)",
			 errnum == EACCES ? "EACCES" : "EPERM", paranoid());
	else if (errnum == EAGAIN)
		snprintf(why, size,
			 "ENOENT: no tracefs (mount -t tracefs nodev /sys/kernel/tracing)");
	else if (errnum == EMFILE)
		snprintf(why, size, "EMFILE: too many open files (raise ulimit -n)");
	else
		snprintf(why, size, "%s", strerror(errnum));
	return -1;
}

#define OURS "ukhHG"

/* All of perf's, also those that are refused: they are no names. */
static bool is_modifier(const char *s)
{
	return *s && strspn(s, OURS "pPSDIWebR") == strlen(s);
}

/* Splits "cycles:kH"; what is no modifier stays with the name. */
static const char *split(const char *name, char *base, size_t size)
{
	const char *colon = strrchr(name, ':'), *slash = strrchr(name, '/');
	size_t n = strlen(name);
	const char *modifier = "";

	if (slash && slash[1] && is_modifier(slash + 1)) {
		modifier = slash + 1;
		n = modifier - name;
	} else if (colon && is_modifier(colon + 1)) {
		modifier = colon + 1;
		n = colon - name;
	}
	snprintf(base, size, "%.*s", (int)n, name);
	return modifier;
}

/* One privilege level named leaves the others out; so with host and guest. */
static void exclude(struct perf_event_attr *attr, const char *modifier)
{
	bool levels = strpbrk(modifier, "ukh"), worlds = strpbrk(modifier, "HG");

	attr->exclude_user = levels && !strchr(modifier, 'u');
	attr->exclude_kernel = levels && !strchr(modifier, 'k');
	attr->exclude_hv = levels && !strchr(modifier, 'h');
	attr->exclude_host = worlds && !strchr(modifier, 'H');
	attr->exclude_guest = worlds && !strchr(modifier, 'G');
}

static int by_libpfm4(struct counter *c, const char *base, struct perf_event_attr *attr,
		      struct error *err)
{
	pfm_perf_encode_arg_t arg = { .attr = attr, .size = sizeof(arg) };
	int ret = pfm_initialize();

	if (ret == PFM_SUCCESS)
		ret = pfm_get_os_event_encoding(base, PFM_PLM0 | PFM_PLM3,
						PFM_OS_PERF_EVENT_EXT, &arg);
	if (ret == PFM_SUCCESS)
		return 0;
	if (ret == PFM_ERR_NOTSUPP)
		return counter_absent(c, EOPNOTSUPP);
	return error_set(err, EXIT_USAGE, "--counters %.60s: no such event (known: default, "
			 "siglock, what `perf list` names, SUBSYSTEM:TRACEPOINT, PMU/EVENT/)",
			 c->name);
}

int counter_encode(struct counter *c, struct perf_event_attr *attr, struct error *err)
{
	char base[sizeof(c->name)];
	const char *modifier = split(c->name, base, sizeof(base));
	size_t known = strspn(modifier, OURS);
	int ret;

	if (modifier[known])
		return error_set(err, EXIT_USAGE, "--counters %s: the modifier %c is not known "
				 "(there are u, k, h, H and G)", c->name, modifier[known]);
	*attr = (struct perf_event_attr){ .size = sizeof(*attr) };
	if (strchr(base, '/'))
		ret = counter_pmu(base, attr);
	else if (strchr(base, ':') && !strstr(base, "::"))
		ret = counter_tracepoint(base, attr);
	else
		ret = by_libpfm4(c, base, attr, err) ? 1 : 0;
	if (ret < 0)
		return counter_absent(c, -ret);
	if (ret)
		return -1;
	exclude(attr, modifier);
	return 0;
}
