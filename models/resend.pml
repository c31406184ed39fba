/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/resend.c
 * No flag, no mask: a signal that came too early is sent again while the thread
 * says that it runs. As long as the kick is not taken (UNTIL_TAKEN) that is safe
 * without a barrier; a kicker that leaves when it reads "not running" needs a
 * full one on both sides.
 *
 * case: safe   UNTIL_TAKEN=1
 * case: stale  UNTIL_TAKEN=1 STALE=0
 * more: safe   UNTIL_TAKEN=1 QUEUED=1 STALE=2
 * case: stale  UNTIL_TAKEN=1 QUEUED=1 STALE=1
 * more: safe   UNTIL_TAKEN=1 KICKERS=2
 * more: safe   UNTIL_TAKEN=0 FENCE=1
 * more: loses  UNTIL_TAKEN=0 FENCE=0
 */
#ifndef UNTIL_TAKEN
#define UNTIL_TAKEN 1
#endif
#ifndef FENCE
#define FENCE 0
#endif
#include "parts.pmh"

#define HANDLER		skip
#define BEFORE_RUN	before_run()
#define AFTER_RUN	store(VCPU, WORD, 0)

inline consume()
{
	look()
}
#define CONSUME		consume()

inline full_barrier(t)
{
	if
	:: FENCE -> fence(t)
	:: !FENCE
	fi
}

/* Runs (WORD = 1); wanted already? Then not. */
inline before_run()
{
	store(VCPU, WORD, 1);
	full_barrier(VCPU);
	load(VCPU, REQUEST(0), r);
	skip_run = r;
	load(VCPU, REQUEST(KICKERS - 1), r);
	skip_run = skip_run || r
}

/* Again, whether or not the last one is still pending; three in the queue are as good as more. */
#define MAY_SEND	(pending == 0 || (QUEUED && pending < 3))
#define TAKEN(k)	(!HELD(1 + k, REQUEST(k)) && memory[REQUEST(k)] == 0)

inline nag(k)
{
	do
	:: TAKEN(k) -> break
	:: !TAKEN(k) && memory[WORD] == 1 && MAY_SEND -> send(1 + k)
	:: !UNTIL_TAKEN && memory[WORD] == 0 ->
		printf("kicker %d: it does not run\n", 1 + k);
		break
	od
}

inline kick(k)
{
	request(k);
	full_barrier(1 + k);
	nag(k)
}
#define KICK(k)		kick(k)

#include "threads.pmh"
