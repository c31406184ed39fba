/* SPDX-License-Identifier: GPL-2.0-only */
#include "lib/random.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

static uint64_t splitmix(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static uint64_t rotate(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

void random_seed(struct random_state *r, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		r->s[i] = splitmix(&seed);
}

uint64_t random_next(struct random_state *r)
{
	uint64_t *s = r->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint64_t random_below(struct random_state *r, uint64_t n)
{
	uint64_t excess = -n % n, x;	/* 2^64 mod n values would be drawn too often */

	do
		x = random_next(r);
	while (x < excess);
	return x % n;
}

double random_unit(struct random_state *r)
{
	return (double)(random_next(r) >> 11) * 0x1p-53;
}

void random_shuffle(struct random_state *r, void *array, size_t nr, size_t size)
{
	char *a = array;

	for (size_t i = nr; i > 1; i--) {
		char *x = a + (i - 1) * size, *y = a + random_below(r, i) * size;

		for (size_t k = 0; k < size; k++) {
			char c = x[k];

			x[k] = y[k];
			y[k] = c;
		}
	}
}

uint64_t random_derive(uint64_t seed, uint64_t a, uint64_t b)
{
	uint64_t x = seed, y = splitmix(&x) ^ a, z = splitmix(&y) ^ b;

	return splitmix(&z);
}

uint64_t random_fresh(void)
{
	struct timespec now;
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed)) {
		clock_gettime(CLOCK_REALTIME, &now);
		seed = random_derive(now.tv_sec, now.tv_nsec, 0);
	}
	return seed >> 11;
}
