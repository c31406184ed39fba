/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of events; for the files of counters alone. */
#ifndef KICKBENCH_LIB_COUNTERS_NAMES_H
#define KICKBENCH_LIB_COUNTERS_NAMES_H

#include <linux/perf_event.h>
#include "lib/counters.h"

/* Fills the attributes of c->name. 0; or -1 with c->errnum and c->reason where
 * this host lacks it; or -1 with *err where nobody knows the name. */
int counter_encode(struct counter *c, struct perf_event_attr *attr, struct error *err);

/* The same for SUBSYSTEM:NAME by tracefs and for PMU/TERMS/ by sysfs. 0, or a
 * negative errno; -EAGAIN: tracefs is not mounted. */
int counter_tracepoint(const char *name, struct perf_event_attr *attr);
int counter_pmu(const char *name, struct perf_event_attr *attr);

/* Sets the event's errnum and the reason that goes with it. Returns -1. */
int counter_absent(struct counter *c, int errnum);

#endif
