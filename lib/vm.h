/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A VM and its vCPUs: no more than it takes to run guests/ on KVM. Who wants
 * memory on a node pins himself first: vcpu_open() is called by the thread that
 * will run the vCPU, and all that it allocates is bound to that thread's node.
 */
#ifndef KICKBENCH_LIB_VM_H
#define KICKBENCH_LIB_VM_H

#include <linux/kvm.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "guests/guest.h"
#include "lib/die.h"

/* What KVM_RUN does with kvm_run->immediate_exit on this kernel. */
enum immediate_exit {
	IMMEDIATE_EXIT_ABSENT,	/* no KVM_CAP_IMMEDIATE_EXIT (before 4.11) */
	IMMEDIATE_EXIT_MERGED,	/* the kernel leaves the flag alone */
	IMMEDIATE_EXIT_RFC,	/* the kernel clears the flag (RFC of February 2017) */
};
extern const char *const immediate_exit_names[];	/* "absent", "merged", "rfc" */

struct vm {
	int kvm_fd, fd;
	pid_t pid;			/* the process whose threads run the vCPUs */
	size_t run_size;		/* bytes of the kvm_run mapping */
	const struct guest *guest;
	int nr_vcpus;
};

/* State of the kick protocols on this vCPU; only protocols/ touches it, but that
 * vcpu_open() makes the kicker's mapping, which must outlive every kick, and that bench race
 * says where its window is, and how long. */
struct kick_state {
	_Atomic uint32_t requested;	/* the "flag word": nonzero: somebody wants the
					 * vCPU out. Counted, where a VMM needs one bit only:
					 * who hunts lost kicks must know which were taken. */
	_Atomic uint32_t events;	/* events queued, for protocols that count */
	_Atomic uintptr_t word;		/* clear_first: NO_RUN, CANCEL or the kvm_run */
	_Atomic uint32_t running;	/* resend: RUNNING */
	_Atomic uint64_t signaled_ns;	/* resend: when the last signal was sent */
	uint8_t *flag_alias;		/* immediate_exit through a mapping of the kicker's */
	int signal;			/* the kick signal of this vCPU */
	sigset_t saved_mask;	/* the thread's own, while armed */
	bool armed;
	unsigned window;		/* the window that is widened now; 0: none */
	uint64_t window_ticks;		/* ... by so much */
	uint64_t kicker_ticks;		/* the kicker's own; 0: none */
};

struct vcpu {
	struct vm *vm;
	int index, fd;
	struct kvm_run *run;
	struct guest_shared *shared;
	uint8_t *memory;		/* GUEST_SPAN bytes, at GUEST_BASE + index * GUEST_SPAN */
	pid_t tid;			/* of the thread that runs it; set by vcpu_open() */
	size_t next_exit;		/* where in the guest's cycle of exits it is */
	struct kick_state kick;
};

/* Opens /dev/kvm (or $KICKBENCH_KVM, for tests) and makes a VM ready for
 * nr_vcpus vCPUs that run `guest`. 0, or -1 with *err: EXIT_CANNOT with what to
 * do where the host lacks KVM, the right to it, or a capability the guest needs. */
int vm_open(struct vm *vm, const struct guest *guest, int nr_vcpus, struct error *err);
void vm_close(struct vm *vm);

/* Makes vCPU `index` in the calling thread, its memory bound to `node` (-1:
 * anywhere), registers set to the guest's entry point. 0, or -1 with *err. */
int vcpu_open(struct vcpu *v, struct vm *vm, int index, int node, struct error *err);
void vcpu_close(struct vcpu *v);

/* Sets the registers to the guest's entry point again. 0, or -1 with *err. */
int vcpu_reset(struct vcpu *v, struct error *err);

/* KVM_RUN and nothing else. 0 after a userspace exit, else -errno (-EINTR: kicked). */
int vcpu_run(struct vcpu *v);

/* KVM_SET_SIGNAL_MASK: the mask in force during KVM_RUN; NULL switches it off.
 * The kernel's sigset has 8 bytes, not sizeof(sigset_t). 0 or -errno. */
int vcpu_signal_mask(struct vcpu *v, const sigset_t *set);

/* Compares the exit that KVM_RUN just returned with the next one of the
 * guest's cycle, supplies input data, and steps the cycle. 0, or -1 with *err
 * naming both. Not called inside timed batches. */
int vcpu_check_exit(struct vcpu *v, struct error *err);

/* Steps the cycle by so many exits that were made without vcpu_check_exit(). */
void vcpu_skip_exits(struct vcpu *v, uint64_t exits);

/* Limits how long a halted vCPU of this VM polls before it sleeps, in ns
 * (KVM_CAP_HALT_POLL, Linux 5.8); 0: sleeps at once. 0, or -1 with *err. */
int vm_halt_poll(struct vm *vm, uint32_t max_ns, struct error *err);

/* Whether /dev/kvm has a capability (KVM_CHECK_EXTENSION, KVM_CAP_*); false without KVM. */
bool vm_capability(int cap);

/* Which immediate_exit this kernel has: asks the capability, then tries.
 * Returns enum immediate_exit, or -1 with *err. */
int vm_immediate_exit(struct error *err);

#endif
