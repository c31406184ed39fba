/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exact instructions per KVM_RUN. On an emulated host of one CPU that counts
 * (scripts/lab path) the TSC is the number of instructions executed, so a sample's
 * "ns" are instructions here, and its "exits" one turn of the guest's cycle.
 * Variants: "" the whole KVM_RUN; "entry" up to the guest's first instruction,
 * "exit" back from its last one; "immediate" with the flag set, no guest entered.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "guests/stamp.h"
#include "lib/clock.h"
#include "lib/spin.h"

#define WARMUP 4	/* blocks: page tables, caches of KVM, the guest's first stamps */

enum part { WHOLE, ENTRY, EXIT, IMMEDIATE };
static const char *const parts[] = { "", "entry", "exit", "immediate" };

struct counter {
	enum part part;
	uint32_t offset;	/* of the guest's TSC, low half */
	uint64_t nothing;	/* what counting itself counts */
};

static enum part part_of(const char *variant)
{
	enum part p = WHOLE;

	while (p < IMMEDIATE && strcmp(variant, parts[p]))
		p++;
	return p;
}

static bool stamped(const struct guest *g)
{
	return (const char *)g->stamped_end - (const char *)g->stamped !=
	       (const char *)g->code_end - (const char *)g->code;
}

static bool suits(const struct guest *g, const char *variant)
{
	enum part p = part_of(variant);

	return (p != ENTRY && p != EXIT) || stamped(g);
}

/* Elsewhere the TSC counts time. */
static bool counts_instructions(void)
{
	char text[64] = "";
	FILE *f = fopen("/etc/kickbench-emulated", "re");
	bool counts = f && fgets(text, sizeof(text), f) && strstr(text, "icount");

	if (f)
		fclose(f);
	return counts;
}

static const char *lacks(const char *variant, enum immediate_exit kernel)
{
	if (!counts_instructions())
		return "needs a host that counts instructions (scripts/lab path is one)";
	if (part_of(variant) == IMMEDIATE && kernel == IMMEDIATE_EXIT_ABSENT)
		return "needs KVM_CAP_IMMEDIATE_EXIT (Linux 4.11 or newer)";
	return NULL;
}

static const char *excludes(const struct protocol *p, const char *variant)
{
	return p->owns_flag && part_of(variant) == IMMEDIATE ?
	       "its KVM_RUN cannot be entered with the flag set" : NULL;
}

/* The twin of the guest, and how far its TSC is from ours. */
static int use_stamps(struct vcpu *v, struct counter *c, struct error *err)
{
	const struct guest *g = v->vm->guest;
	uint64_t offset;
	struct kvm_device_attr attr = {
		.group = KVM_VCPU_TSC_CTRL, .attr = KVM_VCPU_TSC_OFFSET, .addr = (uintptr_t)&offset,
	};

	if (ioctl(v->fd, KVM_GET_DEVICE_ATTR, &attr))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_VCPU_TSC_OFFSET");
	c->offset = (uint32_t)offset;
	memcpy(v->memory + GUEST_CODE, g->stamped,
	       (size_t)((const char *)g->stamped_end - (const char *)g->stamped));
	return 0;
}

/* Where the whole goes from start to end, a part ends or starts in the guest. */
static uint64_t part_count(const struct vcpu *v, const struct counter *c, uint64_t start,
			   uint64_t end)
{
	if (c->part == ENTRY)
		return (uint32_t)(v->shared->entered - c->offset - (uint32_t)start) -
		       STAMP_BEFORE_ENTERED;
	if (c->part == EXIT)
		return (uint32_t)((uint32_t)end + c->offset - v->shared->leaving) -
		       STAMP_AFTER_LEAVING;
	return end - start;
}

static __attribute__((noinline)) int count_run(struct vcpu *v, const struct arm *a,
					       const struct counter *c, uint64_t *count)
{
	uint64_t start, end;
	int ret;

	start = clock_ticks();
	ret = a->protocol->enter(v);
	spin_instructions(a->inject_instructions);
	end = clock_ticks();
	*count += part_count(v, c, start, end) - c->nothing;
	return ret;
}

/* One turn of the guest's cycle, every exit of it looked at; or one immediate exit. */
static int count_cycle(struct vcpu *v, const struct arm *a, const struct counter *c,
		       struct sample_row *row, struct error *err)
{
	int expect = c->part == IMMEDIATE ? -EINTR : 0, ret;

	row->exits = c->part == IMMEDIATE ? 1 : (uint32_t)v->vm->guest->nr_exits;
	row->ns = 0;
	for (uint32_t i = 0; i < row->exits; i++) {
		if (c->part == IMMEDIATE)
			v->run->immediate_exit = 1;
		ret = count_run(v, a, c, &row->ns);
		if (ret != expect)
			return error_set(err, EXIT_CANNOT, "KVM_RUN, %s, guest %s: returned %d",
					 a->name, v->vm->guest->name, ret);
		if (!expect && vcpu_check_exit(v, err))
			return -1;
	}
	return 0;
}

/* Arms one after the other: an exact count needs no pairing. The first turn
 * after a switch of arm is taken, but not kept. */
static int count_block(struct vcpu *v, const struct job *job, const struct counter *c,
		       uint32_t block, struct error *err)
{
	struct sample_row row = { .block = block, .flags = block < WARMUP ? SAMPLE_WARMUP : 0 };

	for (int arm = 0; arm < job->nr_arms; arm++) {
		const struct arm *a = &job->arms[arm];
		int ret = a->protocol->arm(v, SIGUSR1, err);

		if (ret)
			return -1;
		row.slot = (uint16_t)arm;
		row.arm = (uint8_t)arm;
		ret = count_cycle(v, a, c, &row, err) || count_cycle(v, a, c, &row, err);
		a->protocol->disarm(v);
		v->run->immediate_exit = 0;
		if (ret)
			return -1;
		emit_sample(job, &row);
	}
	return 0;
}

/* What two readings of the TSC and no injection come to; a timer's interrupt
 * may hit some, so the least of many. */
static uint64_t count_nothing(void)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 100; i++) {
		uint64_t start = clock_ticks(), end;

		spin_instructions(0);
		end = clock_ticks();
		least = end - start < least ? end - start : least;
	}
	return least;
}

static int vcpu_main(struct crew *crew, int index, struct error *err)
{
	struct counter c = { .part = part_of(crew->job->variant) };
	struct vcpu *v = &crew->vcpus[index];

	if ((c.part == ENTRY || c.part == EXIT) && use_stamps(v, &c, err))
		return -1;
	c.nothing = c.part == ENTRY ? 0 : count_nothing();
	for (int block = 0; block < WARMUP + crew->job->blocks; block++)
		if (count_block(v, crew->job, &c, (uint32_t)block, err))
			return -1;
	return 0;
}

static int run(const struct job *job, struct error *err)
{
	return crew_run(job, vcpu_main, NULL, NULL, err);
}

const struct bench bench_path = {
	.name		= "path",
	.summary	= "instructions per KVM_RUN, on an emulated host that counts them",
	.kind		= RUN_PATH,
	.guests		= "pmtimer",
	.protocols	= "sigmask,immediate_exit",
	.variants	= ",entry,exit,immediate",
	.sole_vcpu	= true,
	.runs		= 2,
	.blocks		= 50,
	.suits		= suits,
	.lacks		= lacks,
	.excludes	= excludes,
	.run		= run,
};
