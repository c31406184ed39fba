/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What host and guest share: the layout of a guest's memory, and what a guest
 * promises to exit with. Included from C and from assembly.
 */
#ifndef KICKBENCH_GUESTS_GUEST_H
#define KICKBENCH_GUESTS_GUEST_H

/* Every vCPU has GUEST_SPAN bytes of guest-physical memory of its own, the
 * i-th at GUEST_BASE + i * GUEST_SPAN: code first, then one shared page.
 * The guest finds the address of its region in %ebx, so its code is
 * position-independent and the same for each vCPU. */
#define GUEST_BASE	0x100000
#define GUEST_SPAN	0x4000
#define GUEST_CODE	0x0000		/* entry point, 32-bit protected mode, flat */
#define GUEST_SHARED	0x3000		/* struct guest_shared */

/* Offsets into the shared page, for assembly. */
#define SHARED_COUNTER	0		/* bumped by the guest as it goes round */
#define SHARED_THINK	8		/* "mixed": iterations of think time */
#define SHARED_ENTERED	12		/* stamped guests: TSC, low half, when completed */
#define SHARED_LEAVING	16		/* stamped guests: the same before the exit */
#define SHARED_SAVED	20		/* stamped guests: two registers meanwhile */

#ifndef __ASSEMBLER__
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guest_shared {
	volatile uint32_t counter;	/* wraps; only its movement means anything */
	uint32_t pad;
	volatile uint32_t think;
	volatile uint32_t entered, leaving, saved[2];	/* stamped guests */
};

/* One exit that a guest makes; a guest that exits otherwise is an error. */
struct guest_exit {
	uint32_t reason;	/* KVM_EXIT_* */
	uint64_t address;	/* port, guest-physical address or MSR index; else 0 */
	uint8_t size;		/* bytes; 0 where it has none */
	bool write;		/* out or write */
};

enum guest_needs {
	GUEST_IRQCHIP = 1,	/* an irqchip in the kernel: HLT blocks there */
	GUEST_USER_MSR = 2,	/* KVM_CAP_X86_USER_SPACE_MSR */
	GUEST_NO_EXIT = 4,	/* leaves KVM_RUN only by a kick */
	GUEST_SPLIT = 8,	/* several userspace exits for one of the CPU's */
};

struct guest {
	const char *name;
	const char *summary;	/* one line for `list` */
	unsigned needs;		/* enum guest_needs, or'ed */
	const struct guest_exit *exits;	/* the cycle it repeats; NULL: never exits */
	size_t nr_exits;
	const void *code, *code_end;	/* the flat binary, embedded */
	const void *stamped, *stamped_end;	/* its twin with stamps; guests/stamp.h */
};

/* All guests of this architecture, in the order that `list` shows. */
extern const struct guest *const guests[];
extern const size_t nr_guests;

/* NULL if there is none of that name. */
const struct guest *guest_find(const char *name);
#endif
#endif
