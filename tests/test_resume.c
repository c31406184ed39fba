/* SPDX-License-Identifier: GPL-2.0-only */
/* What was interrupted goes on as it began, or not at all. */
#include "tests/fail.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "harness/resume.h"
#include "harness/store.h"

#define LINE "run --bench exit --guest pmtimer --runs 3 --blocks 5"

static char home[] = "/tmp/kickbench-test-XXXXXX", final[64], partial[80];
static struct topo *topo;
static struct options o;

static struct plan *plan_of(const char *line)
{
	static const struct kernel k = { .known = true, .immediate_exit = IMMEDIATE_EXIT_MERGED };
	static char kept[512];
	char *rest = kept, *argv[32];
	struct error err = { 0 };
	struct plan *p = NULL;
	int argc = 0;

	snprintf(kept, sizeof(kept), "%s", line);
	while ((argv[argc] = strsep(&rest, " ")))
		argc++;
	if (!options_parse(&o, OPTIONS_RUN, argc, argv, &err))
		p = plan_make(&o, topo, &k, &err);
	if (!p)
		fail_msg("%s: %s", line, err.text);
	return p;
}

/* What `run LINE` knows of itself and of this host, seed 77. */
static void facts(struct env *env, const char *line)
{
	char key[32], *kept = xstrdup(line), *rest = kept, *arg;
	int argc = 0;

	env_collect(env, topo);
	env_set(env, "format", "1");
	env_set(env, "seed", "77");
	while ((arg = strsep(&rest, " "))) {
		snprintf(key, sizeof(key), "arg_%d", argc++);
		env_set(env, key, arg);
	}
	snprintf(key, sizeof(key), "%d", argc);
	env_set(env, "args", key);
	free(kept);
}

static void put_run(struct store *s, const struct plan *p, int run, int attempt,
		    const char *status)
{
	struct turn turn = { 0, run, RUN_TIMING };
	struct run_record r = { .turn = &turn, .attempt = attempt, .status = status,
				.boot_id = "boot" };
	struct error err = { 0 };
	struct outcome out;

	outcome_init(&out);
	sink_add(&out.rows, ROWS_SAMPLES, &(struct sample_row){ .exits = 16, .ns = 1000 });
	out.guards = (struct guards){ .throttled = NAN, .siglock_node = -1, .nr_cpus = 1 };
	out.complete = true;
	r.outcome = &out;
	assert_int_equal(store_run(s, &p->cells[0], &r, &err), 0);
	outcome_free(&out);
}

/* A directory that `run LINE` has left behind; key and value: another fact. */
static void leave(struct plan *p, const char *line, const char *key, const char *value)
{
	struct error err = { 0 };
	struct env env = { 0 };
	struct store s;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'/*", home);
	assert_int_equal(system(command), 0);
	facts(&env, line);
	if (key)
		env_set(&env, key, value);
	assert_int_equal(store_create(&s, final, &env, p, &err), 0);
	put_run(&s, p, 0, 0, "failed");
	put_run(&s, p, 0, 1, "replaced");
	put_run(&s, p, 0, 2, "ok");
	put_run(&s, p, 1, 0, "replaced");
	store_close(&s, false, NULL);
	env_free(&env);
}

static void load(struct resumed *r, const char *dir)
{
	struct error err = { 0 };

	if (resume_load(r, dir, &o, &err))
		fail_msg("%s", err.text);
}

static void goes_on_as_it_began(void **state)
{
	struct plan *p = plan_of(LINE), *again;
	struct error err = { 0 };
	struct resumed r;

	(void)state;
	p->cells[0].batch = 32;		/* as a pilot found */
	leave(p, LINE, NULL, NULL);
	plan_free(p);
	o = (struct options){ .plots = true };
	load(&r, partial);
	assert_true(!strcmp(r.final, final) && !r.was_final);
	assert_true(o.seed == 77 && o.runs == 3 && o.blocks == 5 && o.plots);
	again = plan_of(LINE);
	assert_int_equal(again->cells[0].batch, 0);
	assert_int_equal(resume_match(&r, topo, again, &err), 0);
	assert_int_equal(again->cells[0].batch, 32);
	/* Or not at all: what it has would look as if it could not be had. */
	plan_give_up(again, 0, "KVM_CREATE_VM: no");
	assert_int_equal(resume_match(&r, topo, again, &err), -1);
	assert_non_null(strstr(err.text, "exit pmtimer cannot be measured any more: KVM_CREA"));
	plan_free(again);
	resume_free(&r);
}

static void knows_what_was_done(void **state)
{
	struct plan *p = plan_of(LINE);
	struct resumed r;

	(void)state;
	leave(p, LINE, NULL, NULL);
	plan_free(p);
	load(&r, partial);
	for (int run = 0; run < 3; run++) {
		static const int attempts[] = { 3, 1, 0 };
		struct turn t = { 0, run, RUN_TIMING };

		assert_int_equal(resume_attempts(r.dir, &t), attempts[run]);
		assert_int_equal(resume_finished(r.dir, &t), run == 0);
	}
	assert_int_equal(resume_replaced(r.dir, 0), 2);
	resume_free(&r);
}

/* What could not be measured then is not measured now either. */
static void what_was_given_up_stays_so(void **state)
{
	struct plan *p = plan_of(LINE), *again = plan_of(LINE);
	struct error err = { 0 };
	struct resumed r;

	(void)state;
	plan_give_up(p, 0, "no such thing");
	leave(p, LINE, NULL, NULL);
	plan_free(p);
	load(&r, partial);
	assert_int_equal(resume_match(&r, topo, again, &err), 0);
	assert_int_equal(again->cells[0].status, CELL_UNSUPPORTED);
	assert_string_equal(again->cells[0].note, "no such thing");
	plan_free(again);
	resume_free(&r);
}

static void injected_as_then(void **state)
{
	const char *line = LINE " --inject immediate_exit=7i";
	struct plan *p = plan_of(line), *again = plan_of(line);
	struct resumed r;

	(void)state;
	leave(p, line, "inject_immediate_exit_instructions", "9");
	plan_free(p);
	load(&r, partial);
	resume_injected(&r, again);
	assert_int_equal(again->cells[0].arms[0].inject_instructions, 0);
	assert_int_equal(again->cells[0].arms[1].inject_instructions, 9);
	plan_free(again);
	resume_free(&r);
}

static void refused(const struct resumed *r, const char *line, const char *what)
{
	struct plan *p = plan_of(line);
	struct error err = { 0 };

	if (!resume_match(r, topo, p, &err) || err.status != EXIT_CANNOT || !strstr(err.text, what))
		fail_msg("%s: status %d: %s", line, err.status, err.text);
	plan_free(p);
}

/* Other cells, another host, other counters: root has some that others lack, and their runs
 * would be missing, the rest in another order. */
static void what_differs_is_refused(void **state)
{
	static const struct { const char *fact, *value, *options, *what; } others[] = {
		{ NULL, NULL, " --guest pmtimer,cmos", "the number of cells was 1 and is 2" },
		{ NULL, NULL, " --bench entry", "a benchmark was exit and is entry" },
		{ NULL, NULL, " --guest cmos", "a guest was pmtimer and is cmos" },
		{ NULL, NULL, " --place 0/1/0", "a place was 0/0/0 and is 0/1/0" },
		{ NULL, NULL, " --vmm-lock", "a variant was '' and is vmm_lock" },
		{ NULL, NULL, " --protocols sigmask,clear_first", "cell's list of protocols was" },
		{ NULL, NULL, " --vcpus 2", "a cell's list of CPUs was" },
		{ NULL, NULL, " --runs 4", "a number of runs was 3 and is 4" },
		{ NULL, NULL, " --blocks 6", "a number of blocks was 5 and is 6" },
		{ "kernel", "other", "", "the kernel was other and is " },
		{ "host", "other", "", "the host was other and is " },
		{ "tool_version", "other", "", "kickbench was other and is " },
		{ "cpus_usable", "3", "", "the number of usable CPUs was 3 and is 4" },
		{ "counters", "", " --counters cycles", "counters was '' and is cycles" },
		{ "counters", "cycles", "", "the list of counters was cycles and is ''" },
		{ "counters", "cycles,x", " --counters cycles", "was cycles,x and is cycles" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		char *line = xasprintf(LINE "%s", others[i].options);
		struct plan *p = plan_of(LINE);
		struct resumed r;

		leave(p, LINE, others[i].fact, others[i].value);
		plan_free(p);
		load(&r, partial);
		refused(&r, line, others[i].what);
		resume_free(&r);
		free(line);
	}
}

static void what_does_not_tell_is_refused(void **state)
{
	static const struct { const char *line, *key, *value, *what; } bad[] = {
		{ LINE, "args", "0", "does not tell how it began" },
		{ LINE, "args", "", "does not tell how it began" },
		{ LINE, "seed", "x", "seed x: no such number" },
		{ "run --resume=x", NULL, NULL, "began as a resumption" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct plan *p = plan_of(LINE);
		struct error err = { 0 };
		struct resumed r;

		leave(p, bad[i].line, bad[i].key, bad[i].value);
		plan_free(p);
		assert_int_equal(resume_load(&r, partial, &o, &err), -1);
		assert_true(err.status == EXIT_USAGE && strstr(err.text, bad[i].what));
		resume_free(&r);
	}
}

static int setup(void **state)
{
	struct error err = { 0 };

	(void)state;
	if (!mkdtemp(home))
		return -1;
	snprintf(final, sizeof(final), "%s/run", home);
	snprintf(partial, sizeof(partial), "%s" RUNDIR_PARTIAL, final);
	setenv("HWLOC_SYNTHETIC", "pack:2 [numa] core:2 pu:1", 1);
	topo = topo_load(&err);
	return topo ? 0 : -1;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	topo_free(topo);
	snprintf(command, sizeof(command), "rm -rf '%s'", home);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_on_as_it_began), cmocka_unit_test(knows_what_was_done),
		cmocka_unit_test(what_was_given_up_stays_so), cmocka_unit_test(injected_as_then),
		cmocka_unit_test(what_differs_is_refused),
		cmocka_unit_test(what_does_not_tell_is_refused),
	};

	return cmocka_run_group_tests_name("resume", tests, setup, teardown);
}
