/* SPDX-License-Identifier: GPL-2.0-only */
/* KVM's own statistics of a vCPU (KVM_GET_STATS_FD): no right and no PMU needed. */
#ifndef KICKBENCH_LIB_KVM_STATS_H
#define KICKBENCH_LIB_KVM_STATS_H

#include <stdint.h>
#include "lib/die.h"

struct kvm_stats {
	int fd;			/* -1: this kernel has none (before 5.14) */
	long exits, signal_exits;	/* offsets in the file; -1: not there */
};

struct kvm_counts {
	uint64_t exits;		/* of any kind, most of which the kernel handles itself */
	uint64_t signal_exits;	/* KVM_RUNs that a pending signal ended: each returned EINTR */
};

/* Opens the statistics of a vCPU. 0, also where the kernel has none; -1 with
 * *err where what it gives makes no sense. Format: linux/kvm.h, struct kvm_stats_header. */
int kvm_stats_open(struct kvm_stats *s, int vcpu_fd, struct error *err);
/* What they say so far. 0, or -errno (-ENOENT: not there). */
int kvm_stats_read(const struct kvm_stats *s, struct kvm_counts *c);
void kvm_stats_close(struct kvm_stats *s);

#endif
