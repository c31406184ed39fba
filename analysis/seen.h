/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rows were read before: one that stands there twice is broken, whatever it says. */
#ifndef KICKBENCH_ANALYSIS_SEEN_H
#define KICKBENCH_ANALYSIS_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen_key { uint64_t whose, which; };

/* A set of keys; all zero at first. */
struct seen {
	struct seen_key *key;	/* [size] */
	bool *used;		/* [size] */
	size_t nr, size;	/* size: a power of two, or 0 */
};

/* Whether the key was there; it is from now on. */
bool seen_before(struct seen *s, uint64_t whose, uint64_t which);
/* Forgets all of them; the room stays. */
void seen_forget(struct seen *s);
void seen_free(struct seen *s);

/* Whose row it is: of an arm and a vCPU of a run (an index). */
static inline uint64_t seen_owner(size_t run, int arm, int64_t vcpu)
{
	return (uint64_t)run << 32 | (uint64_t)arm << 17 | (uint64_t)vcpu;
}

#endif
