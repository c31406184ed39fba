/* SPDX-License-Identifier: GPL-2.0-only */
/* Command-line text as numbers and lists: all of it or an error, never a guess. */
#ifndef KICKBENCH_LIB_PARSE_H
#define KICKBENCH_LIB_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "lib/die.h"

/*
 * Whole numbers min..max in decimal, no sign, no blanks. `what` names the
 * option in the error (EXIT_USAGE). 0, or -1 with *err and *v untouched.
 */
int parse_uint(const char *what, const char *s, uint64_t min, uint64_t max, uint64_t *v,
	       struct error *err);
int parse_int(const char *what, const char *s, int min, int max, int *v, struct error *err);

/* A finite decimal number min..max, both included. 0, or -1 with *err. */
int parse_num(const char *what, const char *s, double min, double max, double *v,
	      struct error *err);

/* A comma list, split; the names are owned by the list. */
struct names {
	char **name;
	size_t nr;
};

/* Splits; an empty list, element or one that comes twice is an error. 0, or -1
 * with *err and *l empty. */
int names_split(const char *what, const char *list, struct names *l, struct error *err);
void names_release(struct names *l);
bool names_have(const struct names *l, const char *name);

/* Sizes in ascending order, each once. */
struct sizes {
	int *size;
	size_t nr;
};

/*
 * A comma list of numbers 1..limit, ranges `2-4`, `max`, and `all` (1..max). A
 * number alone may exceed max; a range is cut off at max, since only a size
 * that was named may oversubscribe. Nothing left: EXIT_CANNOT. max <= 0 checks
 * the text alone, with no size taken. 0, or -1 with *err.
 */
int sizes_parse(const char *what, const char *list, int max, int limit, struct sizes *s,
		struct error *err);
void sizes_free(struct sizes *s);

/* Joins with a separator; the caller frees. */
char *names_join(char *const *name, size_t nr, const char *separator);
char *ints_join(const int *v, size_t nr, const char *separator);

#endif
