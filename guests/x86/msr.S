/* SPDX-License-Identifier: GPL-2.0-only */
/* An MSR that KVM does not know. Exits: RDMSR 0x4b42. */
#include "guests/guest.h"
#include "guests/stamp.h"
1:	mov	$0x4b42, %ecx
	LEAVING
	rdmsr
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
