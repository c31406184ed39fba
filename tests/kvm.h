/* SPDX-License-Identifier: GPL-2.0-only */
/* For unit tests that need KVM: skip with the reason where there is none. */
#ifndef KICKBENCH_TESTS_KVM_H
#define KICKBENCH_TESTS_KVM_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "tests/fail.h"
#include "lib/vm.h"

/* Skips the test unless /dev/kvm can be opened: where a container forbids it, or no
 * module stands behind it, its mode tells nothing. */
#define need_kvm() do {								\
	int kvm_ = open("/dev/kvm", O_RDWR | O_CLOEXEC);			\
	if (kvm_ < 0) {								\
		print_message("skipped: /dev/kvm: %s\n", strerror(errno));	\
		skip();								\
	}									\
	close(kvm_);								\
} while (0)

/* gcc and clang each have a way to tell. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define HOLDS_SIGNALS true
#else
#define HOLDS_SIGNALS false
#endif

/* The same for a test that kicks: the thread sanitizer holds a signal back until a call
 * that it knows to wait in, and KVM_RUN is none, so that kicks come late, or never. */
#define need_kicks() do {							\
	need_kvm();								\
	if (HOLDS_SIGNALS) {							\
		print_message("skipped: the thread sanitizer holds signals back\n"); \
		skip();								\
	}									\
} while (0)

/* Opens a VM of one vCPU in the calling thread; the test fails if it cannot. */
static inline void open_vcpu(struct vm *vm, struct vcpu *v, const char *guest)
{
	struct error err = { 0 };

	if (vm_open(vm, guest_find(guest), 1, &err) || vcpu_open(v, vm, 0, -1, &err))
		fail_msg("%s", err.text);
}

static inline void close_vcpu(struct vm *vm, struct vcpu *v)
{
	vcpu_close(v);
	vm_close(vm);
}

#endif
