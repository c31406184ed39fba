/* SPDX-License-Identifier: GPL-2.0-only */
/* The same command line and seed give the same plan; what cannot be is said, not guessed. */
#include "tests/fail.h"

#include <stdlib.h>
#include <string.h>
#include "harness/plan.h"

static struct topo *topo;

/* A plan for an emulated host of two nodes with two CPUs each. */
static struct plan *plan(enum immediate_exit kernel, struct error *err, const char *line)
{
	char *rest, *argv[32] = { "plan" };
	struct kernel k = { .known = true, .immediate_exit = kernel };
	static struct options o;
	static char kept[512];
	int argc = 1;

	snprintf(kept, sizeof(kept), "%s", line);
	for (rest = kept; (argv[argc] = strsep(&rest, " ")); argc++)
		;
	*err = (struct error){ 0 };
	if (options_parse(&o, OPTIONS_PLAN, argc, argv, err))
		return NULL;
	return plan_make(&o, topo, &k, err);
}

static struct plan *good(enum immediate_exit kernel, const char *line)
{
	struct error err;
	struct plan *p = plan(kernel, &err, line);

	if (!p)
		fail_msg("%s", err.text);
	return p;
}

static void refused(const char *line, int status)
{
	struct error err;
	struct plan *p = plan(IMMEDIATE_EXIT_MERGED, &err, line);

	if (p || err.status != status)
		fail_msg("%s: status %d, not %d: %s", line, err.status, status, err.text);
	plan_free(p);
}

static bool same_order(const struct plan *a, const struct plan *b)
{
	return a->nr_turns == b->nr_turns &&
	       !memcmp(a->turns, b->turns, a->nr_turns * sizeof(*a->turns));
}

static void repeats(void **state)
{
	const char *line = "--seed 7 --bench exit,contend --vcpus 1 --counters context-switches";
	struct plan *a = good(IMMEDIATE_EXIT_MERGED, line), *b = good(IMMEDIATE_EXIT_MERGED, line);
	struct plan *c = good(IMMEDIATE_EXIT_MERGED, "--seed 8 --bench exit,contend --vcpus 1 "
						     "--counters context-switches");
	struct job x, y;

	(void)state;
	assert_true(same_order(a, b));
	assert_false(same_order(a, c));
	assert_int_equal(a->nr_turns, c->nr_turns);
	for (size_t i = 0; i < a->nr_turns; i++) {
		plan_job(a, &a->turns[i], &x);
		plan_job(b, &b->turns[i], &y);
		assert_true(x.seed == y.seed);
	}
	plan_free(a);
	plan_free(b);
	plan_free(c);
}

/* Each run of each cell has one turn, counting runs numbered on. */
static void turns(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED, "--bench exit --guest pmtimer,cmos --runs 6 "
						     "--counters context-switches");
	int seen[2][8] = { 0 };

	(void)state;
	assert_int_equal(p->nr, 2);
	assert_int_equal(p->nr_turns, 2 * (6 + 2));
	for (size_t i = 0; i < p->nr_turns; i++) {
		seen[p->turns[i].cell][p->turns[i].run]++;
		assert_int_equal(p->turns[i].kind,
				 p->turns[i].run < 6 ? RUN_TIMING : RUN_COUNTING);
	}
	for (int i = 0; i < 16; i++)
		assert_int_equal(seen[i / 8][i % 8], 1);
	plan_free(p);
}

/* What the kernel lacks stands in a cell of its own; the rest is measured. */
static void siblings(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_ABSENT,
			      "--bench exit --guest pmtimer --protocols immediate_exit,sigmask");
	const char *why;

	(void)state;
	assert_int_equal(p->nr, 2);
	assert_string_equal(p->cells[0].protocols, "sigmask");
	assert_int_equal(p->cells[0].status, CELL_PLANNED);
	assert_string_equal(p->cells[1].protocols, "immediate_exit");
	assert_int_equal(p->cells[1].status, CELL_UNSUPPORTED);
	assert_true(*p->cells[1].note);
	assert_int_equal(p->nr_turns, 20);
	assert_true(plan_any(p, &why));
	plan_free(p);
	p = good(IMMEDIATE_EXIT_ABSENT, "--bench exit --guest pmtimer --protocols immediate_exit");
	assert_int_equal(p->nr, 1);
	assert_int_equal(p->nr_turns, 0);
	assert_false(plan_any(p, &why));
	assert_non_null(strstr(why, "immediate_exit"));
	plan_free(p);
}

/* A protocol without a kick has no part in what kicks. */
static void unkickable(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED, "--bench kick,kickcost,race,pause --vcpus 1 "
			      "--protocols sigmask,sigmask_equal");

	(void)state;
	for (size_t i = 0; i < p->nr; i++)
		for (int arm = 0; arm < p->cells[i].nr_arms; arm++)
			assert_non_null(p->cells[i].arms[arm].protocol->kick);
	plan_free(p);
}

/* Where the flag is set for KVM_RUN, one that decides on the flag itself has no part. */
static void flag_owners(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED, "--bench entry,path --protocols "
			      "sigmask,clear_first,immediate_exit_direct --guest pmtimer");

	(void)state;
	for (size_t i = 0; i < p->nr; i++) {
		const struct cell *c = &p->cells[i];
		bool flag = !strcmp(c->bench->name, "entry") || !strcmp(c->variant, "immediate");

		for (int arm = 0; arm < c->nr_arms; arm++)
			assert_false(flag && c->arms[arm].protocol->owns_flag);
		assert_true(!c->nr_arms || c->nr_arms == (flag ? 1 : 3));
	}
	plan_free(p);
}

static void arms(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED, "--bench exit --guest pmtimer --null-control "
			      "--inject null=50,null=100,immediate_exit=7i --inject null=20i");

	(void)state;
	assert_string_equal(p->cells[0].protocols,
			    "sigmask+immediate_exit+null+null_50ns+null_100ns+null_20i");
	assert_int_equal(p->cells[0].arms[1].inject_instructions, 7);
	assert_int_equal(p->cells[0].arms[2].inject_ns, 0);
	assert_int_equal(p->cells[0].arms[3].inject_ns, 50);
	assert_ptr_equal(p->cells[0].arms[3].protocol, protocol_find("sigmask"));
	assert_int_equal(p->cells[0].arms[5].inject_instructions, 20);
	plan_free(p);
}

static void sizes(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED, "--bench contend --guest pmtimer --vcpus 9");

	(void)state;
	assert_string_equal(p->cells[0].variant, "oversubscribed");
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--bench pause --vcpus 9 --variant storm --batch 8");
	assert_string_equal(p->cells[0].variant, "storm+oversubscribed");
	assert_int_equal(p->cells[0].status, CELL_PLANNED);
	assert_int_equal(p->cells[0].batch, 0);
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--bench contend --guest pmtimer --vcpus all");
	for (size_t i = 0; i < p->nr; i++)
		assert_string_equal(p->cells[i].variant, "");
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--bench contend --vcpus 1 --vmm-lock --kick-rate 100");
	assert_string_equal(p->cells[0].variant, "vmm_lock+kick_rate=100");
	assert_int_equal(p->cells[0].cpus.nr_services, 1);
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--bench contend --vcpus 1,2,max --kick-rate 100");
	assert_string_equal(p->cells[0].variant, "kick_rate=100");
	assert_string_equal(p->cells[1].variant, "kick_rate=100+oversubscribed");
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--bench exit --guest pmtimer --vmm-lock --batch 8");
	assert_int_equal(p->cells[0].batch, 0);
	plan_free(p);
}

static void counting(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED, "--bench exit,kickcost --counters cycles");

	(void)state;
	for (size_t i = 0; i < p->nr; i++)
		assert_int_equal(p->cells[i].counting_runs > 0, p->cells[i].bench->counts);
	plan_free(p);
}

static void nothing_fits(void **state)
{
	(void)state;
	refused("--bench nonsense", EXIT_USAGE);
	refused("--bench exit --guest spin", EXIT_USAGE);
	refused("--bench exit --guest pmtimer,spin", EXIT_USAGE);
	refused("--bench kick --vcpus 2", EXIT_USAGE);
	refused("--bench entry,kick --vcpus 1,2", EXIT_USAGE);
	refused("--bench exit --place local,local", EXIT_USAGE);
	refused("--bench entry --kick-rate 5", EXIT_USAGE);
	refused("--bench race --inject sigmask=5", EXIT_USAGE);
	refused("--bench exit --inject naive=5", EXIT_USAGE);
	refused("--bench exit --protocols sigmask,immediate_exit_rfc --inject immediate_exit=5",
		EXIT_USAGE);
	refused("--bench exit --place 0/7/0", EXIT_CANNOT);
	refused("--bench exit --place nonsense", EXIT_USAGE);
	refused("--resume x", EXIT_USAGE);
	refused("-o x", EXIT_USAGE);
}

/* One that has a sole vCPU takes its size of the others' sizes, or none. */
static void sole_vcpus(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED, "--bench exit,entry --guest pmtimer "
			      "--batch 16 --vcpus 1-2");

	(void)state;
	assert_int_equal(p->nr, 3);
	assert_int_equal(p->cells[0].batch, 16);
	assert_int_equal(p->cells[1].cpus.nr_vcpus, 2);
	assert_int_equal(p->cells[1].batch, 0);		/* phases have none */
	assert_string_equal(p->cells[2].bench->name, "entry");
	assert_int_equal(p->cells[2].cpus.nr_vcpus, 1);
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--bench contend,entry --vcpus 2");
	assert_int_equal(p->nr, 1);
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--bench entry --vcpus max");
	assert_int_equal(p->cells[0].cpus.nr_vcpus, 1);
	plan_free(p);
}

/* Every benchmark, guest and place that exists can be planned together. */
static void everything(void **state)
{
	struct plan *p = good(IMMEDIATE_EXIT_MERGED,
			      "--bench all --guest all --place all --protocols all --runs 1");

	(void)state;
	assert_in_range(p->nr, nr_benches, 100000);
	for (size_t i = 0; i < p->nr; i++)
		assert_int_equal(p->cells[i].id, i);
	plan_free(p);
	p = good(IMMEDIATE_EXIT_MERGED, "--seed 1");
	assert_non_null(strstr(p->cells[0].protocols, "null"));
	plan_free(p);
}

static int setup(void **state)
{
	struct error err = { 0 };

	(void)state;
	setenv("HWLOC_SYNTHETIC", "pack:2 [numa] core:2 pu:1", 1);
	topo = topo_load(&err);
	return topo ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	topo_free(topo);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repeats),
		cmocka_unit_test(turns),
		cmocka_unit_test(siblings),
		cmocka_unit_test(unkickable),
		cmocka_unit_test(flag_owners),
		cmocka_unit_test(arms),
		cmocka_unit_test(sizes),
		cmocka_unit_test(counting),
		cmocka_unit_test(nothing_fits),
		cmocka_unit_test(sole_vcpus),
		cmocka_unit_test(everything),
	};

	return cmocka_run_group_tests_name("plan", tests, setup, teardown);
}
