/* SPDX-License-Identifier: GPL-2.0-only */
/* Many vCPUs exiting at once: what they cost each other. */
#include "bench/bench.h"

const struct bench bench_contend = {
	.name		= "contend",
	.summary	= "cost of an exit while other vCPUs exit too",
	.kind		= RUN_TIMING,
	.guests		= "pmtimer",
	.protocols	= "sigmask,immediate_exit",
	.many_vcpus	= true,
	.takes_kicks	= true,
	.counts		= true,
	.blocks		= 20,	/* of four phases each */
	.run		= phases_run,
};
