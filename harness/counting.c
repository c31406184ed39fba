/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness/counting.h"

int counting_open(struct counting **c, const struct job *job, int vcpu, struct error *err)
{
	(void)vcpu;
	*c = NULL;
	if (job->counters)
		return error_set(err, EXIT_CANNOT, "--counters: not built in");
	return 0;
}

void counting_close(struct counting *c)
{
	(void)c;
}

void counting_start(struct counting *c, int arm)
{
	(void)c, (void)arm;
}

void counting_stop(struct counting *c, int arm, uint64_t exits)
{
	(void)c, (void)arm, (void)exits;
}

void counting_reset(struct counting *c)
{
	(void)c;
}

int counting_emit(struct counting *c, const struct job *job, struct error *err)
{
	(void)c, (void)job, (void)err;
	return 0;
}
