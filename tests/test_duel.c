/* SPDX-License-Identifier: GPL-2.0-only */
/* What a kicker says of a kick when he was without a CPU for a while: in his nag. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bench/duel.h"
#include "lib/clock.h"

static struct duel *stalled;

static void stall(void)
{
	clock_spin_until(clock_ns() + 2 * LATE_NS);
}

static void see(void)
{
	atomic_store(&stalled->seen_ns, clock_ns());
	atomic_store(&stalled->acked, 1);
}

static void see_then_stall(struct vcpu *v)
{
	(void)v;
	see();
	stall();
}

static void stall_then_see(struct vcpu *v)
{
	(void)v;
	stall();
	see();
}

static enum fate fate_with(void (*nag)(struct vcpu *v))
{
	struct job job = { .guest = guest_find("spin") };
	struct crew crew = { .job = &job };
	struct protocol p = { .nag = nag };
	struct duel d = { .crew = &crew, .p = &p, .posted = 1 };

	stalled = &d;
	return duel_await(&d);
}

/* Late is what the vCPU thread saw late. */
static void test_late_by_the_vcpu(void **state)
{
	(void)state;
	assert_int_equal(fate_with(see_then_stall), FATE_SEEN);
	assert_int_equal(fate_with(stall_then_see), FATE_LATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_late_by_the_vcpu) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
