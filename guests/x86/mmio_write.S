/* SPDX-License-Identifier: GPL-2.0-only */
/* The HPET's configuration. Exits: MMIO write 0xfed00010, 4 bytes. */
#include "guests/guest.h"
#include "guests/stamp.h"
	mov	$0xfed00010, %edi
1:	LEAVING
	movl	%eax, (%edi)
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
