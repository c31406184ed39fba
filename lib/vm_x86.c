/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "lib/vm_arch.h"

/* Segment attributes: SDM volume 3, "Segment Descriptors". */
#define CODE_READ_ACCESSED	0xb
#define DATA_WRITE_ACCESSED	0x3
#define CR0_PE			1
#define RFLAGS_ALWAYS		2	/* bit 1 is 1 */

static bool ignores_msrs(void)
{
	char c = 'N';
	int fd = open("/sys/module/kvm/parameters/ignore_msrs", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (read(fd, &c, 1) != 1)
		c = 'N';
	close(fd);
	return c == 'Y';
}

/* kvm.ignore_msrs=1 answers an unknown MSR in the kernel; a filter comes before it. */
static int filter_msr(struct vm *vm, struct error *err)
{
	uint64_t denied = 0;	/* the kernel reads whole longs */
	struct kvm_msr_filter filter = {
		.flags = KVM_MSR_FILTER_DEFAULT_ALLOW,
		.ranges = { {
			.flags = KVM_MSR_FILTER_READ,
			.nmsrs = 1,
			.base = vm->guest->exits[0].address,
			.bitmap = (void *)&denied,
		} },
	};

	if (ioctl(vm->fd, KVM_X86_SET_MSR_FILTER, &filter))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_X86_SET_MSR_FILTER");
	return 0;
}

static int user_msr(struct vm *vm, struct error *err)
{
	if (vm_enable(vm, KVM_CAP_X86_USER_SPACE_MSR,
		      KVM_MSR_EXIT_REASON_UNKNOWN | KVM_MSR_EXIT_REASON_FILTER,
		      "KVM_CAP_X86_USER_SPACE_MSR", err))
		return -1;
	return ignores_msrs() ? filter_msr(vm, err) : 0;
}

int vm_arch_open(struct vm *vm, struct error *err)
{
	unsigned needs = vm->guest->needs;

	/* Intel without unrestricted guests keeps its real-mode TSS there: out of our way. */
	if (ioctl(vm->fd, KVM_CHECK_EXTENSION, KVM_CAP_SET_TSS_ADDR) > 0 &&
	    ioctl(vm->fd, KVM_SET_TSS_ADDR, 0xfffbd000UL))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_SET_TSS_ADDR");
	if (needs & GUEST_IRQCHIP && ioctl(vm->fd, KVM_CREATE_IRQCHIP, 0))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_CREATE_IRQCHIP");
	return needs & GUEST_USER_MSR ? user_msr(vm, err) : 0;
}

static struct kvm_segment flat(uint8_t type, uint16_t selector)
{
	return (struct kvm_segment){
		.limit = 0xffffffff, .selector = selector, .type = type,
		.present = 1, .db = 1, .s = 1, .g = 1,
	};
}

static int set_segments(struct vcpu *v, struct error *err)
{
	struct kvm_sregs s;

	if (ioctl(v->fd, KVM_GET_SREGS, &s))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_GET_SREGS");
	s.cs = flat(CODE_READ_ACCESSED, 8);
	s.ds = s.es = s.fs = s.gs = s.ss = flat(DATA_WRITE_ACCESSED, 16);
	s.cr0 |= CR0_PE;
	if (ioctl(v->fd, KVM_SET_SREGS, &s))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_SET_SREGS");
	return 0;
}

/* With an irqchip, all vCPUs but the first wait for INIT and SIPI. */
static int make_runnable(struct vcpu *v, struct error *err)
{
	struct kvm_mp_state state = { .mp_state = KVM_MP_STATE_RUNNABLE };

	if (v->vm->guest->needs & GUEST_IRQCHIP && ioctl(v->fd, KVM_SET_MP_STATE, &state))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_SET_MP_STATE");
	return 0;
}

int vcpu_arch_reset(struct vcpu *v, struct error *err)
{
	uint64_t base = GUEST_BASE + (uint64_t)v->index * GUEST_SPAN;
	struct kvm_regs regs = {
		.rip = base + GUEST_CODE, .rbx = base, .rflags = RFLAGS_ALWAYS,
	};

	if (set_segments(v, err) || make_runnable(v, err))
		return -1;
	if (ioctl(v->fd, KVM_SET_REGS, &regs))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_SET_REGS");
	return 0;
}
