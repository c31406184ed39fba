/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits: out 0x70, 1 byte; in 0x71, 1 byte. */
#include "guests/guest.h"
#include "guests/stamp.h"
1:	movb	$0x0a, %al
	LEAVING
	outb	%al, $0x70
	ENTERED
	LEAVING
	inb	$0x71, %al
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	jmp	1b
