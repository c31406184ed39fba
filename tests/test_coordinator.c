/* SPDX-License-Identifier: GPL-2.0-only */
/* Workers that crash, hang, lie or give up: each costs its own run, and is reaped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "harness/coordinator.h"

static char dir[] = "/tmp/kickbench-test-XXXXXX";
static char path[64];

/* A worker that is a shell script: $2 is the job's descriptor, $3 the results'. */
static const char *script(const char *body)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fprintf(f, "#!/bin/sh\n%s\n", body);
	fclose(f);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static enum worker_end run(const char *body, uint64_t timeout_ms, struct outcome *o,
			   struct error *err)
{
	struct worker_spec w = {
		.program = script(body), .job = "bench=exit\n", .home_cpu = -1,
		.timeout_ms = timeout_ms,
	};
	enum worker_end end;

	*err = (struct error){ 0 };
	outcome_init(o);
	end = worker_run(&w, o, err);
	/* Nobody is left behind. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	outcome_free(o);
	return end;
}

static void fails(const char *body, uint64_t timeout_ms, const char *why)
{
	struct outcome o;
	struct error err;

	assert_int_equal(run(body, timeout_ms, &o, &err), WORKER_FAILED);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
	assert_int_equal(o.hung, !strcmp(why, "hung"));
}

static void crashes(void **state)
{
	(void)state;
	fails("kill -9 $$", 60000, "signal 9");
	fails("kill -SEGV $$", 60000, "signal 11");
	fails("exit 7", 60000, "status 7");
	fails("exit 0", 60000, "no result");
}

static void hangs(void **state)
{
	(void)state;
	fails("exec sleep 1000", 300, "hung");
}

static void lies(void **state)
{
	(void)state;
	fails("eval \"echo this is no frame, far from it >&$3\"", 60000, "garbled");
}

static void is_not_there(void **state)
{
	struct worker_spec w = {
		.program = "/nonexistent", .job = "", .home_cpu = -1, .timeout_ms = 60000,
	};
	struct error err = { 0 };
	struct outcome o;

	(void)state;
	outcome_init(&o);
	assert_int_equal(worker_run(&w, &o, &err), WORKER_FAILED);
	assert_non_null(strstr(err.text, "status 127"));
	outcome_free(&o);
}

/* The real worker, given nonsense: it says so in its own words. */
static void gives_up(void **state)
{
	struct worker_spec w = { .job = "bench=exit\nguest=nonsense\n",
				 .home_cpu = -1,
				 .timeout_ms = 60000 };
	const char *program = getenv("KICKBENCH");
	struct error err = { 0 };
	struct outcome o;

	(void)state;
	w.program = program ? program : "./kickbench";
	if (access(w.program, X_OK)) {
		print_message("skipped: %s: %s\n", w.program, strerror(errno));
		skip();
	}
	outcome_init(&o);
	assert_int_equal(worker_run(&w, &o, &err), WORKER_FAILED);
	assert_non_null(strstr(err.text, "nonsense"));
	assert_int_equal(err.status, EXIT_USAGE);
	outcome_free(&o);
}

static void job_arrives(void **state)
{
	char seen[128], text[64] = "", *body;
	struct outcome o;
	struct error err;
	FILE *f;

	(void)state;
	snprintf(seen, sizeof(seen), "%s/seen", dir);
	body = xasprintf(
		"eval \"cat <&$2\" >'%s'; test -n \"$KICKBENCH_PADDING\" || exit 0; exit 9",
		seen);
	assert_int_equal(run(body, 60000, &o, &err), WORKER_FAILED);
	free(body);
	f = fopen(seen, "re");
	assert_non_null(f);
	assert_non_null(fgets(text, sizeof(text), f));
	fclose(f);
	unlink(seen);
	assert_string_equal(text, "bench=exit\n");
}

/* Ctrl-C, as the terminal sends it: while the coordinator waits. */
static void interrupted(void **state)
{
	struct outcome o;
	struct error err;

	(void)state;
	coordinator_catch();
	assert_int_equal(run("kill -INT $PPID; exec sleep 1000", 60000, &o, &err),
			 WORKER_INTERRUPTED);
	assert_true(coordinator_interrupted());
	/* As a script passes it on, that the terminal interrupted as well. */
	raise(SIGTERM);
	raise(SIGINT);
	coordinator_restore();
}

/* Frames that come in pieces, one byte at a time. */
static void pieces(void **state)
{
	struct sample_row row = { .block = 3, .exits = 16, .ns = 1000 };
	struct rows rows = { .row = &row, .nr = 1, .size = sizeof(row) };
	struct receiver r = { 0 };
	struct error err = { 0 };
	struct outcome o;
	int ends[2];
	char c;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(send_rows(ends[1], ROWS_SAMPLES, &rows), 0);
	assert_int_equal(send_frame(ends[1], FRAME_END, NULL, 0), 0);
	close(ends[1]);
	outcome_init(&o);
	while (read(ends[0], &c, 1) == 1) {
		assert_false(o.complete);
		assert_int_equal(receive(&r, &c, 1, &o, &err), 0);
	}
	close(ends[0]);
	assert_true(o.complete);
	assert_int_equal(o.rows.rows[ROWS_SAMPLES].nr, 1);
	assert_memory_equal(o.rows.rows[ROWS_SAMPLES].row, &row, sizeof(row));
	outcome_free(&o);
	receiver_free(&r);
}

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/worker", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crashes),
		cmocka_unit_test(hangs),
		cmocka_unit_test(lies),
		cmocka_unit_test(is_not_there),
		cmocka_unit_test(gives_up),
		cmocka_unit_test(job_arrives),
		cmocka_unit_test(pieces),
		cmocka_unit_test(interrupted),	/* last: it stays interrupted */
	};

	return cmocka_run_group_tests_name("coordinator", tests, setup, teardown);
}
