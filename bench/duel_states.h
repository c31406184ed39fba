/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two sides of a duel say to each other; only duel*.c include it. */
#ifndef KICKBENCH_BENCH_DUEL_STATES_H
#define KICKBENCH_BENCH_DUEL_STATES_H

enum { DUEL_PARK, DUEL_FIGHT, DUEL_LEAVE };		/* duel.command */
enum { DUEL_UNBORN, DUEL_PARKED, DUEL_FIGHTING, DUEL_GONE };		/* duel.state */

#endif
