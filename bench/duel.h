/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One vCPU thread and one kicker that takes its measure. The kicker leads: it
 * says by which arm, sends kicks and waits for them to be seen; the vCPU thread
 * runs the loop of a VMM and says what came of each kick.
 */
#ifndef KICKBENCH_BENCH_DUEL_H
#define KICKBENCH_BENCH_DUEL_H

#include "bench/bench.h"

enum fate {
	FATE_SEEN,
	FATE_LATE,	/* seen, but only after LATE_NS: a stall, not a loss */
	FATE_LOST,	/* in the guest for LOST_NS since, and the guest goes on, or sleeps on */
	FATE_NONE,	/* neither: the vCPU thread has ended, or got no CPU */
};

#define LATE_NS	20000000ull
#define LOST_NS	1000000000ull

struct duel {
	struct crew *crew;		/* the kicker's */
	struct vcpu *v;			/* valid once duel_start() has returned 0 */
	const struct protocol *p;
	int signo;
	/* The thread waits in userspace until a kick has been sent, then enters
	 * without a look: a kick before KVM_RUN. */
	bool hold;
	/* Each userspace exit is compared with what the guest declares. */
	bool check_exits;
	/* Looks after an EINTR only, so that an exit costs what it costs; but protocols that
	 * would lose kicks by that look before each KVM_RUN all the same. */
	bool look_rarely;
	/* Taken by the vCPU thread between its look and KVM_RUN; NULL: none. */
	pthread_mutex_t *lock;

	/* kicker -> vCPU thread */
	_Alignas(64) _Atomic int command;
	_Atomic uint32_t posted;	/* kicks announced, just before each is sent */
	_Atomic uint32_t gone;		/* kicks sent */
	_Atomic uint64_t window_ticks;	/* jitter for a window of the protocol's */
	/* vCPU thread -> kicker */
	_Alignas(64) _Atomic int state;
	_Atomic uint32_t round;		/* turns of the loop */
	_Atomic uint32_t acked;		/* kicks taken, each counted by itself */
	_Atomic bool inside;		/* in enter() */
	_Atomic uint64_t returned_ns, seen_ns;	/* of the last kick seen; before acked */
	/* Returns without a reason since duel_start(): as many as are legal for a kick, more. */
	_Atomic uint64_t stale, spurious;
	struct error failure;		/* why the vCPU thread has gone; set before */
};

/* One part of a variant ("a+b"), by name. */
bool variant_has(const char *variant, const char *part);
/* SIGRTMIN for the part "realtime", else SIGUSR1. */
int variant_signal(const char *variant);

/* -- vCPU thread -- */
/* Its body, on its vCPU; ends after duel_end(). 0, or -1 with *err. */
int duel_vcpu(struct duel *d, struct crew *crew, int index, struct error *err);
/* Instead of duel_vcpu(), when it cannot: tells the kicker why. Returns -1. */
int duel_fail(struct duel *d, const struct error *err);

/* -- kicker -- */
/* Before anything else. */
void duel_lead(struct duel *d, struct crew *crew);
/* The vCPU thread arms p and begins. 0, or -1 with *err. */
int duel_start(struct duel *d, const struct protocol *p, struct error *err);
/* Gets the vCPU thread out of its loop, whatever became of the kicks, and has it
 * disarm. 0, or -1 with *err (EXIT_DISTURBED: it did not come in 30 s). */
int duel_stop(struct duel *d, struct error *err);
/* Sends the vCPU thread home; always the last call. */
void duel_end(struct duel *d);
/* All of it where there is one duel: leads, measures with the crew's context, ends. */
int duel_led(struct duel *d, struct crew *crew, int (*measure)(void *context, struct error *err),
	     struct error *err);

/* Announces and sends one kick. 0 or -errno. */
int duel_kick(struct duel *d);
/* That it returned this -errno, as an error. Returns -1. */
int duel_unsent(struct duel *d, int ret, struct error *err);
/* Waits until all that was sent has been seen. */
enum fate duel_await(struct duel *d);
/* FATE_NONE as an error: the vCPU thread's own, if that has failed. Returns -1. */
int duel_neither(struct duel *d, struct error *err);
/* Waits until the guest has been seen to run, at most until at_ns. */
void duel_await_guest(struct duel *d, uint64_t at_ns);

#endif
