/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lib/numa_pin.h"
#include "lib/vm_arch.h"

#define KERNEL_SIGSET_SIZE 8	/* _NSIG / 8 in the kernel; glibc's sigset_t has 128 bytes */
/* Turns of the guest's own work between its exits, "mixed". Few: some hosts emulate each. */
#define DEFAULT_THINK 250

static int map_memory(struct vcpu *v, int node, struct error *err)
{
	const struct guest *g = v->vm->guest;
	struct kvm_userspace_memory_region region = {
		.slot = v->index,
		.guest_phys_addr = GUEST_BASE + (uint64_t)v->index * GUEST_SPAN,
		.memory_size = GUEST_SPAN,
	};

	v->memory = mmap(NULL, GUEST_SPAN, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (v->memory == MAP_FAILED) {
		v->memory = NULL;
		return error_errno(err, EXIT_CANNOT, errno, "guest memory");
	}
	/* Before the first touch. */
	if (bind_range(v->memory, GUEST_SPAN, node, err))
		return -1;
	memset(v->memory, 0, GUEST_SPAN);
	memcpy(v->memory + GUEST_CODE, g->code,
	       (const char *)g->code_end - (const char *)g->code);
	v->shared = (struct guest_shared *)(v->memory + GUEST_SHARED);
	v->shared->think = DEFAULT_THINK;
	region.userspace_addr = (uintptr_t)v->memory;
	if (ioctl(v->vm->fd, KVM_SET_USER_MEMORY_REGION, &region))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_SET_USER_MEMORY_REGION");
	return 0;
}

static void *map_run(struct vcpu *v, struct error *err)
{
	void *p = mmap(NULL, v->vm->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, v->fd, 0);

	if (p != MAP_FAILED)
		return p;
	error_errno(err, EXIT_CANNOT, errno, "mmap of kvm_run");
	return NULL;
}

static int create(struct vcpu *v, struct error *err)
{
	struct kvm_run *alias;

	v->fd = ioctl(v->vm->fd, KVM_CREATE_VCPU, (unsigned long)v->index);
	if (v->fd < 0)
		return error_errno(err, EXIT_CANNOT, errno, "KVM_CREATE_VCPU %d", v->index);
	v->run = map_run(v, err);
	alias = v->run ? map_run(v, err) : NULL;
	if (!alias)
		return -1;
	v->kick.flag_alias = &alias->immediate_exit;
	return 0;
}

int vcpu_open(struct vcpu *v, struct vm *vm, int index, int node, struct error *err)
{
	*v = (struct vcpu){ .vm = vm, .index = index, .fd = -1 };
	v->tid = syscall(SYS_gettid);
	if (!map_memory(v, node, err) && !create(v, err) && !vcpu_reset(v, err))
		return 0;
	vcpu_close(v);
	return -1;
}

void vcpu_close(struct vcpu *v)
{
	uint8_t *alias = v->kick.flag_alias;

	if (alias)
		munmap(alias - offsetof(struct kvm_run, immediate_exit), v->vm->run_size);
	if (v->run)
		munmap(v->run, v->vm->run_size);
	if (v->fd >= 0)
		close(v->fd);
	if (v->memory)
		munmap(v->memory, GUEST_SPAN);
	v->kick.flag_alias = NULL;
	v->run = NULL;
	v->fd = -1;
	v->memory = NULL;
	v->shared = NULL;
}

int vcpu_reset(struct vcpu *v, struct error *err)
{
	v->next_exit = 0;
	return vcpu_arch_reset(v, err);
}

int vcpu_run(struct vcpu *v)
{
	return ioctl(v->fd, KVM_RUN, 0) ? -errno : 0;
}

int vcpu_signal_mask(struct vcpu *v, const sigset_t *set)
{
	_Alignas(struct kvm_signal_mask)
	uint8_t space[sizeof(struct kvm_signal_mask) + KERNEL_SIGSET_SIZE];
	struct kvm_signal_mask *arg = (struct kvm_signal_mask *)space;

	arg->len = KERNEL_SIGSET_SIZE;
	if (set)
		memcpy(arg->sigset, set, KERNEL_SIGSET_SIZE);
	return ioctl(v->fd, KVM_SET_SIGNAL_MASK, set ? arg : NULL) ? -errno : 0;
}
