/* SPDX-License-Identifier: GPL-2.0-only */
/* The HPET's main counter. Exits: MMIO read 0xfed000f0, 4 bytes. */
#include "guests/guest.h"
#include "guests/stamp.h"
	mov	$0xfed000f0, %esi
1:	LEAVING
	movl	(%esi), %eax
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
