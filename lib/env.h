/* SPDX-License-Identifier: GPL-2.0-only */
/* The facts about the host that go into env.csv, and what could disturb. */
#ifndef KICKBENCH_LIB_ENV_H
#define KICKBENCH_LIB_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include "lib/topo.h"

struct env_fact { char *key, *value; };	/* value "" where the host does not tell */

struct env {
	struct env_fact *facts;		/* in the order of env.csv, each key once */
	size_t nr;
};

/* Reads every fact of the host; what cannot be read is there with an empty
 * value. t may be NULL (no NUMA map then). */
void env_collect(struct env *e, const struct topo *t);
void env_free(struct env *e);

/* Sets a fact, at the end if it is new. value NULL: empty. */
void env_set(struct env *e, const char *key, const char *value);
/* NULL where the key is absent or its value empty. */
const char *env_get(const struct env *e, const char *key);

/* Something that could disturb a measurement, and what to do about it. */
struct disturbance {
	const char *name;	/* of the check: "governor" ... */
	char *what, *todo;
};
struct disturbances {
	struct disturbance *list;
	size_t nr;
};

/* Looks for all of them. t may be NULL. Free with disturb_free(). */
void disturb_collect(struct disturbances *d, const struct topo *t);
void disturb_free(struct disturbances *d);
/* "what (todo); what (todo)", or "nothing". The caller frees. */
char *disturb_text(const struct disturbances *d);

/* Whether times mean nothing here: the CPU is TCG's, whoever says what; or else
 * KICKBENCH_EMULATED says so (anything but 0), or, where that is not set or empty,
 * /etc/kickbench-emulated exists. */
bool env_emulated(void);

/* The kind of spinlock: "pv", "native" or "test-and-set"; "unknown" where it cannot be
 * told. Contention counts of different kinds are never compared. */
const char *env_spinlock(void);

/* -- pieces that others use -- */
/* First line of a file without its newline; NULL if unreadable or empty. The caller frees. */
char *env_read_line(const char *path);
/* Identifies this boot (/proc/sys/kernel/random/boot_id). NULL if unreadable. The caller frees. */
char *env_boot_id(void);

#endif
