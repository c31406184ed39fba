/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/clear_first.c
 * The flag is cleared at the start of each run, so what came before must be in
 * the word, and what came after the word said NO_RUN in the look that follows.
 * All of it is one thread's: program order does.
 *
 * case: safe   LOOK=ALWAYS
 * case: stale  LOOK=ALWAYS STALE=0
 * more: safe   LOOK=ALWAYS KICKERS=2 KICKS=1
 * more: loses  LOOK=NEVER
 */
#define NO_RUN 0
#define CANCEL 1
#define RUNNING 2
#include "parts.pmh"

#define HANDLER		handler()
#define BEFORE_RUN	before_run()
#define AFTER_RUN	set_word(NO_RUN)

inline consume()
{
	look()
}
#define CONSUME		consume()

byte was;		/* the thread's */
byte found;		/* the handler's */

/* An exchange by the only thread that knows the word. */
inline set_word(v)
{
	load(VCPU, WORD, was);
	store(VCPU, WORD, v)
}

inline handler()
{
	load(VCPU, WORD, found);
	if
	:: found == RUNNING -> set_flag(VCPU, 1)
	:: else -> store(VCPU, WORD, CANCEL)
	fi
}

inline before_run()
{
	set_flag(VCPU, 0);
	d_step { set_word(RUNNING) };
	if
	:: was == CANCEL -> set_flag(VCPU, 1)
	:: else
	fi
}

inline kick(k)
{
	request(k);
	send(1 + k)
}
#define KICK(k)		kick(k)

#include "threads.pmh"
