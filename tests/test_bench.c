/* SPDX-License-Identifier: GPL-2.0-only */
/* The benchmarks of kicks, run small: rows are complete, controls fail, others do not. */
#include <sched.h>
#include "harness/sink.h"
#include "bench/bench.h"
#include "bench/duel.h"
#include "tests/kvm.h"

struct small {
	struct job job;
	struct sink sink;
	int cpu[2], node[2];
	struct error err;
};

/* Two CPUs that this process may use, or fewer. */
static int two_cpus(int *cpu)
{
	cpu_set_t set;
	int nr = 0;

	if (sched_getaffinity(0, sizeof(set), &set))	/* a host of more CPUs than it holds */
		return 0;
	for (int i = 0; i < CPU_SETSIZE && nr < 2; i++)
		if (CPU_ISSET(i, &set))
			cpu[nr++] = i;
	return nr;
}

#define need_two_cpus() do {						\
	int cpus_[2];							\
	if (two_cpus(cpus_) < 2) {					\
		print_message("skipped: one CPU; a kicker needs its own\n");	\
		skip();							\
	}								\
} while (0)

static void add_arm(struct job *job, const char *name)
{
	const struct protocol *p = protocol_find(name);
	struct arm *a = &job->arms[job->nr_arms];

	if (protocol_unsupported(p, job->immediate_exit))
		return;
	snprintf(a->name, sizeof(a->name), "%s", name);
	a->protocol = p;
	job->nr_arms++;
}

static void prepare_small(struct small *s, const char *bench, const char *guest,
			  const char *variant, int blocks, int batch)
{
	memset(s, 0, sizeof(*s));
	two_cpus(s->cpu);
	s->node[0] = s->node[1] = -1;
	sink_init(&s->sink);
	s->job = (struct job){
		.bench = bench_find(bench), .guest = guest_find(guest), .nr_vcpus = 1,
		.vcpu_cpu = &s->cpu[0], .vcpu_node = s->node, .nr_services = 1,
		.service_cpu = &s->cpu[1], .blocks = blocks, .batch = batch, .seed = 1,
		.sink = &s->sink, .immediate_exit = vm_immediate_exit(&s->err),
	};
	snprintf(s->job.variant, sizeof(s->job.variant), "%s", variant);
}

static void must_run(struct small *s)
{
	if (s->job.bench->run(&s->job, &s->err))
		fail_msg("%s %s: %s", s->job.bench->name, s->job.variant, s->err.text);
}

static void run_small(struct small *s, const char *bench, const char *guest, const char *variant,
		      const char *const *names, int blocks, int batch)
{
	prepare_small(s, bench, guest, variant, blocks, batch);
	for (; *names; names++)
		add_arm(&s->job, *names);
	must_run(s);
}

static const char *const candidates[] = {
	"sigmask", "immediate_exit", "immediate_exit_rfc", "immediate_exit_direct", "clear_first",
	"resend", NULL,
};
static const char *const two_arms[] = { "sigmask", "immediate_exit", NULL };

static const struct race_row *race_rows(const struct small *s, size_t *nr)
{
	*nr = s->sink.rows[ROWS_RACE].nr;
	return s->sink.rows[ROWS_RACE].row;
}

/* False alarms: none possible; a loss needs a guest that goes on for a second. */
static void race_safe(const char *variant, const char *guest, const char *const *names,
		      int blocks, int batch)
{
	const struct race_row *row;
	struct small s;
	size_t nr;

	run_small(&s, "race", guest, variant, names, blocks, batch);
	row = race_rows(&s, &nr);
	assert_int_equal(nr, s.job.nr_arms);
	for (size_t i = 0; i < nr; i++) {
		print_message("%s %s: %d kicks, lost %d, late %d, stale %d, spurious %d\n", variant,
			      s.job.arms[row[i].arm].name, (int)row[i].kicks, (int)row[i].lost,
			      (int)row[i].late, (int)row[i].stale, (int)row[i].spurious);
		assert_true(row[i].kicks >= (uint64_t)blocks);
		/* One that exits is kicked until it is gone: that is one kick. */
		assert_int_equal(row[i].only_lost, variant_has(variant, "exiting"));
		assert_true(!row[i].only_lost || row[i].kicks == (uint64_t)blocks);
		assert_int_equal(row[i].lost, 0);
		assert_int_equal(row[i].spurious, 0);
	}
	sink_free(&s.sink);
}

static void test_no_candidate_loses(void **state)
{
	(void)state;
	need_kicks();
	need_two_cpus();
	race_safe("", "spin", candidates, 3, 200);
}

static void test_cases_of_race(void **state)
{
	static const char *const no_queue[] = {
		"sigmask", "immediate_exit", "immediate_exit_rfc", "clear_first", "resend", NULL,
	};

	(void)state;
	need_kicks();
	need_two_cpus();
	race_safe("before_run", "spin", candidates, 2, 50);
	race_safe("vmm_lock", "spin", candidates, 2, 50);
	race_safe("realtime", "spin", candidates, 2, 50);
	race_safe("two_outstanding", "spin", no_queue, 2, 50);
	race_safe("exiting", "spin", candidates, 20, 0);
	race_safe("pending_io", "mmio_split", candidates, 2, 50);
}

/* Every 32nd jitter is a millisecond, two more are 50 us or longer: among the
 * 40 blocks a kick lands in such a window all but surely (it has 2 chances of 3). */
static void test_controls_fail(void **state)
{
	static const char *const controls[] = { "naive", "clear_after_check", "never_clear", NULL };
	const struct race_row *row;
	struct small s;
	size_t nr;

	(void)state;
	need_kvm();
	need_two_cpus();
	run_small(&s, "race", "spin", "", controls, 40, 64);
	row = race_rows(&s, &nr);
	assert_int_equal(nr, s.job.nr_arms);
	for (size_t i = 0; i < nr; i++) {
		const struct protocol *p = s.job.arms[row[i].arm].protocol;

		print_message("%s: %d kicks, lost %d, stale %d\n", p->name, (int)row[i].kicks,
			      (int)row[i].lost, (int)row[i].stale);
		if (p->role == ROLE_LOSES)
			assert_true(row[i].lost > 0);
		else
			assert_true(row[i].stale > 0);
	}
	sink_free(&s.sink);
}

static int drop(struct vcpu *v)
{
	(void)v;
	return 0;
}

/* A guest that leaves KVM_RUN by itself all the time hides no loss: the kick of a
 * protocol that looks after an EINTR only is waited for in vain. */
static void test_loss_among_exits(void **state)
{
	struct protocol deaf = *protocol_find("sigmask");
	const struct race_row *row;
	struct small s;
	size_t nr;

	(void)state;
	need_kvm();
	need_two_cpus();
	deaf.kick = drop;
	prepare_small(&s, "race", "mmio_split", "pending_io", 1, 1);
	add_arm(&s.job, "sigmask");
	s.job.arms[0].protocol = &deaf;
	must_run(&s);
	row = race_rows(&s, &nr);
	assert_int_equal(nr, 1);
	assert_int_equal(row->kicks, 1);
	assert_int_equal(row->lost, 1);
	sink_free(&s.sink);
}

static void kick_small(const char *guest, const char *variant, const char *const *arms)
{
	const struct kick_row *row;
	struct small s;
	size_t nr, measured = 0;	/* behind the warm-up of each arm */

	run_small(&s, "kick", guest, variant, arms, 2, 10);
	nr = s.sink.rows[ROWS_KICKS].nr;
	row = s.sink.rows[ROWS_KICKS].row;
	for (size_t i = 0; i < nr; measured += !row[i++].warmup) {
		assert_true(row[i].sent_ns >= row[i].planned_ns && row[i].returned_ns > 0);
		assert_true(row[i].seen_ns >= row[i].returned_ns);
		assert_true(row[i].seen_ns > row[i].sent_ns);
	}
	assert_true(measured == 20 * (size_t)s.job.nr_arms && measured < nr);
	sink_free(&s.sink);
}

static void test_kick(void **state)
{
	static const char *const looks_first[] = { "clear_first", "immediate_exit", NULL };

	(void)state;
	need_kicks();
	need_two_cpus();
	kick_small("spin", "in_guest", two_arms);
	kick_small("spin", "in_guest+realtime", two_arms);
	kick_small("spin", "before_run", two_arms);
	kick_small("hlt_irqchip", "halted_sleep", two_arms);
	kick_small("hlt_irqchip", "halted_poll+realtime", two_arms);
	kick_small("pmtimer", "exiting", two_arms);
	/* A kick that comes while the guest is on its way out: seen by that look alone. */
	kick_small("pmtimer", "exiting", looks_first);
}

static void test_kickcost(void **state)
{
	const struct sample_row *row;
	struct small s;
	size_t nr, kicked = 0;

	(void)state;
	need_kicks();
	need_two_cpus();
	run_small(&s, "kickcost", "pmtimer", "", two_arms, 4, 0);
	nr = s.sink.rows[ROWS_SAMPLES].nr;
	row = s.sink.rows[ROWS_SAMPLES].row;
	for (size_t i = 0; i < nr; i++) {
		assert_true(row[i].exits > 0 && row[i].ns > 0);
		kicked += row[i].kicks > 0;
	}
	assert_true(kicked > 0 && kicked <= nr / 2);
	sink_free(&s.sink);
}

static void test_pause(void **state)
{
	static const char *const variants[] = { "all_then_wait", "one_by_one", "storm" };
	const struct kick_row *row;
	struct small s;

	(void)state;
	need_kicks();
	need_two_cpus();
	for (size_t i = 0; i < 3; i++) {
		run_small(&s, "pause", "spin", variants[i], two_arms, 2, 10);
		row = s.sink.rows[ROWS_KICKS].row;
		assert_int_equal(s.sink.rows[ROWS_KICKS].nr, 30 * s.job.nr_arms);
		for (size_t k = 0; k < s.sink.rows[ROWS_KICKS].nr; k++)
			assert_int_equal(row[k].warmup, k < 10 * (size_t)s.job.nr_arms);
		sink_free(&s.sink);
	}
}

static void test_parts_of_variants(void **state)
{
	(void)state;
	assert_true(variant_has("a+bc", "bc") && variant_has("bc", "bc"));
	assert_true(variant_has("bc+a", "bc"));
	assert_false(variant_has("a+bcd", "bc") || variant_has("abc", "bc"));
	assert_false(variant_has("", "bc"));
	assert_int_equal(variant_signal("in_guest+realtime"), SIGRTMIN);
	assert_int_equal(variant_signal("in_guest"), SIGUSR1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_of_variants),
		cmocka_unit_test(test_no_candidate_loses),
		cmocka_unit_test(test_cases_of_race),
		cmocka_unit_test(test_controls_fail),
		cmocka_unit_test(test_loss_among_exits),
		cmocka_unit_test(test_kick),
		cmocka_unit_test(test_kickcost),
		cmocka_unit_test(test_pause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
