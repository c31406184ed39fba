/* SPDX-License-Identifier: GPL-2.0-only */
/* No exits: the host sees by the counter that it runs. */
#include "guests/guest.h"
1:	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
