/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * LEAVING and ENTERED stand around the instruction by which a guest exits. In
 * the guests that are timed they are nothing. Each guest has a twin, built with
 * STAMPED, where they store the TSC, so that the instructions of a KVM_RUN can be
 * split into the way in and the way out (bench path, under an exact count).
 */
#ifndef KICKBENCH_GUESTS_STAMP_H
#define KICKBENCH_GUESTS_STAMP_H

/* Instructions of a twin between the guest's own and the time that it stores. */
#define STAMP_AFTER_LEAVING	3	/* the store, two restored */
#define STAMP_BEFORE_ENTERED	3	/* two saved, RDTSC itself */

#ifdef __ASSEMBLER__
#ifdef STAMPED
	.macro STAMP where
	movl	%eax, GUEST_SHARED + SHARED_SAVED(%ebx)
	movl	%edx, GUEST_SHARED + SHARED_SAVED + 4(%ebx)
	rdtsc
	movl	%eax, GUEST_SHARED + \where(%ebx)
	movl	GUEST_SHARED + SHARED_SAVED(%ebx), %eax
	movl	GUEST_SHARED + SHARED_SAVED + 4(%ebx), %edx
	.endm
#define LEAVING STAMP SHARED_LEAVING
#define ENTERED STAMP SHARED_ENTERED
#else
#define LEAVING
#define ENTERED
#endif
#endif
#endif
