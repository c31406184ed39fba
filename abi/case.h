/* SPDX-License-Identifier: GPL-2.0-only */
/* A case of `kickbench abi`. Each runs in a process and on a vCPU of its own. */
#ifndef KICKBENCH_ABI_CASE_H
#define KICKBENCH_ABI_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include "lib/vm.h"

/* What a case works with. */
struct abi {
	struct vm vm;
	struct vcpu v;			/* at the guest's entry point, not yet run */
	enum immediate_exit kernel;	/* which variant it was found to be */
	char saw[400];			/* what the case saw, filled by saw() */
};

struct abi_case {
	const char *name;
	const char *expects;
	const char *guest;
	bool needs_flag;		/* skipped without KVM_CAP_IMMEDIATE_EXIT */
	/* True unless the kernel contradicts what is expected. */
	bool (*run)(struct abi *a);
};

/* Says what was seen; the last one counts. Returns fine. */
bool saw(struct abi *a, bool fine, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* "EINTR", "0 (a userspace exit)" ... for what vcpu_run() returned. */
const char *run_text(int result);

extern const struct abi_case abi_flag_cases[], abi_io_cases[], abi_mask_cases[],
	abi_running_cases[];
extern const size_t nr_abi_flag_cases, nr_abi_io_cases, nr_abi_mask_cases, nr_abi_running_cases;

/* Where the guest will go on, and the register that takes the input of an
 * unfinished read; abi_ARCH.c. */
struct guest_registers {
	uint64_t pc, input;
};
bool abi_registers(struct abi *a, struct guest_registers *r);

#endif
