/* SPDX-License-Identifier: GPL-2.0-only */
/* The run directory is never half: not new, not torn by a crash, not on a full disk. */
#include "tests/fail.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "analysis/load.h"
#include "harness/resume.h"
#include "harness/store.h"

static char home[] = "/tmp/kickbench-test-XXXXXX";
static char final[64], partial[80];
static struct topo *topo;
static struct plan *plan;
static struct env env;

static void remove_all(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'/*", home);
	assert_int_equal(system(command), 0);
}

static char *file(const char *dir, const char *name)
{
	return xasprintf("%s/%s", dir, name);
}

static long size_of(const char *name)
{
	char *path = file(partial, name);
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	free(path);
	return st.st_size;
}

static void append(const char *name, const char *text)
{
	char *path = file(partial, name);
	FILE *f = fopen(path, "ae");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	free(path);
}

static void cut(const char *name, long bytes)
{
	char *path = file(partial, name);

	assert_int_equal(truncate(path, size_of(name) - bytes), 0);
	free(path);
}

static int put_run(struct store *s, int run, const char *status, int rows, struct error *err)
{
	struct turn turn = { 0, run, RUN_TIMING };
	struct run_record r = { .turn = &turn, .status = status, .boot_id = "boot" };
	struct outcome o;
	int ret;

	outcome_init(&o);
	for (int i = 0; i < rows; i++)
		sink_add(&o.rows, ROWS_SAMPLES, &(struct sample_row){
			.block = i, .arm = i % 2, .exits = 16, .ns = 1000,
			.flags = i ? 0 : SAMPLE_WARMUP | SAMPLE_SWITCHED, .kicks = i ? 0 : 3 });
	o.guards = (struct guards){ .throttled = NAN, .siglock_node = -1, .nr_cpus = 1 };
	o.complete = true;
	r.outcome = &o;
	ret = store_run(s, &plan->cells[0], &r, err);
	outcome_free(&o);
	return ret;
}

static void create(struct store *s)
{
	struct error err = { 0 };

	if (store_create(s, final, &env, plan, &err))
		fail_msg("%s", err.text);
}

/* How many finished runs the directory has. */
static size_t load(const char *dir, struct rundir **kept)
{
	struct error err = { 0 };
	struct rundir *d = rundir_load(dir, &err);
	size_t nr;

	if (!d)
		fail_msg("%s", err.text);
	nr = d->nr_runs;
	if (kept)
		*kept = d;
	else
		rundir_free(d);
	return nr;
}

static void whole(void **state)
{
	struct error err = { 0 };
	struct store s;

	(void)state;
	remove_all();
	assert_int_equal(store_check(final, &err), 0);
	create(&s);
	assert_int_equal(load(partial, NULL), 0);
	assert_int_equal(put_run(&s, 0, "ok", 4, &err), 0);
	assert_int_equal(put_run(&s, 1, "failed", 4, &err), 0);
	assert_int_equal(load(partial, NULL), 2);
	assert_int_equal(store_close(&s, true, &err), 0);
	assert_int_equal(access(partial, F_OK), -1);
	assert_int_equal(load(final, NULL), 2);
	assert_int_equal(store_check(final, &err), -1);
	assert_int_equal(err.status, EXIT_USAGE);
}

/* A directory of two finished runs as a crash leaves it, in so many ways. */
static void torn(void **state)
{
	struct error err = { 0 };
	struct rundir *was;
	struct store s;
	long good;

	(void)state;
	remove_all();
	create(&s);
	put_run(&s, 0, "ok", 4, &err);
	put_run(&s, 1, "ok", 4, &err);
	good = size_of("samples.csv");
	store_close(&s, false, NULL);
	append("samples.csv", "0,2,0,0,sigmask,0,16,1000,\n0,2,0,1,immediate");
	append("runs.csv", "0,2,0,timing,o");
	append("kicks.csv", "cell,run,se\n");
	cut("kicks.csv", -64);	/* zeros, as a power failure leaves them */
	assert_int_equal(load(partial, &was), 2);
	assert_int_equal(store_open(&s, final, was, &err), 0);
	assert_int_equal(size_of("samples.csv"), good);
	assert_int_equal(size_of("kicks.csv"), strlen("cell,run,se\n"));
	assert_int_equal(put_run(&s, 2, "ok", 4, &err), 0);
	assert_int_equal(store_close(&s, true, &err), 0);
	rundir_free(was);
	assert_int_equal(load(final, NULL), 3);
}

/* Cut at every byte of the last run's row: it reads, and the run is there or not. */
static void cut_anywhere(void **state)
{
	struct error err = { 0 };
	struct store s;
	long empty, full;

	(void)state;
	remove_all();
	create(&s);
	put_run(&s, 0, "ok", 2, &err);
	empty = size_of("runs.csv");
	put_run(&s, 1, "ok", 2, &err);
	full = size_of("runs.csv");
	store_close(&s, false, NULL);
	assert_int_equal(load(partial, NULL), 2);
	for (long i = full - empty; i > 0; i--) {
		cut("runs.csv", 1);
		assert_int_equal(load(partial, NULL), 1);
	}
}

/* Rows of a finished run behind rows of none: nobody wrote that; nothing is cut. */
static void mixed_up(void **state)
{
	struct error err = { 0 };
	struct rundir *was;
	struct store s;
	long before;

	(void)state;
	remove_all();
	create(&s);
	put_run(&s, 0, "ok", 2, &err);
	store_close(&s, false, NULL);
	append("samples.csv", "0,7,0,0,sigmask,0,16,1000,\n0,0,9,0,sigmask,0,16,1000,\n");
	before = size_of("samples.csv");
	load(partial, &was);
	assert_int_equal(store_open(&s, final, was, &err), -1);
	assert_int_equal(err.status, EXIT_DISTURBED);
	assert_non_null(strstr(err.text, "samples.csv:5"));
	assert_int_equal(size_of("samples.csv"), before);
	rundir_free(was);
}

static void one_writer(void **state)
{
	struct error err = { 0 };
	struct store a, b;

	(void)state;
	remove_all();
	create(&a);
	assert_int_equal(store_open(&b, final, NULL, &err), -1);
	assert_int_equal(err.status, EXIT_USAGE);
	/* Whoever took the name meanwhile keeps it, though it be an empty directory. */
	assert_int_equal(mkdir(final, 0777), 0);
	assert_int_equal(store_close(&a, true, &err), -1);
	assert_int_equal(rmdir(final), 0);
}

/* A limit on file size stands in for a disk that is full: the same error path. */
static void disk_full(void **state)
{
	struct rlimit old, tight;
	struct error err = { 0 };
	struct store s;

	(void)state;
	remove_all();
	create(&s);
	assert_int_equal(put_run(&s, 0, "ok", 4, &err), 0);
	getrlimit(RLIMIT_FSIZE, &old);
	tight = (struct rlimit){ size_of("samples.csv") + 10, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &tight);
	assert_int_equal(put_run(&s, 1, "ok", 4, &err), -1);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(err.status, EXIT_DISTURBED);
	assert_non_null(strstr(err.text, "kept"));
	store_close(&s, false, NULL);
	assert_int_equal(load(partial, NULL), 1);
}

static void names(void **state)
{
	char *name = store_name("a/b///");

	(void)state;
	assert_string_equal(name, "a/b");
	free(name);
	name = store_name(NULL);
	assert_int_equal(strncmp(name, "results/", 8), 0);
	free(name);
}

static int setup(void **state)
{
	char *argv[] = { "run", "--bench", "exit", "--guest", "pmtimer", "--runs", "3", NULL };
	struct kernel k = { .known = true, .immediate_exit = IMMEDIATE_EXIT_MERGED };
	static struct options o;
	struct error err = { 0 };

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	if (!mkdtemp(home))
		return -1;
	snprintf(final, sizeof(final), "%s/run", home);
	snprintf(partial, sizeof(partial), "%s%s", final, RUNDIR_PARTIAL);
	topo = topo_load(&err);
	if (!topo || options_parse(&o, OPTIONS_RUN, 7, argv, &err))
		return -1;
	plan = plan_make(&o, topo, &k, &err);
	env_set(&env, "format", "1");
	env_set(&env, "args", "7");
	return plan ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	remove_all();
	env_free(&env);
	plan_free(plan);
	topo_free(topo);
	return rmdir(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(torn),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(mixed_up),
		cmocka_unit_test(one_writer),
		cmocka_unit_test(disk_full),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests_name("store", tests, setup, teardown);
}
