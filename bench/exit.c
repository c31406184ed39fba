/* SPDX-License-Identifier: GPL-2.0-only */
/* One userspace exit: KVM_RUN, the guest runs to its next exit, KVM_RUN returns. Batches
 * of them on one vCPU; on many, where counts would let the stragglers run alone, and under a
 * lock, which batches do not take, phases. */
#include "bench/bench.h"

static int run(const struct job *job, struct error *err)
{
	static const struct batches exits = { .expect = 0 };

	return job->nr_vcpus > 1 || job->vmm_lock ? phases_run(job, err) :
	       batches_run(job, &exits, err);
}

const struct bench bench_exit = {
	.name		= "exit",
	.summary	= "cost of a userspace exit",
	.kind		= RUN_TIMING,
	.guests		= "pmtimer,pio_out,mmio_read,mmio_write,cmos,hlt,msr,mixed",
	.protocols	= "sigmask,immediate_exit",
	.batched	= true,
	.takes_kicks	= true,
	.counts		= true,
	.run		= run,
};
