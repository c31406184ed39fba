/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/naive.c
 * An empty handler: a signal between the look and KVM_RUN is gone.
 *
 * case: loses  LOOK=ALWAYS
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

inline kick(k)
{
	request(k);
	send(1 + k)
}
#define KICK(k)		kick(k)

#include "threads.pmh"
