/* SPDX-License-Identifier: GPL-2.0-only */
/* Without an irqchip in the kernel HLT is userspace's. Exits: HLT. */
#include "guests/guest.h"
#include "guests/stamp.h"
1:	LEAVING
	hlt
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
