/* SPDX-License-Identifier: GPL-2.0-only */
/* Histories of one series, made of numbers instead of run directories. */
#ifndef KICKBENCH_TESTS_NIGHTS_H
#define KICKBENCH_TESTS_NIGHTS_H

#include "analysis/track.h"

#define FRESH	3	/* runs that scripts/nightly adds to a screened night */

/* A night's noise, by libRmath's generator: set_seed() first. */
typedef double draw_fn(void);
double night_iid(void);
/* Student's t with 6 degrees of freedom: outliers every few weeks. */
double night_heavy(void);

/* A cost without any night. */
struct series nights_new(void);
/* Appends a night. */
void nights_add(struct series *s, double value);
/* A fresh measurement of a night there is. */
void nights_fresh(struct series *s, size_t night, double value);
void nights_drop(struct series *s);

/* Finds the changes, forgetting those found before; how many. */
size_t nights_find(struct series *s);
/* Whether one of those found is proven so. */
bool nights_have(const struct series *s, enum change_proof proof);
/* How many of those found are proven. */
size_t nights_proven(const struct series *s);

#endif
