/* SPDX-License-Identifier: GPL-2.0-only */
/* kvm_run->immediate_exit when nothing is pending. */
#include <errno.h>
#include <sys/ioctl.h>
#include "abi/case.h"

_Static_assert(offsetof(struct kvm_run, immediate_exit) == 1, "part of the ABI");

static bool capability(struct abi *a)
{
	int device = ioctl(a->vm.kvm_fd, KVM_CHECK_EXTENSION, 136);
	int vm = ioctl(a->vm.fd, KVM_CHECK_EXTENSION, 136);

	/* A kernel before KVM_CAP_CHECK_EXTENSION_VM asks of the VM too: same answer. */
	return saw(a, device == vm && (device == 0 || device == 1),
		   "%d on /dev/kvm, %d on the VM%s",
		   device, vm, device ? "" : " (the capability is absent)");
}

/* KVM_RUN with the flag at `value`: EINTR, and the guest where it was. */
static bool returns_at_once(struct abi *a, int value)
{
	struct guest_registers before, after;
	uint32_t counter = a->v.shared->counter;
	int r;

	if (!abi_registers(a, &before))
		return saw(a, false, "the registers could not be read");
	((volatile uint8_t *)a->v.run)[1] = value;
	r = vcpu_run(&a->v);
	if (!abi_registers(a, &after))
		return saw(a, false, "the registers could not be read after it");
	return saw(a, r == -EINTR && after.pc == before.pc && counter == a->v.shared->counter,
		   "flag %#x: KVM_RUN returned %s, pc %#llx -> %#llx", value, run_text(r),
		   (unsigned long long)before.pc, (unsigned long long)after.pc);
}

static bool one(struct abi *a)
{
	return returns_at_once(a, 1);
}

static bool any_value(struct abi *a)
{
	static const int values[] = { 0x80, 2, 0xfe, 0xff };

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (!returns_at_once(a, values[i]))
			return false;
	return true;
}

static bool zero_runs(struct abi *a)
{
	int r;

	a->v.run->immediate_exit = 0;
	r = vcpu_run(&a->v);
	return saw(a, r == 0, "KVM_RUN returned %s", run_text(r));
}

static bool who_clears(struct abi *a)
{
	int r, flag, again;

	a->v.run->immediate_exit = 0xff;
	r = vcpu_run(&a->v);
	flag = a->v.run->immediate_exit;
	again = vcpu_run(&a->v);
	return saw(a, r == -EINTR && ((flag == 0xff && again == -EINTR) || (!flag && !again)),
		   "flag 0xff -> %#x, the next KVM_RUN returned %s: %s", flag, run_text(again),
		   flag ? "the kernel leaves it alone (merged)" : "the kernel clears it (RFC)");
}

/* The RFC as it was mailed returned with the vCPU's mutex held: this would hang. */
static bool vcpu_stays_usable(struct abi *a)
{
	struct guest_registers regs;
	int r;

	a->v.run->immediate_exit = 1;
	r = vcpu_run(&a->v);
	if (r != -EINTR || !abi_registers(a, &regs))
		return saw(a, false, "KVM_RUN returned %s, or no registers after it", run_text(r));
	a->v.run->immediate_exit = 0;
	r = vcpu_run(&a->v);
	return saw(a, r == 0, "registers read, KVM_RUN without the flag returned %s", run_text(r));
}

static bool exit_reason(struct abi *a)
{
	int r = vcpu_run(&a->v);
	uint32_t before = a->v.run->exit_reason, after;

	if (r)
		return saw(a, false, "the first KVM_RUN returned %s", run_text(r));
	a->v.run->immediate_exit = 1;
	r = vcpu_run(&a->v);
	after = a->v.run->exit_reason;
	return saw(a, r == -EINTR && after == before,
		   "KVM_RUN returned %s, exit_reason %u -> %u", run_text(r), before, after);
}

const struct abi_case abi_flag_cases[] = {
	{ "capability", "KVM_CHECK_EXTENSION(136) is the same on /dev/kvm and on the VM: 1 "
	  "where immediate_exit is present", "pmtimer", false, capability },
	{ "flag_set", "byte 1 of kvm_run at 1: KVM_RUN returns EINTR, the guest does not advance",
	  "pmtimer", true, one },
	{ "flag_any_value", "the same for any value but 0", "pmtimer", true, any_value },
	{ "flag_zero", "0: the guest runs", "pmtimer", true, zero_runs },
	{ "flag_owner", "merged: the kernel leaves the flag alone; RFC: it clears the flag, and "
	  "the next KVM_RUN enters the guest", "pmtimer", true, who_clears },
	{ "flag_vcpu_usable", "after an immediate exit the next ioctl on the vCPU returns",
	  "pmtimer", true, vcpu_stays_usable },
	{ "flag_exit_reason", "the EINTR of the flag leaves exit_reason as it was, not at "
	  "KVM_EXIT_INTR", "pmtimer", true, exit_reason },
};
const size_t nr_abi_flag_cases = sizeof(abi_flag_cases) / sizeof(*abi_flag_cases);
