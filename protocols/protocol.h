/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kick protocol: how a vCPU thread and a kicker agree that the vCPU leaves
 * KVM_RUN. Four verbs; every file of protocols/ is one protocol (or rows that
 * differ by a step). Each file states the memory order that it needs and why.
 *
 *   vCPU thread:  arm; loop { consume? handle; enter }        kicker: kick
 */
#ifndef KICKBENCH_PROTOCOLS_PROTOCOL_H
#define KICKBENCH_PROTOCOLS_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include "lib/vm.h"

enum protocol_role {
	ROLE_CANDIDATE,		/* should lose no kick */
	ROLE_LOSES,		/* control: bench race must see it lose */
	ROLE_STALE,		/* control: bench race must see stale exits */
	ROLE_COST,		/* control of cost only; cannot be kicked */
};

/* Where bench race may put its jitter, a set: into one of them at a time. The protocol's own
 * are where it calls kick_window(). */
enum protocol_window {
	WINDOW_BEFORE_RUN = 1,	/* between the look (consume) and enter(): no call is needed */
	WINDOW_IN_CONSUME = 2,	/* between "forget" and "look" */
	WINDOW_IN_ENTER = 4,	/* before KVM_RUN */
	WINDOW_AFTER_RUN = 8,	/* behind it */
	WINDOW_IN_KICK = 16,	/* the kicker's, beside the others: kick_window_of_kicker() */
};

struct protocol {
	const char *name;
	const char *summary;		/* one line for `list` */
	const char *used_by;		/* where it is or was used */
	enum protocol_role role;
	unsigned windows;		/* enum protocol_window; 0: WINDOW_BEFORE_RUN alone */
	unsigned stale_max;		/* so many returns without a reason are legal for a
					 * kick (docs/protocols.md); 0: one */
	bool needs_flag;		/* KVM_CAP_IMMEDIATE_EXIT */
	bool needs_rfc;			/* a kernel that clears the flag */
	bool spared_rfc;		/* true: makes no sense on an RFC kernel */
	bool owns_flag;			/* enter() itself decides on immediate_exit: what was set
					 * before it makes no KVM_RUN return at once */
	bool queues;			/* requests are events in a queue: consume takes one,
					 * after an EINTR only */
	bool looks_first;		/* loses kicks unless consume precedes each enter: a signal
					 * taken between KVM_RUN and the next is not remembered */

	/* vCPU thread, once before the first enter, and again at each switch of
	 * arm: everything that another protocol's arm may have left is reset
	 * (mask off, handler in place, flag 0, no signal pending). signo: the kick
	 * signal. 0, or -1 with *err. */
	int (*arm)(struct vcpu *v, int signo, struct error *err);
	/* Undoes arm: mask off, the thread's own signal mask back. */
	void (*disarm)(struct vcpu *v);
	/* KVM_RUN and what surrounds it: 0 after a userspace exit, -EINTR when
	 * kicked, else -errno. */
	int (*enter)(struct vcpu *v);
	/* Any other thread. 0 or -errno (-ESRCH: the thread is gone). NULL: cannot kick. */
	int (*kick)(struct vcpu *v);
	/* vCPU thread, after an EINTR and before each enter that a kick may
	 * precede: forgets the kick, then looks. How many kicks it took, all that were
	 * requested or (queues) one: 0 if none was there. NULL with kick. */
	unsigned (*consume)(struct vcpu *v);
	/* Kicker, optional: called about every 100 us while the kick is not
	 * acknowledged (resend). */
	void (*nag)(struct vcpu *v);
};

extern const struct protocol *const protocols[];
extern const size_t nr_protocols;

/* NULL if there is none of that name. */
const struct protocol *protocol_find(const char *name);

/* Why this kernel cannot run the protocol ("needs ..."), or NULL if it can. */
const char *protocol_unsupported(const struct protocol *p, enum immediate_exit kernel);

#endif
