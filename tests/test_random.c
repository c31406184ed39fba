/* SPDX-License-Identifier: GPL-2.0-only */
/* Random numbers repeat with their seed and cover what they should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include "harness/arm_switch.h"
#include "lib/random.h"

static void repeats(void **state)
{
	struct random_state a, b, c;

	(void)state;
	random_seed(&a, 42);
	random_seed(&b, 42);
	random_seed(&c, 43);
	for (int i = 0; i < 100; i++) {
		uint64_t x = random_next(&a);

		assert_true(x == random_next(&b));
		assert_true(x != random_next(&c));
	}
	assert_true(random_derive(1, 2, 3) == random_derive(1, 2, 3));
	assert_true(random_derive(1, 2, 3) != random_derive(1, 3, 2));
	assert_true(random_derive(1, 2, 3) != random_derive(2, 2, 3));
}

/* Fixed seed: the counts are what they are; the bounds are six standard deviations. */
static void uniform(void **state)
{
	struct random_state r;
	int count[7] = { 0 };

	(void)state;
	random_seed(&r, 1);
	for (int i = 0; i < 70000; i++) {
		double u = random_unit(&r);

		assert_true(u >= 0 && u < 1);
		count[random_below(&r, 7)]++;
	}
	for (int i = 0; i < 7; i++)
		assert_in_range(count[i], 10000 - 560, 10000 + 560);
	assert_int_equal(random_below(&r, 1), 0);
}

static void shuffles(void **state)
{
	int a[50], seen[50] = { 0 };
	struct random_state r;

	(void)state;
	random_seed(&r, 2);
	for (int i = 0; i < 50; i++)
		a[i] = i;
	random_shuffle(&r, a, 50, sizeof(a[0]));
	for (int i = 0; i < 50; i++)
		seen[a[i]]++;
	for (int i = 0; i < 50; i++)
		assert_int_equal(seen[i], 1);
}

/* ABBA or BAAB, each about half the time; a permutation and its mirror otherwise. */
static void orders(void **state)
{
	uint8_t order[2 * ARMS_MAX];
	struct random_state r;
	int first = 0;

	(void)state;
	random_seed(&r, 3);
	for (int i = 0; i < 1000; i++) {
		arms_order(&r, 2, order);
		assert_int_equal(order[0], order[3]);
		assert_int_equal(order[1], order[2]);
		assert_int_equal(order[0] + order[1], 1);
		first += order[0];
		arms_order(&r, 5, order);
		for (int k = 0; k < 5; k++)
			assert_int_equal(order[k], order[9 - k]);
	}
	assert_in_range(first, 405, 595);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repeats),
		cmocka_unit_test(uniform),
		cmocka_unit_test(shuffles),
		cmocka_unit_test(orders),
	};

	return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
