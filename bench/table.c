/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of benchmarks, in the order that lists show them. */
#include <string.h>

#include "bench/bench.h"

extern const struct bench bench_entry, bench_exit, bench_contend, bench_kick, bench_kickcost,
	bench_race, bench_pause, bench_path;

const struct bench *const benches[] = {
	&bench_exit,
	&bench_entry,
	&bench_contend,
	&bench_kick,
	&bench_kickcost,
	&bench_race,
	&bench_pause,
	&bench_path,
};
const size_t nr_benches = sizeof(benches) / sizeof(benches[0]);

const struct bench *bench_find(const char *name)
{
	for (size_t i = 0; i < nr_benches; i++)
		if (!strcmp(benches[i]->name, name))
			return benches[i];
	return NULL;
}
