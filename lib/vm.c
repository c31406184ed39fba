/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/vm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "lib/vm_arch.h"

static const char *remedy(int errnum)
{
	if (errnum == EACCES || errnum == EPERM)
		return "use sudo, or join the group that owns it, often kvm";
	if (errnum == ENOENT || errnum == ENODEV || errnum == ENXIO)
		return "load kvm_intel or kvm_amd, enable virtualization in firmware or nesting "
		       "in the hypervisor, or use scripts/lab";
	return "see dmesg";
}

static int open_device(struct error *err)
{
	const char *path = getenv("KICKBENCH_KVM");
	int fd, version, error;

	if (!path || !*path)
		path = "/dev/kvm";
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, EXIT_CANNOT, "%s: %s (%s)", path, strerror(errno),
				 remedy(errno));
	version = ioctl(fd, KVM_GET_API_VERSION, 0);
	error = errno;
	if (version == KVM_API_VERSION)
		return fd;
	close(fd);
	if (version < 0)
		return error_set(err, EXIT_CANNOT, "%s: is no KVM device: %s (see KICKBENCH_KVM)",
				 path, strerror(error));
	return error_set(err, EXIT_CANNOT, "%s: KVM API version %d, not %d (use a newer kernel)",
			 path, version, KVM_API_VERSION);
}

bool vm_capability(int cap)
{
	int fd = open_device(NULL);
	bool has = fd >= 0 && ioctl(fd, KVM_CHECK_EXTENSION, cap) > 0;

	if (fd >= 0)
		close(fd);
	return has;
}

static int create(struct vm *vm, struct error *err)
{
	int size = ioctl(vm->kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	int max = ioctl(vm->kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS);
	int slots = ioctl(vm->kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_NR_MEMSLOTS);

	if (size < (int)sizeof(struct kvm_run))
		return error_errno(err, EXIT_CANNOT, errno, "KVM_GET_VCPU_MMAP_SIZE");
	vm->run_size = size;
	if (max > 0 && vm->nr_vcpus > max)
		return error_set(err, EXIT_CANNOT, "%d vCPUs: KVM allows %d (ask for fewer)",
				 vm->nr_vcpus, max);
	if (slots > 0 && vm->nr_vcpus > slots)
		return error_set(err, EXIT_CANNOT, "%d vCPUs: KVM allows %d memory slots, and "
				 "each vCPU has one (ask for fewer)", vm->nr_vcpus, slots);
	/* EINTR: a signal while the kernel set up its MMU notifier. */
	do
		vm->fd = ioctl(vm->kvm_fd, KVM_CREATE_VM, 0);
	while (vm->fd < 0 && errno == EINTR);
	if (vm->fd < 0)
		return error_errno(err, EXIT_CANNOT, errno, "KVM_CREATE_VM");
	return vm_arch_open(vm, err);
}

int vm_open(struct vm *vm, const struct guest *guest, int nr_vcpus, struct error *err)
{
	*vm = (struct vm){ .kvm_fd = -1, .fd = -1, .guest = guest, .nr_vcpus = nr_vcpus };
	vm->pid = getpid();
	vm->kvm_fd = open_device(err);
	if (vm->kvm_fd < 0)
		return -1;
	if (!create(vm, err))
		return 0;
	vm_close(vm);
	return -1;
}

void vm_close(struct vm *vm)
{
	if (vm->fd >= 0)
		close(vm->fd);
	if (vm->kvm_fd >= 0)
		close(vm->kvm_fd);
	vm->fd = vm->kvm_fd = -1;
}

int vm_enable(struct vm *vm, uint32_t cap, uint64_t arg, const char *name, struct error *err)
{
	struct kvm_enable_cap enable = { .cap = cap, .args = { arg } };

	if (ioctl(vm->fd, KVM_CHECK_EXTENSION, cap) <= 0)
		return error_set(err, EXIT_CANNOT, "%s: this kernel lacks it (use a newer kernel)",
				 name);
	if (ioctl(vm->fd, KVM_ENABLE_CAP, &enable))
		return error_errno(err, EXIT_CANNOT, errno, "%s", name);
	return 0;
}

int vm_halt_poll(struct vm *vm, uint32_t max_ns, struct error *err)
{
	return vm_enable(vm, KVM_CAP_HALT_POLL, max_ns, "KVM_CAP_HALT_POLL", err);
}
