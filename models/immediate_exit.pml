/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/immediate_exit.c
 * The handler sets the flag, in the thread that clears it: program order is
 * enough between "clear" and "look". The request must be stored before the signal
 * is sent; siglock sees to that, no barrier of ours is needed.
 *
 * case: safe
 * case: stale  STALE=0
 * more: safe   KICKERS=2
 * more: safe   KICKERS=2 QUEUED=1
 * more: safe   LOOK=NEVER KICKERS=2
 * more: loses  SIGNAL_ORDERS=0 LOOK=NEVER
 */
#include "parts.pmh"

#define HANDLER		set_flag(VCPU, 1)
#define BEFORE_RUN	skip
#define AFTER_RUN	skip

inline consume()
{
	set_flag(VCPU, 0);
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
