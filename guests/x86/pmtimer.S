/* SPDX-License-Identifier: GPL-2.0-only */
/* The ACPI PM timer: what an SMP Windows guest without the Hyper-V reference
 * time counter reads all day. Exits: in 0x608, 4 bytes. */
#include "guests/guest.h"
#include "guests/stamp.h"
	mov	$0x608, %edx
1:	LEAVING
	inl	%dx, %eax
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
