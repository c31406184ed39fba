/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/seen.h"

#include <stdlib.h>
#include <string.h>
#include "lib/die.h"

/* Where the key is, or the free place where it belongs (open addressing). */
static size_t place_of(const struct seen *s, struct seen_key k)
{
	uint64_t hash = (k.whose * 0x9e3779b97f4a7c15 ^ k.which) * 0xbf58476d1ce4e5b9;
	size_t i = (hash ^ hash >> 32) & (s->size - 1);

	while (s->used[i] && (s->key[i].whose != k.whose || s->key[i].which != k.which))
		i = (i + 1) & (s->size - 1);
	return i;
}

static void grow(struct seen *s)
{
	struct seen old = *s;

	s->size = old.size ? 2 * old.size : 256;
	s->key = xcalloc(s->size, sizeof(*s->key));
	s->used = xcalloc(s->size, sizeof(*s->used));
	for (size_t i = 0; i < old.size; i++)
		if (old.used[i]) {
			size_t at = place_of(s, old.key[i]);

			s->key[at] = old.key[i];
			s->used[at] = true;
		}
	seen_free(&old);
}

bool seen_before(struct seen *s, uint64_t whose, uint64_t which)
{
	struct seen_key k = { whose, which };
	size_t i;

	if (2 * s->nr >= s->size)
		grow(s);
	i = place_of(s, k);
	if (s->used[i])
		return true;
	s->key[i] = k;
	s->used[i] = true;
	s->nr++;
	return false;
}

void seen_forget(struct seen *s)
{
	if (s->size)
		memset(s->used, 0, s->size * sizeof(*s->used));
	s->nr = 0;
}

void seen_free(struct seen *s)
{
	free(s->key);
	free(s->used);
	*s = (struct seen){ 0 };
}
