/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits: out 0xed, 1 byte. Not 0x80: until Linux 4.15 VMX let the guest write that one itself. */
#include "guests/guest.h"
#include "guests/stamp.h"
1:	LEAVING
	outb	%al, $0xed
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
