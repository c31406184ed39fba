/* SPDX-License-Identifier: GPL-2.0-only */
/* Which immediate_exit this kernel has, found by trying. */
#include <errno.h>
#include <sys/ioctl.h>
#include "lib/vm.h"

const char *const immediate_exit_names[] = {
	[IMMEDIATE_EXIT_ABSENT] = "absent",
	[IMMEDIATE_EXIT_MERGED] = "merged",
	[IMMEDIATE_EXIT_RFC] = "rfc",
};

/* The RFC's patch and the merged one differ in who clears the flag. */
static int try_flag(struct vm *vm, struct error *err)
{
	struct vcpu v;
	int r, kind;

	if (vcpu_open(&v, vm, 0, -1, err))
		return -1;
	v.run->immediate_exit = 1;
	r = vcpu_run(&v);
	kind = v.run->immediate_exit ? IMMEDIATE_EXIT_MERGED : IMMEDIATE_EXIT_RFC;
	vcpu_close(&v);
	if (r == -EINTR)
		return kind;
	return error_set(err, EXIT_CANNOT, "immediate_exit: KVM_RUN returned %d with the flag set, "
			 "not EINTR (this kernel breaks its own interface)", r);
}

int vm_immediate_exit(struct error *err)
{
	const struct guest *g = guests[0];
	struct vm vm;
	int kind = IMMEDIATE_EXIT_ABSENT;

	/* A kernel that ignored the flag must come back all the same. */
	for (size_t i = 0; i < nr_guests && g->needs; i++)
		g = guests[i];
	if (vm_open(&vm, g, 1, err))
		return -1;
	if (ioctl(vm.kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_IMMEDIATE_EXIT) > 0)
		kind = try_flag(&vm, err);
	vm_close(&vm);
	return kind;
}
