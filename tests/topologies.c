/* SPDX-License-Identifier: GPL-2.0-only */
#include "tests/topologies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct topo *load_topology(const char *host)
{
	const char *end = strrchr(host, '.');
	struct error err = { 0 };
	struct topo *t;
	char path[256];

	unsetenv("HWLOC_XMLFILE");
	unsetenv("HWLOC_SYNTHETIC");
	snprintf(path, sizeof(path), "tests/topologies/%s", host ? host : "");
	if (end && !strcmp(end, ".xml"))
		setenv("HWLOC_XMLFILE", path, 1);
	else
		setenv("HWLOC_SYNTHETIC", host, 1);
	t = topo_load(&err);
	if (!t)
		fail_msg("%s", err.text);
	return t;
}
