/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/plan.h"

#include <stdlib.h>
#include <string.h>

#include "harness/select.h"
#include "lib/parse.h"
#include "lib/random.h"

const char *const cell_status_names[] = { "planned", "ok", "unsupported", "incomplete", NULL };

/* What the loops over the axes carry along. */
struct planner {
	struct plan *plan;
	const struct options *o;
	struct options effective;	/* with the defaults of a selection by default */
	const struct topo *topo;
	const struct kernel *kernel;
	const struct selected *row;
	struct error *err;
};

static struct cell *add_cell(struct plan *p, const struct cell *c)
{
	p->cells = xrealloc(p->cells, (p->nr + 1) * sizeof(*p->cells));
	p->cells[p->nr] = *c;
	p->cells[p->nr].id = (int)p->nr;
	return &p->cells[p->nr++];
}

static void join(char *text, size_t size, const char *part)
{
	size_t used = strlen(text);

	if (*part)
		snprintf(text + used, size - used, "%s%s", used ? "+" : "", part);
}

static void name_variant(struct cell *c, const char *variant)
{
	char rate[32];

	join(c->variant, sizeof(c->variant), variant);
	if (c->vmm_lock)
		join(c->variant, sizeof(c->variant), "vmm_lock");
	if (c->kick_rate) {
		snprintf(rate, sizeof(rate), "kick_rate=%u", c->kick_rate);
		join(c->variant, sizeof(c->variant), rate);
	}
	if (c->cpus.oversubscribed)
		join(c->variant, sizeof(c->variant), "oversubscribed");
}

/* How many service threads are wanted. */
static int services(const struct planner *p, const char *variant)
{
	const struct bench *b = p->row->bench;

	if (!b->needs_service && !(p->o->kick_rate && b->takes_kicks))
		return 0;
	return b->services ? b->services(variant) : 1;
}

bool cell_batched(const struct cell *c)
{
	return c->bench->batched && c->cpus.nr_vcpus == 1 && !c->vmm_lock;
}

static void fill(const struct planner *p, struct cell *c)
{
	const struct options *o = p->o;
	const struct bench *b = p->row->bench;

	c->bench = b;
	c->runs = o->runs ? o->runs : b->runs ? b->runs : 20;
	c->blocks = o->blocks ? o->blocks : b->blocks ? b->blocks : 100;
	c->kick_rate = b->takes_kicks ? o->kick_rate : 0;
	c->vmm_lock = b->takes_kicks && o->vmm_lock;
	if (o->counters && b->kind == RUN_TIMING && b->counts)
		c->counting_runs = (c->runs + 3) / 4;
}

/* Why this host cannot measure the cell at all; NULL: it can. */
static const char *why_never(const struct planner *p, const struct cell *c)
{
	const char *lacks = NULL;

	if (c->bench->lacks && p->kernel->known)
		lacks = c->bench->lacks(c->variant, p->kernel->immediate_exit);
	if (lacks)
		return lacks;
	if (c->bench->needs_flag && p->kernel->known &&
	    p->kernel->immediate_exit == IMMEDIATE_EXIT_ABSENT)
		return "needs KVM_CAP_IMMEDIATE_EXIT (Linux 4.11 or newer)";
	if (c->cpus.nr_services && c->cpus.shared && !c->cpus.oversubscribed)
		return "needs a second CPU for the kicker";
	return NULL;
}

/* Beside the cell that can be measured, one for the protocols that cannot. */
static void add_unsupported(struct plan *p, const struct cell *like, const char *names,
			    const char *why)
{
	struct cell c = *like;

	c.nr_arms = c.counting_runs = 0;
	c.protocols = xstrdup(names);
	c.note = xstrdup(why);
	c.status = CELL_UNSUPPORTED;
	add_cell(p, &c);
}

/* Service threads beyond the CPUs that are free for them would only take turns. */
static int place_cell(const struct planner *p, struct cell *c)
{
	int vcpus = c->cpus.nr_vcpus, services = c->cpus.nr_services;
	int ret;

	while (!(ret = place_plan(p->topo, &c->place, vcpus, services, &c->cpus, p->err)) &&
	       services > 1 && !place_services_apart(&c->cpus)) {
		place_plan_free(&c->cpus);
		services--;
	}
	return ret;
}

/* `max`, `all` and ranges never get to where threads share a CPU by themselves. */
static bool named_itself(const char *vcpus, const char *number)
{
	struct names l;
	bool named;

	if (!vcpus)
		return true;
	names_split("--vcpus", vcpus, &l, NULL);
	named = names_have(&l, number);
	names_release(&l);
	return named;
}

/* The kicker has no CPU of its own: like a vCPU that has none. Where one vCPU and a
 * kicker are all that there is, nothing may be left to measure (why_never). */
static bool crowded(const struct planner *p, const struct cell *c)
{
	return c->cpus.shared && (c->cpus.nr_vcpus > 1 || (!c->bench->needs_service &&
							   named_itself(p->o->vcpus, "1")));
}

static int one_cell(struct planner *p, struct cell *c, const char *variant, int vcpus)
{
	struct arm_list arms;
	const char *never;

	fill(p, c);
	c->cpus = (struct place_plan){ .nr_vcpus = vcpus,
					 .nr_services = services(p, variant) };
	c->batch = cell_batched(c) ? p->o->batch : 0;
	if (arms_make(&arms, c->bench, variant, &p->effective, p->kernel, p->err) ||
	    place_cell(p, c))
		return -1;
	c->cpus.oversubscribed |= crowded(p, c);
	name_variant(c, variant);
	never = why_never(p, c);
	if (arms.nr) {
		struct cell *new;

		memcpy(c->arms, arms.arm, sizeof(c->arms));
		c->nr_arms = arms.nr;
		c->protocols = arms_text(arms.arm, arms.nr, "+");
		c->note = xstrdup("");
		new = add_cell(p->plan, c);
		if (never)
			plan_give_up(p->plan, new->id, never);
		/* The sibling owns its own list of CPUs. */
		if (*arms.unsupported && place_cell(p, c))
			return -1;
	}
	if (*arms.unsupported)
		add_unsupported(p->plan, c, arms.unsupported, arms.why);
	return 0;
}

static int cells_of_place(struct planner *p, const struct place *place)
{
	const struct selected *row = p->row;
	struct sizes sizes;
	int ret = 0;

	if (plan_sizes(row->bench, p->o->vcpus, place_max_vcpus(p->topo, place, services(p, "")),
		       &sizes, p->err))
		return -1;
	for (size_t g = 0; g < row->guests.nr; g++)
		for (size_t n = 0; n < sizes.nr; n++)
			for (size_t v = 0; v < row->variants.nr && !ret; v++) {
				struct cell c = { .guest = guest_find(row->guests.name[g]),
						  .place = *place };

				if (select_suits(row->bench, c.guest, row->variants.name[v]))
					ret = one_cell(p, &c, row->variants.name[v], sizes.size[n]);
			}
	sizes_free(&sizes);
	return ret;
}

static int check_options(const struct selection *s, const struct options *o, struct error *err)
{
	const struct bench *sole = s->nr ? s->row[0].bench : NULL;	/* all have one vCPU */
	bool kicks = false, comparable = false, counts = false;

	for (size_t i = 0; i < s->nr; i++) {
		if (!s->row[i].bench->sole_vcpu)
			sole = NULL;
		kicks |= s->row[i].bench->takes_kicks;
		comparable |= arms_comparable(s->row[i].bench);
		counts |= s->row[i].bench->counts;
	}
	if (sole && plan_sole_sizes(sole, o->vcpus, err))
		return -1;
	if ((o->kick_rate || o->vmm_lock) && !kicks)
		return error_set(err, EXIT_USAGE,
				 "--%s: none of the benchmarks has it (exit and contend do)",
				 o->kick_rate ? "kick-rate" : "vmm-lock");
	if ((o->nr_injects || o->null_control) && !comparable)
		return error_set(
			err, EXIT_USAGE,
			"--%s: none of the benchmarks compares costs (exit, entry, contend do)",
			o->nr_injects ? "inject" : "null-control");
	if (o->counters && !counts)
		return error_set(err, EXIT_USAGE, "--counters: none of the benchmarks counts "
				 "(exit, entry, contend do)");
	return 0;
}

static int all_cells(struct planner *p, const struct selection *s)
{
	struct place *places = NULL;
	size_t nr = 0;
	int ret = place_parse(p->topo, p->o->place ? p->o->place : "local", &places, &nr, p->err);

	for (size_t i = 0; i < s->nr && !ret; i++) {
		p->row = &s->row[i];
		for (size_t k = 0; k < nr && !ret; k++)
			ret = cells_of_place(p, &places[k]);
	}
	free(places);
	return ret;
}

struct plan *plan_make(const struct options *o, const struct topo *t, const struct kernel *k,
		       struct error *err)
{
	struct plan *p = xcalloc(1, sizeof(*p));
	struct planner planner = {
		.plan = p, .o = o, .effective = *o, .topo = t, .kernel = k, .err = err,
	};
	struct selection s;
	int ret = select_make(&s, o, err);

	*p = (struct plan){ .seed = o->seed, .level = o->level, .counters = o->counters,
			    .immediate_exit = k->immediate_exit, .nr_nodes = t->nr_nodes };
	if (!ret) {
		planner.effective.null_control |= s.by_default;
		ret = check_options(&s, o, err) || all_cells(&planner, &s);
		select_free(&s);
	}
	if (!ret) {
		plan_turns(p);
		return p;
	}
	plan_free(p);
	return NULL;
}

void plan_free(struct plan *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->nr; i++) {
		place_plan_free(&p->cells[i].cpus);
		free(p->cells[i].protocols);
		free(p->cells[i].note);
	}
	free(p->cells);
	free(p->turns);
	free(p);
}
