/* SPDX-License-Identifier: GPL-2.0-only */
/* Errors: one line, "kickbench: what: why (what to do)", and the exit status. */
#ifndef KICKBENCH_LIB_DIE_H
#define KICKBENCH_LIB_DIE_H

/* The exit statuses of every command; a caller may rely on them. */
enum exit_status {
	EXIT_FINE = 0,		/* done; also when an arm is slower or nothing can be told */
	EXIT_NO = 1,		/* the answer is no: a regression, a lost kick, a broken ABI */
	EXIT_USAGE = 2,		/* bad command line, or input that is no run directory */
	EXIT_CANNOT = 3,	/* this host cannot: the line says what is missing */
	EXIT_DISTURBED = 4,	/* disturbed beyond use, interrupted or incomplete */
};

/*
 * An error on its way to whoever prints it. Filled once, by the function that
 * failed; status 0 means none. Owned by the caller, who zeroes it first.
 */
struct error {
	int status;		/* enum exit_status */
	char text[512];		/* "what: why (what to do)", without newline */
};

/*
 * Fills *err (which may be NULL) with a status and a formatted line; an error
 * that is already there stays, since the first one is the cause.
 * Returns -1, so that a failing function can "return error_set(...)".
 */
int error_set(struct error *err, int status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Like error_set() with ": strerror(errnum)" behind the formatted text, and what to do
 * where the reason alone tells (EMFILE). */
int error_errno(struct error *err, int status, int errnum, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Adds " (todo)" to an error that is set and does not say what to do yet. Returns -1. */
int error_hint(struct error *err, const char *todo);

/* Prints "kickbench: LINE" on standard error, in a single write. Newlines and
 * other control characters inside (a file's name, say) appear as '?'. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* complain() with the formatted line, then exit(status). */
_Noreturn void die(int status, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints *err and exits with its status; only for an error that is set. */
_Noreturn void die_error(const struct error *err);

/* malloc/calloc/realloc/strdup that die (EXIT_CANNOT) when memory is out. */
void *xcalloc(unsigned long n, unsigned long size) __attribute__((returns_nonnull));
void *xrealloc(void *p, unsigned long size) __attribute__((returns_nonnull));
char *xstrdup(const char *s) __attribute__((returns_nonnull));
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2), returns_nonnull));

#endif
