/* SPDX-License-Identifier: GPL-2.0-only */
/* Which places a host has, and which CPUs a plan takes, on hosts we do not have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "lib/place.h"
#include "tests/topologies.h"

/* coordinator | vCPUs' CPUs | their memory's nodes | service threads' CPUs | remarks */
static const struct expected_plan {
	const char *host, *place;
	int vcpus, services;
	const char *plan;
} plans[] = {
	/* one socket, two CPUs: the coordinator's only when nothing else is free */
	{ ONE_SOCKET, "local", 1, 0, "0|1|0|" },
	{ ONE_SOCKET, "local", 2, 0, "0|1,0|0,0|" },
	{ ONE_SOCKET, "local", 1, 1, "0|1|0|0" },
	{ ONE_SOCKET, "local", 2, 1, "0|1,0|0,0|1|shared" },
	{ ONE_SOCKET, "local", 3, 0, "0|1,0,1|0,0,0||oversubscribed" },
	{ ONE_CPU, "local", 1, 0, "0|0|0|" },
	{ ONE_CPU, "local", 1, 1, "0|0|0|0|shared" },
	/* SMT: whole cores, then siblings, the coordinator's core last of each */
	{ ONE_SMT, "local", 3, 0, "0|2,4,6|0,0,0|" },
	{ ONE_SMT, "local", 4, 0, "0|2,4,6,1|0,0,0,0|" },
	{ ONE_SMT, "local", 7, 0, "0|2,4,6,1,3,5,7|0,0,0,0,0,0,0|" },
	{ ONE_SMT, "local", 8, 0, "0|2,4,6,1,3,5,7,0|0,0,0,0,0,0,0,0|" },
	{ ONE_SMT, "local", 2, 1, "0|2,4|0,0|6" },
	{ ONE_SMT, "local", 3, 1, "0|2,4,6|0,0,0|1" },
	{ SMT_FAR_SIBLINGS, "local", 3, 0, "0|1,2,3|0,0,0|" },
	{ SMT_FAR_SIBLINGS, "local", 4, 0, "0|1,2,3,4|0,0,0,0|" },
	/* two sockets */
	{ TWO_SOCKETS, "local", 2, 1, "0|1,2|0,0|3" },
	{ TWO_SOCKETS, "remote-home", 2, 1, "0|4,5|1,1|1" },
	{ TWO_SOCKETS, "remote-service", 2, 1, "0|1,2|0,0|4" },
	{ TWO_SOCKETS, "spread", 4, 1, "0|1,4,2,5|0,1,0,1|6" },
	{ TWO_SOCKETS, "spread", 8, 0, "0|1,4,2,5,3,6,0,7|0,1,0,1,0,1,0,1|" },
	/* max beside a service thread: its CPU is left, whichever node's turn it is */
	{ TWO_SOCKETS, "0/0+1/0", 7, 1, "0|1,4,2,5,3,6,7|0,1,0,1,0,1,1|0" },
	{ TWO_SOCKETS, "0/0+1/0", 8, 1, "0|1,4,2,5,3,6,7,0|0,1,0,1,0,1,1,0|1|shared" },
	{ TWO_SOCKETS, "0/0+1/0", 9, 1,
	  "0|1,4,2,5,3,6,7,0,4|0,1,0,1,0,1,1,0,1|1|shared|oversubscribed" },
	{ TWO_SOCKETS, "0/1/0+1", 1, 3, "0|4|1|1,5,2" },
	{ TWO_SOCKETS, "1/0/0", 4, 0, "4|0,1,2,3|0,0,0,0|" },
	{ INTERLEAVED, "0/1/0", 2, 0, "0|1,3|1,1|" },
	/* four and eight sockets, sub-NUMA clusters */
	{ FOUR_SOCKETS, "0/1+3/2", 3, 1, "0|2,6,3|1,3,1|4" },
	{ EIGHT_SOCKETS, "remote-home", 2, 0, "0|28,30|7,7|" },
	{ EIGHT_SOCKETS, "spread", 9, 0, "0|2,4,8,12,16,20,24,28,1|0,1,2,3,4,5,6,7,0|" },
	{ SNC_SMT, "remote-home", 3, 0, "0|8,10,9|2,2,2|" },
	{ SNC_SMT, "0/0+1/3", 3, 1, "0|2,4,1|0,1,0|12" },
	/* odd nodes */
	{ HOLES, "local", 6, 0, "1|2,4,6,5,7,1|0,0,0,0,0,0|" },
	{ HOLES, "0/1/1", 3, 1, "1|9,12,14|1,1,1|13" },
	{ MEMORY_ONLY, "remote-home", 2, 0, "0|2,3|2,2|" },
	{ CPU_ONLY, "remote-home", 2, 0, "0|2,3|0,0|" },
	{ ASYMMETRIC, "spread", 6, 0, "0|1,4,8,2,5,3|0,1,2,0,1,0|" },
	{ ASYMMETRIC, "spread", 7, 0, "0|1,4,8,2,5,3,0|0,1,2,0,1,0,0|" },
};

static size_t put_list(char *s, size_t size, size_t used, const int *v, int n)
{
	for (int i = 0; i < n; i++)
		used += snprintf(s + used, size - used, "%s%d", i ? "," : "", v[i]);
	return used + snprintf(s + used, size - used, "|");
}

static void plan_text(const struct place_plan *p, char *s, size_t size)
{
	size_t used = snprintf(s, size, "%d|", p->coordinator_cpu);

	used = put_list(s, size, used, p->vcpu_cpu, p->nr_vcpus);
	used = put_list(s, size, used, p->vcpu_node, p->nr_vcpus);
	used = put_list(s, size, used, p->service_cpu, p->nr_services);
	used--;
	snprintf(s + used, size - used, "%s%s", p->shared ? "|shared" : "",
		 p->oversubscribed ? "|oversubscribed" : "");
}

static void test_plans(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		const struct expected_plan *e = &plans[i];
		struct topo *t = load_topology(e->host);
		struct error err = { 0 };
		struct place_plan plan;
		struct place *list;
		char text[512];
		size_t nr;

		assert_int_equal(place_parse(t, e->place, &list, &nr, &err), 0);
		assert_int_equal(nr, 1);
		assert_int_equal(place_plan(t, list, e->vcpus, e->services, &plan, &err), 0);
		plan_text(&plan, text, sizeof(text));
		if (strcmp(text, e->plan))
			print_error("%s: %s, %d vCPUs, %d services\n", e->host, e->place, e->vcpus,
				    e->services);
		assert_string_equal(text, e->plan);
		place_plan_free(&plan);
		free(list);
		topo_free(t);
	}
}

static const struct { const char *host, *list, *places; } lists[] = {
	{ ONE_SOCKET, "all", "0/0/0" },
	{ ONE_SOCKET, "local,0/0/0,all", "0/0/0" },
	{ TWO_SOCKETS, "all", "0/0/0 0/0/1 0/1/0 0/1/1 0/0+1/0 0/0+1/1" },
	{ TWO_SOCKETS, "remote-home,local,spread,remote-service", "0/1/0 0/0/0 0/0+1/1 0/0/1" },
	{ TWO_SOCKETS, "1/1+0/0", "1/0+1/0" },
	{ FOUR_SOCKETS, "all", "0/0/0 0/0/1 0/1/0 0/1/1 0/1/2 0/0+1/0 0/0+1/1 0/0+1/2 0/1+2/0 "
	  "0/1+2/1 0/1+2/3 0/0+1+2/0 0/0+1+2/1 0/0+1+2/3 0/1+2+3/0 0/1+2+3/1 0/0+1+2+3/0 "
	  "0/0+1+2+3/1" },
	{ MEMORY_ONLY, "all", "0/0/0 0/0/2 0/2/0 0/2/2 0/0+2/0 0/0+2/2" },
	{ CPU_ONLY, "all", "0/0/0 0/0/1 0/1/0 0/1/1 0/0+1/0 0/0+1/1 "
	  "1/0/0 1/0/1 1/1/0 1/1/1 1/0+1/0 1/0+1/1" },
	{ TWINS_OF_UNEQUAL_MEMORY, "all", "0/0/0 0/0/1 0/1/0 0/1/1 0/0+1/0 0/0+1/1" },
};

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct topo *t = load_topology(lists[i].host);
		struct error err = { 0 };
		struct place *list;
		char text[1024] = "";
		size_t nr, used = 0;

		assert_int_equal(place_parse(t, lists[i].list, &list, &nr, &err), 0);
		for (size_t j = 0; j < nr; j++)
			used += snprintf(text + used, sizeof(text) - used, "%s%s", j ? " " : "",
					 list[j].text);
		assert_string_equal(text, lists[i].places);
		free(list);
		topo_free(t);
	}
}

static const struct { const char *host, *place; int status; const char *says; } errors[] = {
	{ TWO_SOCKETS, "0/2/0", EXIT_CANNOT, "node 2 does not exist on this host (choose from "
	  "the nodes with usable CPUs: 0-1)" },
	{ ONE_SOCKET, "remote-home", EXIT_CANNOT, "only one node" },
	{ ONE_SOCKET, "spread", EXIT_CANNOT, "only one node" },
	{ MEMORY_ONLY, "0/1/0", EXIT_CANNOT, "node 1 has memory but no CPU" },
	{ TWO_SOCKETS, "0/0", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "0+1/0/0", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "0/0+0/0", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "0/-1/0", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "0/0/0/0", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "0/99999999999999999999/0", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "local,", EXIT_USAGE, "not HOME/VCPUS/SERVICE" },
	{ TWO_SOCKETS, "nowhere", EXIT_USAGE, "known names: local" },
};

static void test_errors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		struct topo *t = load_topology(errors[i].host);
		struct error err = { 0 };
		struct place *list;
		size_t nr;

		assert_int_equal(place_parse(t, errors[i].place, &list, &nr, &err), -1);
		assert_int_equal(err.status, errors[i].status);
		assert_non_null(strstr(err.text, errors[i].says));
		assert_null(list);
		topo_free(t);
	}
}

static void assert_max(const char *host, const char *place, int services, int max)
{
	struct topo *t = load_topology(host);
	struct error err = { 0 };
	struct place *list;
	size_t nr;

	assert_int_equal(place_parse(t, place, &list, &nr, &err), 0);
	assert_int_equal(place_max_vcpus(t, list, services), max);
	free(list);
	topo_free(t);
}

static void test_max(void **state)
{
	(void)state;
	assert_max(ONE_SOCKET, "local", 0, 2);
	assert_max(ONE_SOCKET, "local", 1, 1);
	assert_max(ONE_CPU, "local", 1, 1);
	assert_max(TWO_SOCKETS, "local", 0, 4);
	assert_max(TWO_SOCKETS, "spread", 1, 7);
	assert_max(TWO_SOCKETS, "remote-service", 1, 4);
	assert_max(ASYMMETRIC, "spread", 0, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_max),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
