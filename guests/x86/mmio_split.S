/* SPDX-License-Identifier: GPL-2.0-only */
/* A read across a page is two MMIO exits; completing the first causes the
 * second. Exits: MMIO read 0xfed00ffe, 2 bytes; 0xfed01000, 2 bytes. */
#include "guests/guest.h"
	mov	$0xfed00ffe, %esi
1:	movl	(%esi), %eax
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
