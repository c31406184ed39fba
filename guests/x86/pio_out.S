/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits: out 0x80, 1 byte. */
#include "guests/guest.h"
#include "guests/stamp.h"
1:	LEAVING
	outb	%al, $0x80
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
