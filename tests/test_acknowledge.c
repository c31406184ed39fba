/* SPDX-License-Identifier: GPL-2.0-only */
/* Which change an acknowledgment is of. */
#include "tests/nights.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void add(struct series *s, int nr, double value)
{
	for (int i = 0; i < nr; i++)
		nights_add(s, value);
}

/* Whether an acknowledgment of night `night` answers a change at night 20 seen at 22. */
static bool answered(enum compared_kind kind, size_t night)
{
	struct night nights[40];
	struct acknowledgment ack;
	struct history h = { .nights = nights, .nr = 40, .acks = &ack, .nr_acks = 1 };
	struct series s = nights_new();
	bool why;

	for (int i = 0; i < 40; i++)
		nights[i].name = xasprintf("night-%d", i);
	ack = (struct acknowledgment){ s.name, nights[night].name, "known", NAN };
	s.kind = kind;
	add(&s, 20, 1000);
	add(&s, 20, 1100);
	series_add_change(&s, 20, kind == COMPARED_EXACT ? 20 : 22, PROOF_LATER);
	series_judge(&s, &h);
	why = s.changes[0].why;
	assert_int_equal(change_alarms(&s.changes[0]), !why);
	for (int i = 0; i < 40; i++)
		free(nights[i].name);
	nights_drop(&s);
	return why;
}

static void an_answer_is_to_one_change(void **state)
{
	(void)state;
	for (size_t night = 0; night < 40; night++) {
		assert_int_equal(answered(COMPARED_LEVEL, night), night >= 15 && night <= 27);
		assert_int_equal(answered(COMPARED_EXACT, night), night == 20);
	}
}

/* Two changes four nights apart: whether an answer of that night silences each. */
static void answers(size_t night, bool first, bool second)
{
	struct night nights[40];
	struct acknowledgment ack;
	struct history h = { .nights = nights, .nr = 40, .acks = &ack, .nr_acks = 1 };
	struct series s = nights_new();

	for (int i = 0; i < 40; i++)
		nights[i].name = xasprintf("night-%d", i);
	ack = (struct acknowledgment){ s.name, nights[night].name, "known", NAN };
	add(&s, 20, 1000);
	add(&s, 4, 1100);
	add(&s, 16, 1300);
	series_add_change(&s, 20, 22, PROOF_LATER);
	series_add_change(&s, 24, 26, PROOF_LATER);
	series_judge(&s, &h);
	assert_int_equal(!change_alarms(&s.changes[0]), first);
	assert_int_equal(!change_alarms(&s.changes[1]), second);
	for (int i = 0; i < 40; i++)
		free(nights[i].name);
	nights_drop(&s);
}

/* A screened night near it, that fresh data may dismiss, is not what was answered for. */
static void an_answer_is_to_what_is_proven(void **state)
{
	struct night nights[40];
	struct acknowledgment ack;
	struct history h = { .nights = nights, .nr = 40, .acks = &ack, .nr_acks = 1 };
	struct series s = nights_new();

	(void)state;
	for (int i = 0; i < 40; i++)
		nights[i].name = xasprintf("night-%d", i);
	ack = (struct acknowledgment){ s.name, nights[22].name, "known", NAN };
	add(&s, 20, 1000);
	add(&s, 20, 1100);
	series_add_change(&s, 20, 22, PROOF_LATER);
	series_add_change(&s, 23, 23, PROOF_NONE);
	s.points[23].value = 1200;
	series_judge(&s, &h);
	assert_non_null(s.changes[0].why);
	for (int i = 0; i < 40; i++)
		free(nights[i].name);
	nights_drop(&s);
}

static void an_answer_is_not_to_the_next_change(void **state)
{
	(void)state;
	answers(20, true, false);
	answers(21, true, false);
	answers(24, false, true);
	answers(29, false, true);
	answers(35, false, false);
}

/* Three steps of 1.5%: the second makes 3%, which is of interest; whether they alarm. */
static void steps(bool answered, bool back, bool alarm[3])
{
	struct night nights[80];
	struct acknowledgment ack;
	struct history h = { .nights = nights, .nr = 80, .acks = &ack, .nr_acks = answered };
	struct series s = nights_new();

	for (int i = 0; i < 80; i++)
		nights[i].name = xasprintf("night-%d", i);
	ack = (struct acknowledgment){ s.name, nights[40].name, "known", NAN };
	add(&s, 20, 1000);
	add(&s, 20, 1015);
	add(&s, 20, back ? 1000 : 1030);
	add(&s, 20, back ? 1015 : 1045);
	for (size_t at = 20; at < 80; at += 20)
		series_add_change(&s, at, at, PROOF_LATER);
	series_judge(&s, &h);
	for (int i = 0; i < 3; i++)
		alarm[i] = change_alarms(&s.changes[i]);
	if (alarm[1]) {
		assert_true(s.changes[1].before == 1000 && isnan(s.changes[1].lo));
		assert_string_equal(series_state(&s), "REGRESSED");
	}
	for (int i = 0; i < 80; i++)
		free(nights[i].name);
	nights_drop(&s);
}

static void small_steps_add_up(void **state)
{
	bool alarm[3];

	(void)state;
	steps(false, false, alarm);
	assert_true(!alarm[0] && alarm[1] && !alarm[2]);
	/* From there on it is counted anew. */
	steps(true, false, alarm);
	assert_true(!alarm[0] && !alarm[1] && !alarm[2]);
	steps(false, true, alarm);
	assert_true(!alarm[0] && !alarm[1] && !alarm[2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_to_one_change),
		cmocka_unit_test(an_answer_is_not_to_the_next_change),
		cmocka_unit_test(small_steps_add_up),
		cmocka_unit_test(an_answer_is_to_what_is_proven),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
