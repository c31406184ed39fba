/* SPDX-License-Identifier: GPL-2.0-only */
/* Compares what a guest exited with to what it promised. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "lib/vm.h"

#define INPUT 0x2a	/* what every port, register and device answers */

static struct guest_exit seen(const struct kvm_run *run)
{
	struct guest_exit e = { .reason = run->exit_reason };

	switch (run->exit_reason) {
	case KVM_EXIT_IO:
		e.address = run->io.port;
		e.size = run->io.size;
		e.write = run->io.direction == KVM_EXIT_IO_OUT;
		break;
	case KVM_EXIT_MMIO:
		e.address = run->mmio.phys_addr;
		e.size = run->mmio.len;
		e.write = run->mmio.is_write;
		break;
	case KVM_EXIT_X86_RDMSR:
	case KVM_EXIT_X86_WRMSR:
		e.address = run->msr.index;
		e.write = run->exit_reason == KVM_EXIT_X86_WRMSR;
		break;
	}
	return e;
}

static bool same(const struct guest_exit *a, const struct guest_exit *b)
{
	return a->reason == b->reason && a->address == b->address && a->size == b->size &&
	       a->write == b->write;
}

static void supply_input(struct kvm_run *run, const struct guest_exit *e)
{
	if (e->write)
		return;
	if (e->reason == KVM_EXIT_IO)
		memset((uint8_t *)run + run->io.data_offset, INPUT, e->size);
	else if (e->reason == KVM_EXIT_MMIO)
		memset(run->mmio.data, INPUT, sizeof(run->mmio.data));
	else if (e->reason == KVM_EXIT_X86_RDMSR)
		run->msr.data = INPUT;
}

static const char *describe(const struct guest_exit *e, char *text, size_t size)
{
	snprintf(text, size, "reason %u at %#" PRIx64 ", %u bytes, %s", e->reason, e->address,
		 e->size, e->write ? "write" : "read");
	return text;
}

int vcpu_check_exit(struct vcpu *v, struct error *err)
{
	const struct guest *g = v->vm->guest;
	struct guest_exit got = seen(v->run);
	const struct guest_exit *want = g->nr_exits ? &g->exits[v->next_exit] : NULL;
	char a[80], b[80];

	if (!want || !same(&got, want))
		return error_set(err, EXIT_CANNOT,
				 "guest %s, vCPU %d: exited with %s; expected %s "
				 "(this KVM emulates it differently: leave the guest out)",
				 g->name, v->index, describe(&got, a, sizeof(a)),
				 want ? describe(want, b, sizeof(b)) : "no exit");
	supply_input(v->run, &got);
	vcpu_skip_exits(v, 1);
	return 0;
}

void vcpu_skip_exits(struct vcpu *v, uint64_t exits)
{
	if (v->vm->guest->nr_exits)
		v->next_exit = (v->next_exit + exits) % v->vm->guest->nr_exits;
}
