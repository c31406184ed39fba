/* SPDX-License-Identifier: GPL-2.0-only */
/* Exits: in 0x608, 4 bytes; MMIO read 0xfed000f0, 4 bytes; out 0x70, 1 byte;
 * in 0x71, 1 byte; then as many turns of work as the host put into SHARED_THINK. */
#include "guests/guest.h"
#include "guests/stamp.h"
	mov	$0x608, %edx
	mov	$0xfed000f0, %esi
1:	LEAVING
	inl	%dx, %eax
	ENTERED
	LEAVING
	movl	(%esi), %eax
	ENTERED
	movb	$0x0a, %al
	LEAVING
	outb	%al, $0x70
	ENTERED
	LEAVING
	inb	$0x71, %al
	ENTERED
	incl	GUEST_SHARED + SHARED_COUNTER(%ebx)
	movl	GUEST_SHARED + SHARED_THINK(%ebx), %ecx
	test	%ecx, %ecx
	jz	1b
2:	dec	%ecx
	jnz	2b
	jmp	1b
