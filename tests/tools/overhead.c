/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * overhead BLOCKS: what the harness's loop costs more than a bare one around
 * ioctl(KVM_RUN), batches of both in turns (ABBA) in one process. Prints
 * "BARE_NS HARNESS_NS PERCENT", per exit; the percentage is the trimmed mean of the
 * blocks' log ratios, as everywhere.
 */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "analysis/stats.h"
#include "harness/loop.h"
#include "lib/clock.h"
#include "lib/numa_pin.h"
#include "lib/parse.h"
#include "protocols/protocol.h"

#define BATCH	16
#define WARM_UP	100	/* blocks */

static __attribute__((noinline)) int bare(struct vcpu *v)
{
	int ret = 0;

	for (int i = 0; i < BATCH; i++)
		ret |= ioctl(v->fd, KVM_RUN, 0);
	return ret;
}

/* As harness/batches.c calls it. */
static int harness(struct vcpu *v)
{
	struct loop l = { .enter = vcpu_run };
	int left = BATCH;

	return loop_run(v, &l, &left);
}

static double timed(struct vcpu *v, int (*batch)(struct vcpu *v))
{
	uint64_t start = clock_ns();

	if (batch(v))
		die(EXIT_DISTURBED, "overhead: KVM_RUN: %s", strerror(errno));
	return (double)(clock_ns() - start) / BATCH;
}

/* ns per exit of both, in two batches each. */
static void block(struct vcpu *v, bool swap, double *ns)
{
	int (*const batch[])(struct vcpu *) = { bare, harness };

	ns[0] = ns[1] = 0;
	for (int slot = 0; slot < 4; slot++) {
		int which = (slot == 1 || slot == 2) ^ swap;

		ns[which] += timed(v, batch[which]) / 2;
	}
}

static void measure(struct vcpu *v, int blocks)
{
	double *ratio = xcalloc(blocks, sizeof(double)), *ns = xcalloc(blocks, sizeof(double));
	double both[2];

	for (int i = -WARM_UP; i < blocks; i++) {
		block(v, i & 1, both);
		if (i < 0)
			continue;
		ratio[i] = log(both[1] / both[0]);
		ns[i] = both[0];
	}
	both[0] = stats_trimmed_mean(ns, blocks, .2);
	both[1] = stats_trimmed_mean(ratio, blocks, .2);
	printf("%.1f %.1f %.3f\n", both[0], both[0] * exp(both[1]), 100 * expm1(both[1]));
}

int main(int argc, char **argv)
{
	const struct protocol *p = protocol_find("immediate_exit");
	struct error err = { 0 };
	struct vcpu v;
	struct vm vm;
	int blocks;

	if (argc != 2 || parse_int("overhead: blocks", argv[1], 1, 1000000, &blocks, &err))
		die(EXIT_USAGE, "overhead: usage: overhead BLOCKS");
	if (pin_to_cpu(sched_getcpu(), &err) || vm_open(&vm, guest_find("pmtimer"), 1, &err) ||
	    vcpu_open(&v, &vm, 0, -1, &err) || p->arm(&v, SIGUSR1, &err))
		die(err.status, "%s", err.text);
	measure(&v, blocks);
	p->disarm(&v);
	vcpu_close(&v);
	vm_close(&vm);
	return 0;
}
