/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/sigmask.c
 * The thread's own mask again: it has no kick. Nothing may come out of KVM_RUN
 * with EINTR then.
 *
 * case: safe   KICKS=0 EXITS=3
 */
#include "parts.pmh"

#define HANDLER		skip
#define BEFORE_RUN	skip
#define AFTER_RUN	skip

inline consume()
{
	look()
}
#define CONSUME		consume()

#define KICK(k)		skip

#include "threads.pmh"
