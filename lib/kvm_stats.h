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

/* Opens the statistics of a vCPU. 0, also where the kernel has none; -1 with
 * *err where what it gives makes no sense. Format: linux/kvm.h, struct kvm_stats_header. */
int kvm_stats_open(struct kvm_stats *s, int vcpu_fd, struct error *err);
/* Exits of any kind, and those for a pending signal. 0, or -errno (-ENOENT: not there). */
int kvm_stats_exits(const struct kvm_stats *s, uint64_t *exits);
int kvm_stats_signal_exits(const struct kvm_stats *s, uint64_t *exits);
void kvm_stats_close(struct kvm_stats *s);

#endif
