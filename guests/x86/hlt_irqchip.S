/* SPDX-License-Identifier: GPL-2.0-only */
/* With an irqchip HLT blocks in the kernel; interrupts are off and none comes, so
 * only a signal ends KVM_RUN, and the next KVM_RUN blocks again. No exits. */
#include "guests/guest.h"
1:	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	hlt
	jmp	1b
