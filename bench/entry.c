/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A KVM_RUN that returns without entering the guest: the flag is set in every
 * arm, only the mask differs. On x86 the mask is paid here as well, on arm64 it is not.
 */
#include <errno.h>

#include "bench/bench.h"

static int run(const struct job *job, struct error *err)
{
	static const struct batches entries = { .expect = -EINTR, .flag = true };

	return batches_run(job, &entries, err);
}

static const char *excludes(const struct protocol *p, const char *variant)
{
	(void)variant;
	return p->owns_flag ? "its KVM_RUN cannot be entered with the flag set" : NULL;
}

const struct bench bench_entry = {
	.name		= "entry",
	.summary	= "cost of a KVM_RUN that does not enter the guest",
	.kind		= RUN_TIMING,
	.guests		= "pmtimer",
	.protocols	= "sigmask,immediate_exit",
	.sole_vcpu	= true,
	.batched	= true,
	.needs_flag	= true,
	.counts		= true,
	.excludes	= excludes,
	.run		= run,
};
