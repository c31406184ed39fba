/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Random numbers that a seed repeats: xoshiro256** by Blackman and Vigna
 * (public domain), its state filled by splitmix64 as they recommend.
 */
#ifndef KICKBENCH_LIB_RANDOM_H
#define KICKBENCH_LIB_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random_state {
	uint64_t s[4];
};

void random_seed(struct random_state *r, uint64_t seed);
uint64_t random_next(struct random_state *r);
/* Uniform on 0..n-1, without bias; n >= 1. */
uint64_t random_below(struct random_state *r, uint64_t n);
/* Uniform on [0, 1). */
double random_unit(struct random_state *r);
/* Shuffles an array of nr elements of `size` bytes (Fisher-Yates). */
void random_shuffle(struct random_state *r, void *array, size_t nr, size_t size);

/* A seed that depends on each of the values: of one run, from the seed of all. */
uint64_t random_derive(uint64_t seed, uint64_t a, uint64_t b);
/* A seed from the kernel's generator, below 2^53 so that it reads well anywhere. */
uint64_t random_fresh(void);

#endif
