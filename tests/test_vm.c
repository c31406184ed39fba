/* SPDX-License-Identifier: GPL-2.0-only */
/* Guests exit as they declare; KVM that is missing is met with one clear error. */
#include <stdlib.h>
#include "tests/kvm.h"

static void test_table(void **state)
{
	(void)state;
	assert_true(nr_guests >= 10);
	for (size_t i = 0; i < nr_guests; i++) {
		const struct guest *g = guests[i];
		long size = (const char *)g->code_end - (const char *)g->code;

		assert_ptr_equal(guest_find(g->name), g);
		assert_true(size > 0 && size <= GUEST_SHARED - GUEST_CODE);
		assert_int_equal(g->nr_exits == 0, (g->needs & GUEST_NO_EXIT) != 0);
		assert_int_equal(g->nr_exits == 0, g->exits == NULL);
	}
	assert_null(guest_find("no such guest"));
}

static void test_no_device(void **state)
{
	struct error err = { 0 };
	struct vm vm;

	(void)state;
	setenv("KICKBENCH_KVM", "/nonexistent/kvm", 1);
	assert_int_equal(vm_open(&vm, guests[0], 1, &err), -1);
	assert_int_equal(err.status, EXIT_CANNOT);
	assert_non_null(strstr(err.text, "/nonexistent/kvm: No such file"));
	assert_int_equal(vm_immediate_exit(NULL), -1);
	err = (struct error){ 0 };
	setenv("KICKBENCH_KVM", "/dev/null", 1);
	assert_int_equal(vm_open(&vm, guests[0], 1, &err), -1);
	assert_int_equal(err.status, EXIT_CANNOT);
	unsetenv("KICKBENCH_KVM");
}

/* The guest's memory, seen from outside, moves; whoever exits is checked thrice round. */
static void check_guest(const struct guest *g)
{
	struct error err = { 0 };
	struct vcpu v;
	struct vm vm;

	if (vm_open(&vm, g, 1, &err)) {
		if (!g->needs)
			fail_msg("%s", err.text);
		print_message("# %s: %s\n", g->name, err.text);
		return;
	}
	if (vcpu_open(&v, &vm, 0, -1, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < 3 * g->nr_exits; i++) {
		assert_int_equal(vcpu_run(&v), 0);
		if (vcpu_check_exit(&v, &err))
			fail_msg("%s", err.text);
	}
	assert_int_equal(v.next_exit, 0);
	assert_true(v.shared->counter >= 2);
	close_vcpu(&vm, &v);
}

static void test_guests_exit_as_declared(void **state)
{
	(void)state;
	need_kvm();
	for (size_t i = 0; i < nr_guests; i++)
		if (!(guests[i]->needs & GUEST_NO_EXIT))
			check_guest(guests[i]);
}

static void test_wrong_exit_is_told(void **state)
{
	struct error err = { 0 };
	struct vcpu v;
	struct vm vm;

	(void)state;
	need_kvm();
	open_vcpu(&vm, &v, "cmos");
	assert_int_equal(vcpu_run(&v), 0);
	vcpu_skip_exits(&v, 3);
	assert_int_equal(vcpu_check_exit(&v, &err), -1);
	assert_non_null(strstr(err.text, "guest cmos"));
	close_vcpu(&vm, &v);
}

static void test_reset_starts_again(void **state)
{
	struct error err = { 0 };
	struct vcpu v;
	struct vm vm;

	(void)state;
	need_kvm();
	open_vcpu(&vm, &v, "hlt");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(vcpu_run(&v), 0);
		assert_int_equal(vcpu_check_exit(&v, &err), 0);
		assert_int_equal(vcpu_reset(&v, &err), 0);
	}
	assert_int_equal(v.shared->counter, 0);
	close_vcpu(&vm, &v);
}

static void test_several_vcpus(void **state)
{
	struct error err = { 0 };
	struct vcpu v[3];
	struct vm vm;

	(void)state;
	need_kvm();
	assert_int_equal(vm_open(&vm, guest_find("pmtimer"), 3, &err), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(vcpu_open(&v[i], &vm, i, i ? -1 : 0, &err), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(vcpu_run(&v[i]), 0);
		assert_int_equal(vcpu_check_exit(&v[i], &err), 0);
	}
	for (int i = 0; i < 3; i++)
		vcpu_close(&v[i]);
	vm_close(&vm);
}

static void test_immediate_exit_is_detected(void **state)
{
	struct error err = { 0 };
	int kind;

	(void)state;
	need_kvm();
	kind = vm_immediate_exit(&err);
	if (kind < 0)
		fail_msg("%s", err.text);
	assert_in_range(kind, IMMEDIATE_EXIT_ABSENT, IMMEDIATE_EXIT_RFC);
	print_message("immediate_exit: %s\n", immediate_exit_names[kind]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_no_device),
		cmocka_unit_test(test_guests_exit_as_declared),
		cmocka_unit_test(test_wrong_exit_is_told),
		cmocka_unit_test(test_reset_starts_again),
		cmocka_unit_test(test_several_vcpus),
		cmocka_unit_test(test_immediate_exit_is_detected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
