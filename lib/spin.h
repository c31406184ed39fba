/* SPDX-License-Identifier: GPL-2.0-only */
/* A spin of known length, to inject into an arm (--inject). */
#ifndef KICKBENCH_LIB_SPIN_H
#define KICKBENCH_LIB_SPIN_H

#include <stdint.h>

/*
 * Executes exactly `count` instructions more than spin_instructions(0) does, apart
 * from what comes before and behind it, so that it lasts as long wherever it is called.
 * The arm without injection therefore calls it too, with 0: then the arms
 * differ by nothing else.
 */
void spin_instructions(uint64_t count);

struct spin {
	uint64_t instructions;	/* argument for spin_instructions() */
	double ns;		/* what it adds, as measured; the truth to compare with */
};

/*
 * Finds how many instructions of spin_instructions() take `ns` more than none
 * do (0 .. 1000000 ns) on the CPU that it runs on, then measures what they
 * really add. Takes some .1 s, and up to 1 s if ns is long.
 */
struct spin spin_calibrate(uint64_t ns);

#endif
