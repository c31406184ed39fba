/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/hostkey.h"

#include <stdlib.h>
#include <string.h>

/* Names of env.csv; one that ends in '*' is a prefix. */
static const char *const host_keys[] = {
	"arch", "cpu", "cpu_model", "microcode", "mitigation*", "vulnerability*",
	"cmdline", "command_line", "spinlock", "compiler", "tool_version", NULL
};

static const char *const kernel_keys[] = {
	"kernel", "kernel_version", "kernel_commit", "config_hash", "kvm_*", NULL
};

static bool listed(const char *const *keys, const char *key)
{
	for (; *keys; keys++) {
		size_t n = strcspn(*keys, "*");

		if ((*keys)[n] ? !strncmp(*keys, key, n) : !strcmp(*keys, key))
			return true;
	}
	return false;
}

static bool volatile_word(const char *word, size_t n)
{
	return (n >= 11 && !strncmp(word, "BOOT_IMAGE=", 11)) ||
	       (n >= 5 && !strncmp(word, "root=", 5));
}

/* The command line without what names a file or a disk. */
static char *without_root(const char *cmdline)
{
	char *kept = xcalloc(strlen(cmdline) + 2, 1);
	size_t used = 0;

	for (const char *s = cmdline; *s;) {
		size_t n = strcspn(s, " ");

		if (n && !volatile_word(s, n)) {
			memcpy(kept + used, s, n);
			used += n;
			kept[used++] = ' ';
		}
		s += n + (s[n] == ' ');
	}
	if (used)
		kept[used - 1] = '\0';
	return kept;
}

static char *key_value(const struct rundir *d, const char *key)
{
	const char *v = rundir_env_of(d, key);

	if (!v)
		return xstrdup("");
	if (!strcmp(key, "cmdline"))
		return without_root(v);
	return xstrdup(v);
}

#define SHOWN	60	/* bytes of each of two texts that differ */
#define BEFORE	20	/* ... of these before the difference, where not all can be shown */

static bool inside_character(char c)
{
	return (c & 0xc0) == 0x80;
}

/* What is shown of a text from `at` on; dots stand for what is left out. */
static char *excerpt(const char *text, size_t at)
{
	size_t n = strlen(text + at), shown = n > SHOWN ? SHOWN : n;

	while (shown < n && shown && inside_character(text[at + shown]))
		shown--;
	return xasprintf("%s%.*s%s", at ? "..." : "", (int)shown, text + at,
			 shown < n ? "..." : "");
}

char *two_texts(const char *a, const char *b)
{
	size_t same = 0, at;
	char *shown_a, *shown_b, *both;

	while (a[same] && a[same] == b[same])
		same++;
	at = same < SHOWN - BEFORE ? 0 : same - BEFORE;
	while (at && inside_character(a[at]))
		at--;
	shown_a = excerpt(a, at);
	shown_b = excerpt(b, at);
	both = xasprintf("%s and %s", *a ? shown_a : "(not known)", *b ? shown_b : "(not known)");
	free(shown_a);
	free(shown_b);
	return both;
}

static void append_difference(char **list, const char *key, const char *a, const char *b)
{
	char *both = two_texts(a, b);
	char *longer = xasprintf("%s%s%s: %s", *list, **list ? "; " : "", key, both);

	free(both);
	free(*list);
	*list = longer;
}

static void compare_key(char **list, const char *key, const struct rundir *a,
			const struct rundir *b)
{
	char *va = key_value(a, key), *vb = key_value(b, key);

	if (strcmp(va, vb))
		append_difference(list, key, va, vb);
	free(va);
	free(vb);
}

static char *differences(const char *const *keys, const struct rundir *a, const struct rundir *b)
{
	char *list = xstrdup("");

	for (size_t i = 0; i < a->nr_env; i++)
		if (listed(keys, a->env[i].key))
			compare_key(&list, rundir_key(a->env[i].key), a, b);
	for (size_t i = 0; i < b->nr_env; i++)
		if (listed(keys, b->env[i].key) && !rundir_env_of(a, rundir_key(b->env[i].key)))
			compare_key(&list, rundir_key(b->env[i].key), a, b);
	return list;
}

char *hostkey_text(const struct rundir *d)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < d->nr_env; i++) {
		const char *key = rundir_key(d->env[i].key);
		char *value, *longer;

		if (!listed(host_keys, key))
			continue;
		value = key_value(d, key);
		longer = xasprintf("%s%s=%s\n", text, key, value);
		free(value);
		free(text);
		text = longer;
	}
	return text;
}

char *hostkey_differences(const struct rundir *a, const struct rundir *b)
{
	return differences(host_keys, a, b);
}

char *kernel_differences(const struct rundir *a, const struct rundir *b)
{
	return differences(kernel_keys, a, b);
}
