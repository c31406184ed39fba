/* SPDX-License-Identifier: GPL-2.0-only */
/* The guests of x86: a row here for each guests/x86/NAME.S. */
#include <linux/kvm.h>
#include "guests/guest.h"

#define IN(port, bytes)		{ KVM_EXIT_IO, port, bytes, false }
#define OUT(port, bytes)	{ KVM_EXIT_IO, port, bytes, true }
#define READ(address, bytes)	{ KVM_EXIT_MMIO, address, bytes, false }
#define WRITE(address, bytes)	{ KVM_EXIT_MMIO, address, bytes, true }
#define RDMSR(index)		{ KVM_EXIT_X86_RDMSR, index, 0, false }
#define HLT			{ KVM_EXIT_HLT, 0, 0, false }

/* X(name, needs, summary, the cycle of exits ...) */
#define GUESTS(X)								\
	X(pmtimer, 0, "reads the ACPI PM timer, port 0x608, 4 bytes",		\
	  IN(0x608, 4))								\
	X(pio_out, 0, "writes a byte to port 0xed",				\
	  OUT(0xed, 1))								\
	X(mmio_read, 0, "reads the HPET's counter, 4 bytes",			\
	  READ(0xfed000f0, 4))							\
	X(mmio_write, 0, "writes the HPET's configuration, 4 bytes",		\
	  WRITE(0xfed00010, 4))							\
	X(mmio_split, GUEST_SPLIT, "reads 4 bytes across a page: one instruction, two exits", \
	  READ(0xfed00ffe, 2), READ(0xfed01000, 2))				\
	X(cmos, 0, "selects a CMOS register and reads it",			\
	  OUT(0x70, 1), IN(0x71, 1))						\
	X(hlt, 0, "HLT that exits to userspace (no irqchip)",			\
	  HLT)									\
	X(msr, GUEST_USER_MSR, "reads an MSR that userspace answers",		\
	  RDMSR(0x4b42))							\
	X(mixed, 0, "PM timer, HPET, CMOS and think time",			\
	  IN(0x608, 4), READ(0xfed000f0, 4), OUT(0x70, 1), IN(0x71, 1))		\
	X(hlt_irqchip, GUEST_IRQCHIP | GUEST_NO_EXIT, "HLT that halts in the kernel") \
	X(spin, GUEST_NO_EXIT, "counts in shared memory, never exits")

#define DEFINE(id, wants, text, ...)						\
	extern const char guest_##id[], guest_##id##_end[];			\
	extern const char guest_##id##_stamped[], guest_##id##_stamped_end[];	\
	static const struct guest_exit id##_exits[] = { __VA_ARGS__ };		\
	static const struct guest id##_guest = {				\
		.name = #id, .summary = text, .needs = wants,			\
		.exits = sizeof(id##_exits) ? id##_exits : NULL,		\
		.nr_exits = sizeof(id##_exits) / sizeof(struct guest_exit),	\
		.code = guest_##id, .code_end = guest_##id##_end,		\
		.stamped = guest_##id##_stamped,				\
		.stamped_end = guest_##id##_stamped_end,			\
	};
#define LIST(id, ...) &id##_guest,

GUESTS(DEFINE)

const struct guest *const guests[] = { GUESTS(LIST) };
const size_t nr_guests = sizeof(guests) / sizeof(*guests);
