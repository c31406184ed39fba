/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/track.h"

#include <stdlib.h>

static void free_series(struct series *s)
{
	char *const strings[] = {
		s->name, s->like.bench, s->like.guest, s->like.place, s->like.variant,
		s->like.metric, s->like.protocol, s->like.versus, s->like.unit,
	};

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		free(strings[i]);
	free(s->points);
	free(s->fresh);
	free(s->changes);
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->nr; i++) {
		free(h->nights[i].name);
		free(h->nights[i].kernel);
		free(h->nights[i].host_change);
		free(h->nights[i].host_key);
	}
	for (size_t i = 0; i < h->nr_series; i++)
		free_series(&h->series[i]);
	for (size_t i = 0; i < h->nr_acks; i++) {
		free(h->acks[i].series);
		free(h->acks[i].night);
		free(h->acks[i].why);
	}
	free(h->nights);
	free(h->series);
	free(h->acks);
	free(h->index);
	*h = (struct history){ .path = h->path };
}
