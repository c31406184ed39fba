/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/loop.h"

#include "lib/spin.h"

__attribute__((noinline)) int loop_run(struct vcpu *v, const struct loop *l, int *left)
{
	int (*enter)(struct vcpu *) = l->enter;
	uint64_t instructions = l->instructions;
	int expect = l->expect, ret = expect, i;
	bool flag = l->flag, injects = l->injects;

	for (i = *left; i; i--) {
		if (flag)
			v->run->immediate_exit = 1;
		ret = enter(v);
		if (injects)
			spin_instructions(instructions);
		if (__builtin_expect(ret != expect, 0))
			break;
	}
	*left = i;
	return ret;
}
