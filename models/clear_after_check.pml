/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * models: protocols/clear_after_check.c
 * The classic mistake: a handler between "look" and "clear" is forgotten.
 *
 * case: loses
 */
#include "parts.pmh"

#define HANDLER		set_flag(VCPU, 1)
#define BEFORE_RUN	skip
#define AFTER_RUN	skip

inline consume()
{
	look();
	set_flag(VCPU, 0)
}
#define CONSUME		consume()

inline kick(k)
{
	request(k);
	send(1 + k)
}
#define KICK(k)		kick(k)

#include "threads.pmh"
