/* SPDX-License-Identifier: GPL-2.0-only */
/* Text inside XML 1.0. */
#ifndef KICKBENCH_ANALYSIS_FORMAT_XML_H
#define KICKBENCH_ANALYSIS_FORMAT_XML_H

#include <stdio.h>

/* Any bytes as character data: what XML cannot hold appears as U+FFFD. */
void put_xml(const char *s, FILE *out);
/* A blank, then name="value". */
void put_attribute(const char *name, const char *value, FILE *out);

#endif
