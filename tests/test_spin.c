/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock advances, waits end, the spin is as long as it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "lib/clock.h"
#include "lib/spin.h"

static void test_clock_waits(void **state)
{
	uint64_t start = clock_ns();

	(void)state;
	clock_sleep_until(start + 1000000);
	assert_true(clock_ns() >= start + 1000000);
	clock_spin_until(start + 1500000);
	assert_true(clock_ns() >= start + 1500000);
	clock_spin_until(start);
}

static void test_ticks(void **state)
{
	uint64_t start = clock_ticks(), rate = clock_ticks_per_us();

	(void)state;
	assert_true(rate >= 1);
	clock_spin_ticks(10 * rate);
	assert_true(clock_ticks() - start >= 10 * rate);
}

/* Times depend on the machine's load; only what load cannot turn around is asked. */
static void test_calibration(void **state)
{
	struct spin none = spin_calibrate(0), some = spin_calibrate(20000);

	(void)state;
	assert_int_equal(none.instructions, 0);
	assert_true(none.ns >= 0 && none.ns <= 0);
	assert_true(some.instructions > 100);
	assert_true(some.ns > 0);
}

#define NO_PTRACE 77	/* exit status: a container may forbid it */

/* Instructions that a child executes from one stop to the next, around a spin. */
static uint64_t stepped(uint64_t instructions)
{
	uint64_t steps = 0;
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(NO_PTRACE);
		raise(SIGSTOP);
		spin_instructions(instructions);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_PTRACE) {
		print_message("skipped: nobody may be traced here\n");
		skip();
	}
	while (WIFSTOPPED(status)) {
		assert_int_equal(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		steps++;
	}
	assert_true(WIFEXITED(status));
	return steps;
}

static void test_exactly_so_many_instructions(void **state)
{
	static const uint64_t counts[] = { 1, 2, 3, 510, 511, 512, 513, 1023, 1024, 2000 };
	uint64_t none = stepped(0);

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		assert_int_equal(stepped(counts[i]) - none, counts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clock_waits),
		cmocka_unit_test(test_ticks),
		cmocka_unit_test(test_calibration),
		cmocka_unit_test(test_exactly_so_many_instructions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
