/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/env_parts.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

static void put_modules(FILE *out, const void *context)
{
	const char *before = "";
	glob_t g;

	(void)context;
	if (glob("/sys/module/kvm_*", 0, NULL, &g) == 0) {
		for (size_t i = 0; i < g.gl_pathc; i++) {
			fprintf(out, "%s%s", before, strrchr(g.gl_pathv[i], '/') + 1);
			before = "+";
		}
		globfree(&g);
	}
	if (!*before && glob("/sys/module/kvm", 0, NULL, &g) == 0) {
		fputs("kvm", out);
		globfree(&g);
	}
}

char *env_kvm_module(void)
{
	return env_compose(put_modules, NULL);
}

/* /sys/module/kvm_amd/parameters/npt is kvm_amd_npt */
static void add_parameter(struct env *e, const char *path)
{
	const char *module = path + strlen("/sys/module/");
	char *key = xasprintf("%.*s_%s", (int)strcspn(module, "/"), module,
			      strrchr(path, '/') + 1);
	char *value = env_read_line(path);

	env_set(e, key, value);
	free(key);
	free(value);
}

void env_kvm_parameters(struct env *e)
{
	glob_t g;

	if (glob("/sys/module/kvm*/parameters/*", 0, NULL, &g))
		return;
	for (size_t i = 0; i < g.gl_pathc; i++)
		add_parameter(e, g.gl_pathv[i]);
	globfree(&g);
}
