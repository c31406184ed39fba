/* SPDX-License-Identifier: GPL-2.0-only */
/* The HPET's main counter. Exits: MMIO read 0xfed000f0, 4 bytes. */
#include "guests/guest.h"
	mov	$0xfed000f0, %esi
1:	movl	(%esi), %eax
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
