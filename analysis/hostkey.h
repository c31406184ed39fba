/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The host key: what must be equal before two measurements may be compared.
 * CPU, microcode, the mitigations' state, the kernel's command line without
 * BOOT_IMAGE and root, kind of spinlock, compiler, tool version. Not in it: what
 * changes by itself (MHz) and what differs between any two kernels.
 */
#ifndef KICKBENCH_ANALYSIS_HOSTKEY_H
#define KICKBENCH_ANALYSIS_HOSTKEY_H

#include "analysis/load.h"

/* The differences of two directories' host keys as "microcode: 0x1 and 0x2;
 * spinlock: pv and native"; "" where there is none. A key that only one of them
 * has differs; one that neither has does not. The caller frees it. */
char *hostkey_differences(const struct rundir *a, const struct rundir *b);

/* What tells hosts apart, as one text. The caller frees it. */
char *hostkey_text(const struct rundir *d);

/* What may differ between kernels but must be named: kernel, its commit, config
 * and kvm's parameters. Same form; the caller frees it. */
char *kernel_differences(const struct rundir *a, const struct rundir *b);

/* "A and B" of two texts that differ: of long ones that part. The caller frees it. */
char *two_texts(const char *a, const char *b);

#endif
