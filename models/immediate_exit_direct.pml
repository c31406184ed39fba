/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/immediate_exit_direct.c
 * The kicker writes the flag itself, so the thread's "clear" and the kicker's "set"
 * race: a clear that is late wipes out a set whose event was looked for too
 * early. One outstanding kick: safe with a full barrier between "clear" and "take",
 * and the event stored before the flag. Two: the thread takes one event, and
 * clears the flag of both.
 *
 * more: safe   FENCE=1 STALE=2
 * case: stale  FENCE=1 STALE=1
 * case: safe   FENCE=1 LOOK=NEVER
 * case: stale  FENCE=1 LOOK=NEVER STALE=0
 * case: loses  FENCE=0
 * more: loses  FENCE=0 LOOK=NEVER
 * more: loses  FENCE=1 RELEASE=0 LOOK=NEVER
 * case: loses  FENCE=1 KICKERS=2 KICKS=1
 * more: loses  FENCE=1 KICKERS=2 KICKS=1 QUEUED=1
 * more: safe   FENCE=1 KICKERS=2 KICKS=1 TAKES_ALL=1 STALE=2
 */
#ifndef FENCE
#define FENCE 1		/* full barrier between "clear" and "take" */
#endif
#ifndef RELEASE
#define RELEASE 1	/* event stored before flag */
#endif
#ifndef TAKES_ALL
#define TAKES_ALL 0	/* the mended one: as many events as there are */
#endif
#include "parts.pmh"

#define HANDLER		skip
#define BEFORE_RUN	before_run()
#define AFTER_RUN	after_run()

inline take_one()
{
	exchange(VCPU, REQUEST(0), 0, r);
	taken = r;
	if
	:: r == 0 && KICKERS > 1 ->
		exchange(VCPU, REQUEST(KICKERS - 1), 0, r);
		taken = r
	:: else
	fi;
	printf("vcpu: takes %d event\n", taken)
}

/* Whether KVM_RUN was left, or left out. */
inline after_run()
{
	if
	:: skip_run || interrupted -> set_flag(VCPU, 0)
	:: else
	fi
}

inline consume()
{
	if
	:: FENCE -> fence(VCPU)
	:: !FENCE
	fi;
	if
	:: TAKES_ALL -> look()
	:: !TAKES_ALL -> take_one()
	fi
}
#define CONSUME		consume()

inline before_run()
{
	load(VCPU, FLAG, r);
	if
	:: r != 0 ->
		skip_run = 1;
		printf("vcpu: KVM_RUN skipped, the flag was set\n")
	:: else
	fi
}

inline kick(k)
{
	request(k);
	if
	:: RELEASE -> !HELD(1 + k, REQUEST(k))
	:: !RELEASE
	fi;
	set_flag(1 + k, 1);
	send(1 + k)
}
#define KICK(k)		kick(k)

#include "threads.pmh"
