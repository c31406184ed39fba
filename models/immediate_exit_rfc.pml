/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/immediate_exit.c
 * The kernel clears the flag that it obeys, the thread never does: the signal of
 * a kick can end one KVM_RUN, and the flag that its handler sets the next.
 *
 * case: safe   STALE=2
 * more: safe   STALE=2 KICKERS=2
 * case: stale  STALE=1
 * more: loses  SIGNAL_ORDERS=0 LOOK=NEVER STALE=2
 */
#define RFC 1
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
