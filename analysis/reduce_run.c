/* SPDX-License-Identifier: GPL-2.0-only */
#include "analysis/reduce.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "analysis/reduce_kicked.h"
#include "analysis/stats.h"

/* One arm in one block. */
struct block_sum {
	double ns, exits, rate;		/* rate: sum of the batches' exits per ns */
	unsigned batches, rows;		/* rows: with those that were not measured */
	bool flagged, warmup;
};

struct vcpu_sum { double ns, exits; size_t batches; };
struct arm_count {
	double batches, flagged, kicks, ns;
	int64_t least, most;	/* exits of one */
};

struct gather {
	const struct cell_info *cell;
	size_t arms, vcpus;
	bool kickcost;
	struct block_sum *block;	/* [blocks][arms] */
	size_t blocks, size;		/* blocks seen; allocated */
	struct vcpu_sum *vcpu;		/* [arms][vcpus] */
	struct kicked_list *batches;	/* [arms], of bench kickcost */
	struct arm_count *count;		/* [arms] */
	double *a, *b;			/* [blocks] scratch */
};

struct gather *gather_new(void)
{
	return xcalloc(1, sizeof(struct gather));
}

static void forget(struct gather *g)
{
	for (size_t i = 0; g->batches && i < g->arms; i++)
		kicked_free(&g->batches[i]);
	free(g->batches);
	free(g->vcpu);
	free(g->count);
	g->batches = NULL;
	g->vcpu = NULL;
	g->count = NULL;
}

void gather_free(struct gather *g)
{
	if (!g)
		return;
	forget(g);
	free(g->block);
	free(g);
}

void gather_start(struct gather *g, const struct cell_info *cell)
{
	forget(g);
	g->cell = cell;
	g->arms = (size_t)cell->nr_protocols;
	g->vcpus = (size_t)cell->vcpus;
	g->kickcost = !strcmp(cell->bench, "kickcost");
	g->blocks = 0;
	g->vcpu = xcalloc(g->arms * g->vcpus, sizeof(*g->vcpu));
	g->batches = xcalloc(g->arms, sizeof(*g->batches));
	g->count = xcalloc(g->arms, sizeof(*g->count));
	g->size = 0;
	free(g->block);
	g->block = NULL;
}

static void more_blocks(struct gather *g, size_t wanted)
{
	size_t old = g->size;

	if (wanted > g->size) {
		g->size = wanted < 256 ? 256 : 2 * wanted;
		g->block = xrealloc(g->block, g->size * g->arms * sizeof(*g->block));
		memset(g->block + old * g->arms, 0,
		       (g->size - old) * g->arms * sizeof(*g->block));
	}
	if (wanted > g->blocks)
		g->blocks = wanted;
}

static void count_batch(struct arm_count *n, const struct sample *s)
{
	n->least = n->batches && n->least < s->exits ? n->least : s->exits;
	n->most = n->batches && n->most > s->exits ? n->most : s->exits;
	n->batches++;
	n->flagged += s->flags != 0;
	n->kicks += (double)s->kicks;
	n->ns += s->ns > 0 ? s->ns : 0;
}

void gather_add(struct gather *g, const struct sample *s)
{
	struct vcpu_sum *v = &g->vcpu[(size_t)s->arm * g->vcpus + (size_t)s->vcpu];
	struct block_sum *b;

	more_blocks(g, (size_t)s->block + 1);
	b = &g->block[(size_t)s->block * g->arms + (size_t)s->arm];
	if (s->flags & SAMPLE_WARMUP) {
		b->warmup = true;
		return;
	}
	b->rows++;
	if (isnan(s->ns))
		return;
	count_batch(&g->count[s->arm], s);
	v->batches++;
	if (g->kickcost) {
		kicked_add(&g->batches[s->arm], s);
		if (s->kicks)	/* the cost of an exit is that of those without kicks */
			return;
	}
	b->ns += s->ns;
	b->exits += (double)s->exits;
	b->rate += s->ns > 0 ? (double)s->exits / s->ns : 0;
	b->batches++;
	b->flagged |= s->flags != 0;
	v->ns += s->ns;
	v->exits += (double)s->exits;
}

/* A block in which a vCPU never came round has no cost per exit. */
static bool usable(const struct block_sum *b)
{
	return b->exits > 0 && b->ns > 0;
}

static double block_cost(const struct block_sum *b)
{
	return b->ns / b->exits;
}

static double fairness(const struct gather *g, size_t arm)
{
	const struct vcpu_sum *v = g->vcpu + arm * g->vcpus;
	double least = INFINITY, most = 0;

	for (size_t i = 0; i < g->vcpus; i++) {
		least = fmin(least, v[i].exits);
		most = fmax(most, v[i].exits);
	}
	return g->vcpus > 1 && most > 0 ? least / most : NAN;
}

static bool block_flagged(const struct gather *g, size_t block)
{
	for (size_t arm = 0; arm < g->arms; arm++)
		if (g->block[block * g->arms + arm].flagged)
			return true;
	return false;
}

static void reduce_clean(struct gather *g, size_t arm, struct arm_run *out)
{
	size_t nr = 0;

	for (size_t i = 0; i < g->blocks; i++) {
		const struct block_sum *b = &g->block[i * g->arms + arm];

		if (usable(b) && !block_flagged(g, i))
			g->a[nr++] = block_cost(b);
	}
	out->cost_clean = nr ? stats_trimmed_mean(g->a, nr, TRIM) : NAN;
}

static void reduce_levels(struct gather *g, size_t arm, struct arm_run *out)
{
	const struct arm_count *n = &g->count[arm];
	bool many = g->vcpus > 1 || !strcmp(g->cell->bench, "contend");
	double ns = 0, exits = 0;
	size_t nr = 0;

	for (size_t i = 0; i < g->blocks; i++) {
		const struct block_sum *b = &g->block[i * g->arms + arm];

		if (!usable(b))
			continue;
		g->a[nr] = block_cost(b);
		/* Each vCPU has as many batches as any other. */
		g->b[nr++] = b->rate / b->batches * (double)g->vcpus * 1e9;
		ns += b->ns;
		exits += b->exits;
	}
	out->cost = nr ? stats_trimmed_mean(g->a, nr, TRIM) : NAN;
	out->throughput = nr && many ? stats_trimmed_mean(g->b, nr, TRIM) : NAN;
	out->mean = exits > 0 ? ns / exits : NAN;
	out->exits = exits;
	out->fairness = fairness(g, arm);
	out->batches = n->batches;
	out->flagged = n->flagged;
	out->kicks = n->kicks;
	out->ns = n->ns;
	out->batch = n->least == n->most ? n->least : 0;
	out->kick_cost = out->kick_cost_clean = NAN;
}

static void reduce_ratios(struct gather *g, size_t arm, struct arm_run *out)
{
	size_t nr = 0, clean = 0;

	for (size_t i = 0; i < g->blocks; i++) {
		const struct block_sum *base = &g->block[i * g->arms], *b = base + arm;
		double ratio;

		if (!usable(base) || !usable(b))
			continue;
		ratio = log(block_cost(b) / block_cost(base));
		g->a[nr++] = ratio;
		if (!block_flagged(g, i))
			g->b[clean++] = ratio;
	}
	out->log_ratio = nr ? stats_trimmed_mean(g->a, nr, TRIM) : NAN;
	out->log_ratio_clean = clean == nr ? out->log_ratio :
			       clean ? stats_trimmed_mean(g->b, clean, TRIM) : NAN;
}

static void count_blocks(const struct gather *g, struct run_data *out)
{
	for (size_t i = 0; i < g->blocks; i++) {
		bool there = false, warmup = false;

		for (size_t arm = 0; arm < g->arms; arm++) {
			there |= g->block[i * g->arms + arm].batches > 0;
			warmup |= g->block[i * g->arms + arm].warmup;
		}
		out->blocks += there;
		out->warmup_blocks += warmup && !there;
	}
}

/* All blocks have as many rows of an arm as any other. */
static bool is_uneven(const struct gather *g)
{
	const struct block_sum *first = NULL;

	for (size_t i = 0; i < g->blocks; i++) {
		const struct block_sum *b = &g->block[i * g->arms];
		size_t rows = 0;

		for (size_t arm = 0; arm < g->arms; arm++)
			rows += b[arm].rows;
		if (!rows)
			continue;
		first = first ? first : b;
		for (size_t arm = 0; arm < g->arms; arm++)
			if (b[arm].rows != first[arm].rows)
				return true;
	}
	return false;
}

/* A vCPU that was measured in no batch of an arm whose other vCPUs were. */
static bool lacks_vcpu(const struct gather *g)
{
	for (size_t arm = 0; arm < g->arms; arm++)
		for (size_t i = 0; i < g->vcpus; i++)
			if (g->count[arm].batches > 0 && !g->vcpu[arm * g->vcpus + i].batches)
				return true;
	return false;
}

void gather_finish(struct gather *g, struct run_data *out)
{
	g->a = xcalloc(2 * g->blocks, sizeof(double));
	g->b = g->a + g->blocks;
	out->arm = xcalloc(g->arms, sizeof(*out->arm));
	for (size_t arm = 0; arm < g->arms; arm++) {
		reduce_levels(g, arm, &out->arm[arm]);
		reduce_clean(g, arm, &out->arm[arm]);
		if (arm)
			reduce_ratios(g, arm, &out->arm[arm]);
		if (g->kickcost)
			kicked_reduce(&g->batches[arm], &out->arm[arm]);
	}
	count_blocks(g, out);
	out->lacks_vcpu = lacks_vcpu(g);
	out->uneven = is_uneven(g);
	free(g->a);
}
