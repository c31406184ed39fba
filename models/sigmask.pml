/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/sigmask.c
 * Blocked outside KVM_RUN, the signal waits: nothing can come too early. That
 * the request is stored before the signal is sent is all the order it needs.
 *
 * case: safe
 * case: stale  STALE=0
 * more: safe   KICKERS=2
 * more: safe   KICKERS=2 QUEUED=1
 * more: safe   LOOK=NEVER KICKERS=2
 * more: loses  SIGNAL_ORDERS=0 LOOK=NEVER
 */
#define BLOCKED 1
#include "parts.pmh"

#define HANDLER		skip
#define BEFORE_RUN	skip
#define AFTER_RUN	skip

inline consume()
{
	do
	:: d_step { pending > 0 -> pending-- }
	:: else -> break
	od;
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
