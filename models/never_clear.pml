/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/never_clear.c
 * The flag stays: KVM_RUN returns for ever.
 *
 * case: stale  STALE=1
 * more: stale  STALE=3
 * The count wraps at 256: it cannot exceed what 255 a kick allow, and what is left
 * to be found is a lost kick.
 * more: safe   STALE=255
 */
#include "parts.pmh"

#define HANDLER		set_flag(VCPU, 1)
#define BEFORE_RUN	skip
#define AFTER_RUN	skip

inline consume()
{
	look()
}
#define CONSUME		consume()

inline kick(k)
{
	request(k);
	send(1 + k)
}
#define KICK(k)		kick(k)

#include "threads.pmh"
