/* SPDX-License-Identifier: GPL-2.0-only */
/* kickbench abi: does this kernel behave as documented? */
#ifndef KICKBENCH_ABI_ABI_H
#define KICKBENCH_ABI_ABI_H

/*
 * Tries each documented fact about immediate_exit and KVM_SET_SIGNAL_MASK, and
 * prints KTAP version 1. Returns EXIT_FINE, EXIT_NO when the kernel contradicts
 * one, EXIT_USAGE, EXIT_CANNOT without KVM.
 */
int abi_command(int argc, char **argv);

#endif
