/* SPDX-License-Identifier: GPL-2.0-only */
/* kvm_run->immediate_exit while userspace still owes the guest an answer. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "abi/case.h"

#define ANSWER 0x12345678u

static bool completed(struct abi *a)
{
	return a->kernel == IMMEDIATE_EXIT_MERGED;
}

/* Leaves the guest at its first exit, answered. */
static bool stop_at_exit(struct abi *a, struct guest_registers *at)
{
	uint32_t answer = ANSWER;
	int r = vcpu_run(&a->v);

	if (r || a->v.run->exit_reason != KVM_EXIT_IO || !abi_registers(a, at))
		return saw(a, false, "the guest did not stop at its port: %s", run_text(r));
	memcpy((uint8_t *)a->v.run + a->v.run->io.data_offset, &answer, sizeof(answer));
	return true;
}

/* A kernel that keeps the flag has completed the read before it looks at the
 * flag; the RFC looks first, and its next KVM_RUN completes it. */
static bool read_pending(struct abi *a)
{
	struct guest_registers before, after;
	bool done;
	int r;

	if (!stop_at_exit(a, &before))
		return false;
	a->v.run->immediate_exit = 0xff;
	r = vcpu_run(&a->v);
	if (!abi_registers(a, &after))
		return saw(a, false, "the registers could not be read");
	done = after.pc != before.pc && (uint32_t)after.input == ANSWER;
	return saw(a, r == -EINTR && done == completed(a) &&
		   (done || after.pc == before.pc),
		   "KVM_RUN returned %s, pc %#" PRIx64 " -> %#" PRIx64 ", register %#" PRIx64
		   ": %s", run_text(r), before.pc, after.pc, after.input,
		   done ? "completed" : "not completed");
}

/* Whether the flag interrupted it or not, the answer arrives once, and not twice. */
static bool read_goes_on(struct abi *a)
{
	struct guest_registers first, next;
	int r, again;

	if (!stop_at_exit(a, &first))
		return false;
	a->v.run->immediate_exit = 1;
	r = vcpu_run(&a->v);
	a->v.run->immediate_exit = 0;
	again = vcpu_run(&a->v);
	if (!abi_registers(a, &next))
		return saw(a, false, "the registers could not be read");
	return saw(a, r == -EINTR && !again && next.pc == first.pc && a->v.shared->counter == 1,
		   "KVM_RUN returned %s, then %s; %u turns of the guest", run_text(r),
		   run_text(again), a->v.shared->counter);
}

/* One instruction, two exits: completing the first needs the second. */
static bool split_read(struct abi *a)
{
	int want[2] = { completed(a) ? 0 : -EINTR, -EINTR }, r[2];
	bool second;

	r[0] = vcpu_run(&a->v);
	if (r[0] || a->v.run->exit_reason != KVM_EXIT_MMIO)
		return saw(a, false, "no MMIO exit: %s", run_text(r[0]));
	memset(a->v.run->mmio.data, 0, sizeof(a->v.run->mmio.data));
	a->v.run->immediate_exit = 1;
	r[0] = vcpu_run(&a->v);
	second = !r[0] && a->v.run->exit_reason == KVM_EXIT_MMIO &&
		 a->v.run->mmio.phys_addr == a->vm.guest->exits[1].address;
	a->v.run->immediate_exit = 1;
	r[1] = vcpu_run(&a->v);
	return saw(a, r[0] == want[0] && r[1] == want[1] && second == completed(a),
		   "KVM_RUN returned %s, then %s", run_text(r[0]), run_text(r[1]));
}

const struct abi_case abi_io_cases[] = {
	{ "io_pending", "a port read is pending: merged: completed (register written, pc "
	  "advanced), then EINTR; RFC: EINTR, nothing completed", "pmtimer", true, read_pending },
	{ "io_goes_on", "after that the guest goes on, and has been answered once", "pmtimer", true,
	  read_goes_on },
	{ "io_split", "an MMIO read across a page is pending: merged: KVM_RUN returns 0 with the "
	  "second exit, flag or not, then EINTR; RFC: EINTR", "mmio_split", true, split_read },
};
const size_t nr_abi_io_cases = sizeof(abi_io_cases) / sizeof(*abi_io_cases);
