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
	struct seen bigger = { .size = s->size ? 2 * s->size : 256, .nr = s->nr };

	bigger.key = xcalloc(bigger.size, sizeof(*bigger.key));
	bigger.used = xcalloc(bigger.size, sizeof(*bigger.used));
	for (size_t i = 0; i < s->size; i++)
		if (s->used[i]) {
			size_t at = place_of(&bigger, s->key[i]);

			bigger.key[at] = s->key[i];
			bigger.used[at] = true;
		}
	seen_free(s);
	*s = bigger;
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
