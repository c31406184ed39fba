/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/env_parts.h"

#include <ctype.h>
#include <glob.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <zlib.h>

/* Where distributions and the kernel itself keep it; gzopen() also reads what
 * is not compressed. */
static gzFile open_config(void)
{
	static const char *const places[] = { "/proc/config.gz", "/boot/config-%s",
					      "/lib/modules/%s/config",
					      "/lib/modules/%s/build/.config" };
	struct utsname u;
	gzFile f = NULL;

	uname(&u);
	for (size_t i = 0; !f && i < sizeof(places) / sizeof(places[0]); i++) {
		const char *at = strstr(places[i], "%s");
		char *path = at ? xasprintf("%.*s%s%s", (int)(at - places[i]), places[i],
					    u.release, at + 2) : xstrdup(places[i]);

		f = gzopen(path, "re");
		free(path);
	}
	return f;
}

static bool is_option(const char *line)
{
	return !strncmp(line, "CONFIG_", 7) || !strncmp(line, "# CONFIG_", 9);
}

/* The offset basis and prime of 64-bit FNV-1a (Fowler, Noll, Vo). */
#define FNV_BASIS 0xcbf29ce484222325ULL
#define FNV_PRIME 0x100000001b3ULL

char *env_config_hash(void)
{
	uint64_t hash = FNV_BASIS;
	gzFile f = open_config();
	char line[4096];
	long options = 0;

	while (f && gzgets(f, line, sizeof(line))) {
		if (!is_option(line))
			continue;
		options++;
		for (const char *s = line; *s; s++)
			hash = (hash ^ (unsigned char)*s) * FNV_PRIME;
	}
	if (f)
		gzclose(f);
	return options ? xasprintf("%016" PRIx64, hash) : NULL;
}

bool env_config_has(const char *name)
{
	gzFile f = open_config();
	size_t n = strlen(name);
	bool found = false;
	char line[4096];

	while (f && !found && gzgets(f, line, sizeof(line)))
		found = !strncmp(line, name, n) && !strncmp(line + n, "=y", 2);
	if (f)
		gzclose(f);
	return found;
}

char *env_kernel_commit(void)
{
	struct utsname u;
	const char *s;
	size_t n;

	uname(&u);
	s = strstr(u.release, "-g");
	if (!s)
		return NULL;
	for (n = 0; isxdigit((unsigned char)s[2 + n]);)
		n++;
	return n < 7 ? NULL : strndup(s + 2, n);
}

/* "Not affected" is left out: a newer kernel lists more of what this CPU never
 * had, and that alone must not make two hosts differ. */
static void put_mitigations(FILE *out, const void *context)
{
	const char *before = "";
	glob_t g;

	(void)context;
	if (glob("/sys/devices/system/cpu/vulnerabilities/*", 0, NULL, &g))
		return;
	for (size_t i = 0; i < g.gl_pathc; i++) {
		char *state = env_read_line(g.gl_pathv[i]);

		if (state && strcmp(state, "Not affected")) {
			fprintf(out, "%s%s: %s", before, strrchr(g.gl_pathv[i], '/') + 1, state);
			before = "+";
		}
		free(state);
	}
	globfree(&g);
}

char *env_mitigations(void)
{
	return env_compose(put_mitigations, NULL);
}
