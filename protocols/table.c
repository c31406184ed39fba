/* SPDX-License-Identifier: GPL-2.0-only */
/* All kick protocols, in the order in which they are listed. */
#include <string.h>
#include "protocols/protocol.h"

#define PROTOCOLS(X)			\
	X(sigmask)			\
	X(sigmask_equal)		\
	X(immediate_exit)		\
	X(immediate_exit_rfc)		\
	X(immediate_exit_direct)	\
	X(clear_first)			\
	X(resend)			\
	X(naive)			\
	X(clear_after_check)		\
	X(never_clear)

#define DECLARE(id) extern const struct protocol protocol_##id;
#define LIST(id) &protocol_##id,

PROTOCOLS(DECLARE)

const struct protocol *const protocols[] = { PROTOCOLS(LIST) };
const size_t nr_protocols = sizeof(protocols) / sizeof(*protocols);

const struct protocol *protocol_find(const char *name)
{
	for (size_t i = 0; i < nr_protocols; i++)
		if (!strcmp(protocols[i]->name, name))
			return protocols[i];
	return NULL;
}

const char *protocol_unsupported(const struct protocol *p, enum immediate_exit kernel)
{
	if (p->needs_flag && kernel == IMMEDIATE_EXIT_ABSENT)
		return "needs KVM_CAP_IMMEDIATE_EXIT, which this kernel lacks";
	if (p->needs_rfc && kernel != IMMEDIATE_EXIT_RFC)
		return "needs a kernel that clears immediate_exit, as the RFC did";
	if (p->spared_rfc && kernel == IMMEDIATE_EXIT_RFC)
		return "needs a kernel that leaves immediate_exit alone";
	return NULL;
}
