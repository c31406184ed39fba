/* SPDX-License-Identifier: GPL-2.0-only */
/* The HPET's configuration. Exits: MMIO write 0xfed00010, 4 bytes. */
#include "guests/guest.h"
	mov	$0xfed00010, %edi
1:	movl	%eax, (%edi)
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
