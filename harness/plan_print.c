/* SPDX-License-Identifier: GPL-2.0-only */
/* `plan`: measures nothing. */
#include <stdio.h>
#include <stdlib.h>

#include "harness/plan.h"
#include "lib/parse.h"

static void put_ints(const char *key, const int *v, int nr)
{
	char *text = ints_join(v, nr, ",");

	printf(" %s=%s", key, text);
	free(text);
}

static void print_cell(const struct cell *c)
{
	char *arms = arms_text(c->arms, c->nr_arms, ",");

	printf("%-3d %-8s %-11s %-7s vcpus=%d", c->id, c->bench->name, c->guest->name,
	       c->place.text, c->cpus.nr_vcpus);
	put_ints("cpus", c->cpus.vcpu_cpu, c->cpus.nr_vcpus);
	put_ints("nodes", c->cpus.vcpu_node, c->cpus.nr_vcpus);
	printf(" home=%d", c->cpus.home_node);
	if (c->cpus.nr_services)
		put_ints("service", c->cpus.service_cpu, c->cpus.nr_services);
	if (*c->variant)
		printf(" variant=%s", c->variant);
	printf(" protocols=%s runs=%d blocks=%d", c->nr_arms ? arms : c->protocols, c->runs,
	       c->blocks);
	if (c->batch)
		printf(" batch=%d", c->batch);
	if (c->counting_runs)
		printf(" counting=%d", c->counting_runs);
	if (c->status == CELL_UNSUPPORTED)
		printf(" unsupported: %s", c->note);
	putchar('\n');
	free(arms);
}

static void plan_print(const struct plan *p)
{
	for (size_t i = 0; i < p->nr; i++)
		print_cell(&p->cells[i]);
}

/* Asks KVM where there is one; a plan needs none. */
static struct kernel ask_kernel(const struct topo *t)
{
	int kind = topo_is_real(t) ? vm_immediate_exit(NULL) : -1;

	return (struct kernel){ .known = kind >= 0, .immediate_exit = kind < 0 ? 0 : kind };
}

int plan_command(int argc, char **argv)
{
	struct error err = { 0 };
	struct topo *t = NULL;
	struct plan *p = NULL;
	struct options o;
	struct kernel k;

	if (options_parse(&o, OPTIONS_PLAN, argc, argv, &err))
		goto out;
	t = topo_load(&err);
	if (!t)
		goto out;
	k = ask_kernel(t);
	p = plan_make(&o, t, &k, &err);
	if (p && (!o.batches_of || !plan_batches_of(p, o.batches_of, &err)))
		plan_print(p);
out:
	plan_free(p);
	topo_free(t);
	if (err.status)
		complain("%s", err.text);
	return err.status;
}
