/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run's CPUs went through: their interrupts, and how fast they ran. */
#ifndef KICKBENCH_HARNESS_CPUS_H
#define KICKBENCH_HARNESS_CPUS_H

#include <stdio.h>
#include "lib/rundir.h"

/* The interrupts of each of nr CPUs since boot, its frequency not known. NaN: this host does
 * not tell. [nr], owned by the caller. */
struct cpu_row *cpus_read(const int *cpu, int nr);
/* How fast a CPU is, kHz; NaN: this host does not tell. By who has just worked on it: an idle one
 * is another matter. */
double cpus_khz(int cpu);
/* *row's interrupts since `before` was read. */
void cpus_since(struct cpu_row *row, const struct cpu_row *before);

/*
 * Sets the interrupts of nr rows by their `cpu`, from a table such as /proc/interrupts. Its
 * first line names the CPUs that are online, each further one is a kind of interrupt with one
 * count for each of them. Those of devices have a number; the timer that has one on arm64
 * is no device.
 */
void cpus_parse_interrupts(FILE *table, struct cpu_row *rows, int nr);

#endif
