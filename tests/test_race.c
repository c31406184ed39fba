/* SPDX-License-Identifier: GPL-2.0-only */
/* Bench race, run small: candidates lose no kick, and whoever is broken is found out. */
#include <errno.h>
#include "bench/duel.h"
#include "protocols/common.h"
#include "tests/kvm.h"
#include "tests/small.h"

static const char *const candidates[] = {
	"sigmask", "immediate_exit", "immediate_exit_rfc", "immediate_exit_direct", "clear_first",
	"resend", NULL,
};
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

/* -- broken protocols: what the windows are for -- */

enum { NO_RUN, CANCEL };

/* resend that gives up after its first signal. */
static struct protocol no_nag(void)
{
	struct protocol p = *protocol_find("resend");

	p.nag = NULL;
	return p;
}

/* clear_first that clears the flag when its word names the kvm_run already. */
static int enter_clears_late(struct vcpu *v)
{
	uintptr_t word = atomic_exchange(&v->kick.word, (uintptr_t)v->run);
	int r;

	kick_window(v, WINDOW_IN_ENTER);
	v->run->immediate_exit = word == CANCEL;
	r = vcpu_run(v);
	atomic_store(&v->kick.word, NO_RUN);
	return r;
}

static struct protocol clears_late(void)
{
	struct protocol p = *protocol_find("clear_first");

	p.enter = enter_clears_late;
	p.windows = WINDOW_IN_ENTER;
	return p;
}

/* immediate_exit_direct that looks before it clears. */
static int enter_leaves_flag(struct vcpu *v)
{
	volatile struct kvm_run *run = v->run;

	if (run->immediate_exit)
		return -EINTR;
	kick_window(v, WINDOW_IN_ENTER);
	return vcpu_run(v);
}

static unsigned looks_then_clears(struct vcpu *v)
{
	unsigned taken = atomic_load(&v->kick.events) != 0;

	if (taken)
		atomic_fetch_sub(&v->kick.events, 1);
	kick_window(v, WINDOW_IN_CONSUME);
	v->run->immediate_exit = 0;
	return taken;
}

static struct protocol direct_clears_late(void)
{
	struct protocol p = *protocol_find("immediate_exit_direct");

	p.enter = enter_leaves_flag;
	p.consume = looks_then_clears;
	return p;
}

/* sigmask whose first request comes without a signal. */
static int forgets_signal(struct vcpu *v)
{
	return atomic_fetch_add(&v->kick.requested, 1) ? kick_signal(v) : 0;
}

static struct protocol mute(void)
{
	struct protocol p = *protocol_find("sigmask");

	p.kick = forgets_signal;
	return p;
}

/* Races the protocol alone. False where the kernel lacks what it needs. */
static bool race_alone(struct small *s, const struct protocol *p, const char *guest,
		       const char *variant, int blocks)
{
	prepare_small(s, "race", guest, variant, blocks, 100);
	add_arm(&s->job, "sigmask");
	s->job.arms[0].protocol = p;
	if (!protocol_unsupported(p, s->job.immediate_exit)) {
		must_run(s);
		return true;
	}
	print_message("skipped: %s: this kernel lacks what it needs\n", p->name);
	return false;
}

static void must_lose(const char *what, struct protocol p, const char *guest,
		      const char *variant, int blocks)
{
	const struct race_row *row;
	struct small s;
	size_t nr;

	if (race_alone(&s, &p, guest, variant, blocks)) {
		row = race_rows(&s, &nr);
		print_message("%s: %d kicks, lost %d\n", what, (int)row->kicks, (int)row->lost);
		assert_true(nr == 1 && row->lost > 0);
	}
	sink_free(&s.sink);
}

static void test_broken_protocols_lose(void **state)
{
	(void)state;
	need_kicks();
	need_two_cpus();
	must_lose("resend without repetition", no_nag(), "spin", "", 60);
	must_lose("clear_first that clears late", clears_late(), "spin", "", 60);
	must_lose("immediate_exit_direct that clears late", direct_clears_late(), "spin", "", 60);
	must_lose("no signal, exiting", mute(), "spin", "exiting", 20);
	must_lose("no signal, pending I/O", mute(), "mmio_split", "pending_io", 1);
}

/* Returns without a reason beyond the one that is legal are told apart. */
static void spurious_of(struct protocol p, bool expected)
{
	const struct race_row *row;
	struct small s;
	size_t nr;

	assert_true(race_alone(&s, &p, "spin", "", 3));
	row = race_rows(&s, &nr);
	print_message("%s: stale %d, spurious %d\n", p.name, (int)row->stale, (int)row->spurious);
	assert_int_equal(row->lost, 0);
	assert_int_equal(row->spurious > 0, expected);
	sink_free(&s.sink);
}

static void test_spurious(void **state)
{
	struct protocol forgetful = *protocol_find("immediate_exit");
	struct error err;

	(void)state;
	need_kicks();
	need_two_cpus();
	if (vm_immediate_exit(&err) != IMMEDIATE_EXIT_MERGED)
		skip();
	spurious_of(forgetful, false);
	forgetful.consume = protocol_find("naive")->consume;	/* the flag stays set */
	spurious_of(forgetful, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_candidate_loses),
		cmocka_unit_test(test_cases_of_race),
		cmocka_unit_test(test_controls_fail),
		cmocka_unit_test(test_loss_among_exits),
		cmocka_unit_test(test_broken_protocols_lose),
		cmocka_unit_test(test_spurious),
	};

	return cmocka_run_group_tests_name("race", tests, NULL, NULL);
}
